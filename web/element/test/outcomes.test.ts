import { describe, expect, it } from "vitest";
import type { Column } from "../src/client/protocol";
import { changedRows, flagOutcome, mainResult, outcomesIn, unchanged, type ResultColumn } from "../src/parts/outcomes";

const numbers = (name: string, ...values: number[]): ResultColumn => ({ name, kind: "number", values: Float64Array.from(values) });
const category = (name: string, levels: string[], ...codes: number[]): ResultColumn => ({ name, kind: "category", codes: Uint32Array.from(codes), levels });
const MISSING = 0xffffffff;

describe("results before and after", () => {
  it("are the pairs of a reply's columns, in its order", () => {
    const items: Column = { name: "tags_before", kind: "items", ends: new Uint32Array(), codes: new Uint32Array(), levels: [] };
    const reply = [numbers("p_before", 1), numbers("alone_before", 1), numbers("p_after", 2), items, category("g_before", ["a"], 0), category("g_after", ["a"], 0)];
    expect(outcomesIn(reply).map(({ name }) => name)).toEqual(["p", "g"]);
  });

  it("of probabilities are shares", () => {
    const reply = ["probability", "points"].flatMap((name) => [numbers(`${name}_before`, 0.5), numbers(`${name}_after`, 0.5)]);
    expect(outcomesIn(reply).map(({ isShare }) => isShare)).toEqual([true, false]);
  });
});

describe("changed rows", () => {
  it("are those whose number differs; missing and missing is no change", () => {
    const outcome = { name: "p", before: numbers("p", 1, 2, NaN, NaN, 5), after: numbers("p", 1, 3, NaN, 4, NaN) };
    expect([...changedRows([outcome])]).toEqual([1, 3, 4]);
  });

  it("are those whose level differs, in whatever order each side names its levels", () => {
    const before = category("g", ["a", "b"], 0, 1, 0, MISSING, MISSING);
    const after = category("g", ["b", "c", "a"], 2, 0, 1, 0, MISSING);
    expect([...changedRows([{ name: "g", before, after }])]).toEqual([2, 3]);
  });

  it("are those of any result, once and ascending", () => {
    const first = { name: "p", before: numbers("p", 1, 1, 1), after: numbers("p", 1, 1, 2) };
    const second = { name: "q", before: numbers("q", 1, 1, 1), after: numbers("q", 2, 1, 2) };
    expect([...changedRows([first, second])]).toEqual([0, 2]);
    expect(changedRows([unchanged("p", first.before)])).toHaveLength(0);
    expect(changedRows([])).toHaveLength(0);
  });

  it("of a flag are those that cross the threshold", () => {
    const values = { before: Float64Array.of(0.4, 0.5, NaN, 0.9), after: Float64Array.of(0.5, 0.6, 0.9, 0.1) };
    const flag = flagOutcome("above", values, { before: 0.5, after: 0.5 });
    expect((flag.before as { values: Float64Array }).values).toEqual(Float64Array.of(0, 1, NaN, 1));
    expect([...changedRows([flag])]).toEqual([0, 2, 3]);
  });
});

describe("the result that one asks about first", () => {
  const measure = unchanged("points", numbers("points", 1));
  const flag = flagOutcome("accepted", { before: Float64Array.of(1), after: Float64Array.of(1) }, { before: 0, after: 0 });

  it("is the first group or flag", () => {
    expect(mainResult([measure, unchanged("grade", category("grade", ["a"], 0)), flag])).toBe("grade");
    expect(mainResult([measure, flag])).toBe("accepted");
  });

  it("is none where all are measures", () => {
    expect([mainResult([measure]), mainResult([])]).toEqual([undefined, undefined]);
  });
});
