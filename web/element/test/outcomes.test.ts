import { describe, expect, it } from "vitest";
import type { Column } from "../src/client/protocol";
import { flagOutcome, mainResult, outcomeOf, outcomesIn } from "../src/parts/outcomes";
import { changedRows, type ResultColumn } from "../src/rows/changed";

const numbers = (name: string, ...values: number[]): ResultColumn => ({ name, kind: "number", values: Float64Array.from(values) });
const category = (name: string, levels: string[], ...codes: number[]): ResultColumn => ({ name, kind: "category", codes: Uint32Array.from(codes), levels });

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

describe("a result of categories", () => {
  it("can have the levels of before and of after; numbers have none", () => {
    expect(outcomeOf("g", category("g", ["a", "b"], 0), category("g", ["c", "a"], 0)).levels).toEqual(["a", "b", "c"]);
    expect(outcomeOf("p", numbers("p", 1)).levels).toEqual([]);
  });
});

describe("a flag", () => {
  it("says who is at or above the threshold, and changes for those who cross it", () => {
    const values = { before: Float64Array.of(0.4, 0.5, NaN, 0.9), after: Float64Array.of(0.5, 0.6, 0.9, 0.1) };
    const flag = flagOutcome("above", values, { before: 0.5, after: 0.5 });
    expect((flag.before as { values: Float64Array }).values).toEqual(Float64Array.of(0, 1, NaN, 1));
    expect([...changedRows([flag])]).toEqual([0, 2, 3]);
  });
});

describe("the result that one asks about first", () => {
  const measure = outcomeOf("points", numbers("points", 1));
  const flag = flagOutcome("accepted", { before: Float64Array.of(1), after: Float64Array.of(1) }, { before: 0, after: 0 });

  it("is the first group or flag", () => {
    expect(mainResult([measure, outcomeOf("grade", category("grade", ["a"], 0)), flag])).toBe("grade");
    expect(mainResult([measure, flag])).toBe("accepted");
  });

  it("is none where all are measures", () => {
    expect([mainResult([measure]), mainResult([])]).toEqual([undefined, undefined]);
  });
});
