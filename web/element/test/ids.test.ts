import { describe, expect, it } from "vitest";
import { idNumbers, isIdName } from "../src/client/ids";

const numbers = (name: string, values: number[]) => ({ name, kind: "number" as const, values: Float64Array.from(values) });

describe("names of ids", () => {
  const ids = [
    ...["id", "ID", "customer_id", "CustomerID", "customerId", "cust_no", "CUST_NO", "cons no", "Account No.", "acct-number", "meter_no", "meterid"],
    ...["building_id", "account_number", "户号", "用户户号", "客户编号", "用户编号", "电表编号", "表号", "客户编码", "账号", "用户ID"],
  ];

  it.each(ids)("%s is one", (name) => expect(isIdName(name)).toBe(true));

  const others = ["kwh", "paid", "grid", "number", "n_meters", "no_of_calls", "peak_share", "id_share", "account_age", "户数", "客户数", "用电量", "编号数量"];

  it.each(others)("%s is none", (name) => expect(isIdName(name)).toBe(false));
});

describe("numbers that are ids", () => {
  const found = (...values: number[]) => idNumbers([numbers("户号", values)]).length === 1;

  it("are called so, and are whole and all different", () => {
    expect(idNumbers([numbers("customer_id", [3, 1, 2]), numbers("kwh", [3, 1, 2])])).toEqual(["customer_id"]);
    expect([found(1, 2, 3), found(1, 2, 2), found(1, 2.5, 3)]).toEqual([true, false, false]);
  });

  it("may be missing, but one alone differs from nothing", () => {
    expect([found(1, NaN, 2, NaN), found(7), found(NaN, NaN), found()]).toEqual([true, false, false, false]);
  });

  it("may be so large that different ones are the same number", () => {
    expect(found(90071992547409931, 90071992547409932)).toBe(true);
    expect(found(90071992547409931, 5, 5)).toBe(false);
  });

  it("are no categories, whatever these are called", () => {
    expect(idNumbers([{ name: "id", kind: "category", codes: Uint32Array.of(0, 1), levels: ["1", "2"] }])).toEqual([]);
  });
});
