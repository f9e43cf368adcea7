import { describe, expect, it } from "vitest";
import type { Column } from "../src/client/protocol";
import { lineOf, numberCell, textCell } from "../src/parts/csv";
import { csvColumns, csvParts, editedColumns } from "../src/parts/export-state";
import { freshEdit } from "../src/parts/scenario-state";
import type { ResultColumn } from "../src/rows/changed";

describe("cells of CSV", () => {
  it("are quoted where RFC 4180 asks for it", () => {
    expect(["plain", "a,b", 'say "no"', "two\nlines", "中文", ""].map(textCell)).toEqual(["plain", '"a,b"', '"say ""no"""', '"two\nlines"', "中文", ""]);
  });

  it("that a spreadsheet would compute are texts to it", () => {
    expect(["=1+1", "+86 10", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("x","y")'].map(textCell)).toEqual([
      ...["'=1+1", "'+86 10", "'-5", "'@SUM(A1)", "'\t=1", `"'=HYPERLINK(""x"",""y"")"`],
    ]);
    expect(["a=b", "1-2", "x@y"].map(textCell)).toEqual(["a=b", "1-2", "x@y"]);
  });

  it("keep all digits of numbers, and are empty where one is missing", () => {
    expect([0.1 + 0.2, -3, 1e-7, NaN, undefined].map(numberCell)).toEqual(["0.30000000000000004", "-3", "1e-7", "", ""]);
  });

  it("make lines that end as RFC 4180 says", () => {
    expect(lineOf(["a", "", "b"])).toBe("a,,b\r\n");
  });
});

const grade: ResultColumn = { name: "grade", kind: "category", codes: Uint32Array.of(0, 1, 1, 9), levels: ["=A", "低"] };
const points: ResultColumn = { name: "points", kind: "number", values: Float64Array.of(10, -20.5, NaN, 1) };

async function textOf(rows: number[], ids: string[]): Promise<string> {
  const results = [{ name: "grade", before: grade, after: grade }, { name: "points", before: points, after: points }];
  const idsOf = async (some: readonly number[]) => (ids.length > 0 ? some.map((row) => ids[row] ?? "") : []);
  const parts = await csvParts({ idHead: ids.length > 0 ? "customer_id" : "row", rows: Uint32Array.from(rows), idsOf, columns: csvColumns(results, []) });
  // The mark must stand in the bytes: a decoder would take it away.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await new Blob(parts).arrayBuffer());
}

describe("the CSV", () => {
  it("begins with the mark, then heads, then one line a row", async () => {
    const text = await textOf([1, 3], ["C0", "C1", "C2", "@C3"]);
    expect(text).toBe("\ufeffcustomer_id,grade_before,grade_after,points_before,points_after\r\nC1,低,低,-20.5,-20.5\r\n'@C3,,,1,1\r\n");
  });

  it("names rows by number where the table has no ids", async () => {
    expect(await textOf([0, 2], [])).toBe("\ufeffrow,grade_before,grade_after,points_before,points_after\r\n0,'=A,'=A,10,10\r\n2,低,低,,\r\n");
  });

  it("is made in parts of few rows, each after the worker has answered", async () => {
    const asked: number[] = [];
    const idsOf = async (some: readonly number[]) => {
      asked.push(some.length);
      return some.map(String);
    };
    const parts = await csvParts({ idHead: "id", rows: Uint32Array.from({ length: 4500 }, (_, row) => row), idsOf, columns: [] });
    expect(asked).toEqual([2000, 2000, 500]);
    expect(parts).toHaveLength(4);
  });
});

describe("columns that a scenario changes", () => {
  const table: Record<string, Column> = {
    kwh: { name: "kwh", kind: "number", values: Float64Array.of(100, 200, NaN) },
    tariff: { name: "tariff", kind: "category", codes: Uint32Array.of(0, 1, 1), levels: ["flat", "tou"] },
  };
  const read = async (name: string) => table[name]!;

  it("stand as they are and as they become, by all edits in order", async () => {
    const only = { column: "tariff", level: "tou" };
    const edits = [{ ...freshEdit(0, "kwh"), amount: 10 }, { ...freshEdit(1, "kwh"), how: "add" as const, amount: -5, only }, freshEdit(2, "tariff")];
    const [edited, ...others] = await editedColumns(edits, read);
    expect(others).toEqual([]);
    expect(edited?.before).toEqual(Float64Array.of(100, 200, NaN));
    // 1.1 times 100 and 200 in doubles, then 5 less for the second.
    expect([...edited!.after]).toEqual([110.00000000000001, 215.00000000000003, NaN]);
    expect(csvColumns([], [edited!]).map(({ head }) => head)).toEqual(["kwh_before", "kwh_after"]);
  });
});
