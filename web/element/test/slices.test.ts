import { describe, expect, it } from "vitest";
import type { Column } from "../src/client/protocol";
import { outcomeOf } from "../src/parts/outcomes";
import { completed, sliceColumns } from "../src/parts/slices-state";
import type { ResultColumn } from "../src/rows/changed";
import { slicesOf } from "../src/rows/slices";
import type { TableData } from "../src/table";

const region: Extract<Column, { kind: "category" }> = { name: "region", kind: "category", codes: Uint32Array.of(0, 1, 1, 0, 1, 9), levels: ["north", "south", "empty"] };
const points = (...values: number[]): ResultColumn => ({ name: "points", kind: "number", values: Float64Array.from(values) });
const grade = (...codes: number[]): ResultColumn => ({ name: "grade", kind: "category", codes: Uint32Array.from(codes), levels: ["A", "B"] });

describe("a result by the levels of a category", () => {
  it("is its mean, of those who have it before and after", () => {
    const pair = { before: points(10, 20, 30, NaN, 40, 7), after: points(12, 20, 33, 5, NaN, 8) };
    const { slices, all, nWithout } = slicesOf(pair, "", region);
    expect(slices).toEqual([
      { level: "south", n: 2, before: 25, after: 26.5 },
      { level: "north", n: 1, before: 10, after: 12 },
      { level: undefined, n: 1, before: 7, after: 8 },
    ]);
    expect(all).toEqual({ level: undefined, n: 4, before: 67 / 4, after: 73 / 4 });
    expect(nWithout).toBe(2);
  });

  it("of categories is the share of one of them", () => {
    const pair = { before: grade(0, 0, 1, 1, 1, 0), after: grade(0, 1, 1, 0, 1, 9) };
    const { slices, all, nWithout } = slicesOf(pair, "A", region);
    expect(slices).toEqual([
      { level: "south", n: 3, before: 1 / 3, after: 0 },
      { level: "north", n: 2, before: 0.5, after: 1 },
    ]);
    expect(all).toMatchObject({ n: 5, before: 2 / 5, after: 2 / 5 });
    expect(nWithout).toBe(1);
  });

  it("changes nowhere where before is after", () => {
    const column = points(1, 2, 3, 4, 5, 6);
    const { slices } = slicesOf({ before: column, after: column }, "", region);
    expect(slices.every(({ before, after }) => before === after)).toBe(true);
  });
});

describe("the choice", () => {
  const category = (name: string, nLevels: number) => ({ name, kind: "category" as const, nMissing: 0, nLevels, levels: [] });
  const table: TableData = {
    ...{ name: "t", nRows: 6, ids: [], meanings: new Map(), suggested: [] },
    columns: [category("one", 1), category("street", 51), category("region", 50), category("tariff", 3)],
  };
  const outcomes = [outcomeOf("grade", grade(0), grade(1)), outcomeOf("points", points(1), points(2))];

  it("is of categories with few levels", () => {
    expect(sliceColumns(table)).toEqual(["region", "tariff"]);
  });

  it("begins with the level that a result is about", () => {
    const columns = sliceColumns(table);
    const about = outcomes.map((outcome) => ({ ...outcome, about: "B" }));
    expect(completed({}, about, columns)?.level).toBe("B");
    expect(completed({ level: "A" }, about, columns)?.level).toBe("A");
    expect(completed({}, outcomes.map((outcome) => ({ ...outcome, about: "gone" })), columns)?.level).toBe("A");
  });

  it("begins with the first of everything, and keeps what is still there", () => {
    const columns = sliceColumns(table);
    expect(completed({}, outcomes, columns)).toEqual({ by: "region", result: "grade", level: "A" });
    expect(completed({ by: "tariff", result: "points", level: "B" }, outcomes, columns)).toEqual({ by: "tariff", result: "points", level: "" });
    expect(completed({ by: "gone", result: "gone", level: "B" }, outcomes, columns)).toEqual({ by: "region", result: "grade", level: "B" });
    expect(completed({}, [], columns)).toBeUndefined();
    expect(completed({}, outcomes, [])).toBeUndefined();
  });
});
