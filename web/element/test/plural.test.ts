import { describe, expect, it } from "vitest";
import { plural } from "../src/i18n/plural";

describe("English words beside numbers", () => {
  it("stand for one alone beside 1", () => {
    expect(["0", "1", "2", "1,001"].map((n) => plural(n, "customer"))).toEqual(["0 customers", "1 customer", "2 customers", "1,001 customers"]);
    expect(plural("3", "leaf", "leaves")).toBe("3 leaves");
  });
});
