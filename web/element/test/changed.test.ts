import { describe, expect, it } from "vitest";
import type { Column } from "../src/client/protocol";
import { changedRows, pairsOf, type ResultColumn } from "../src/rows/changed";

const numbers = (name: string, ...values: number[]): ResultColumn => ({ name, kind: "number", values: Float64Array.from(values) });
const category = (name: string, levels: string[], ...codes: number[]): ResultColumn => ({ name, kind: "category", codes: Uint32Array.from(codes), levels });
const MISSING = 0xffffffff;

describe("results as they are beside those that a change left", () => {
  const grade = category("grade", ["high", "low"], 0, 1);
  const risk = numbers("risk", 0.1, 0.2);

  it("have one value a row, and what a change left alone is the same before and after", () => {
    const after = category("grade", ["low", "high"], 0, 0);
    const tags: Column = { name: "tags", kind: "items", ends: Uint32Array.of(0, 0), codes: new Uint32Array(), levels: [] };
    const pairs = pairsOf([grade, risk, tags], [after]);
    expect(pairs).toEqual([{ name: "grade", before: grade, after }, { name: "risk", before: risk, after: risk }]);
    expect(pairs[1]?.after).toBe(risk);
    expect([...changedRows(pairs)]).toEqual([0]);
  });

  it("are no pair where they are of another kind", () => {
    expect(pairsOf([risk], [category("risk", ["high"], 0, 0)])).toEqual([{ name: "risk", before: risk, after: risk }]);
  });
});

describe("changed rows", () => {
  it("are those whose number differs; missing and missing is no change", () => {
    const pair = { before: numbers("p", 1, 2, NaN, NaN, 5), after: numbers("p", 1, 3, NaN, 4, NaN) };
    expect([...changedRows([pair])]).toEqual([1, 3, 4]);
  });

  it("are those whose level differs, in whatever order each side names its levels", () => {
    const before = category("g", ["a", "b"], 0, 1, 0, MISSING, MISSING);
    const after = category("g", ["b", "c", "a"], 2, 0, 1, 0, MISSING);
    expect([...changedRows([{ before, after }])]).toEqual([2, 3]);
  });

  it("are those of any result, once and ascending", () => {
    const first = { before: numbers("p", 1, 1, 1), after: numbers("p", 1, 1, 2) };
    const second = { before: numbers("q", 1, 1, 1), after: numbers("q", 2, 1, 2) };
    expect([...changedRows([first, second])]).toEqual([0, 2]);
    expect(changedRows([{ before: first.before, after: first.before }])).toHaveLength(0);
    expect(changedRows([])).toHaveLength(0);
  });
});
