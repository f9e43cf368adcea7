import { describe, expect, it } from "vitest";
import { aroundOf } from "../src/client/around";
import type { Column } from "../src/client/protocol";
import { freshQuestion, keptQuestion, limitsOf, Remembered, withFixed, type Question } from "../src/parts/question-state";
import type { TableData } from "../src/table";
import { reachRequest } from "../src/views/scorecard/state";
import type { Model as Card } from "../src/views/scorecard/types";
import { reverseRequest } from "../src/views/sensitivity/state";
import type { Model } from "../src/views/sensitivity/types";
import { reverseParams } from "../src/views/tree/state";

/** 60 homes with little power, 40 shops with much, and 2 plants. */
const N = 102;
const classOf = (row: number) => (row < 60 ? 0 : row < 100 ? 1 : 2);
const numbers = (of: (row: number) => number): Column => ({ kind: "number", name: "", values: Float64Array.from({ length: N }, (_, row) => of(row)) });
const columns: Record<string, Column> = {
  class: { kind: "category", name: "class", codes: Uint32Array.from({ length: N }, (_, row) => classOf(row)), levels: ["home", "shop", "plant"] },
  kva: numbers((row) => [8, 50, 9000][classOf(row)]! + (row % 5)),
  calls: numbers((row) => (row === 7 ? NaN : row % 4)),
  hours: numbers((row) => (row % 8) + 0.5),
  late: numbers((row) => row % 2),
};
const NAMES = Object.keys(columns);
const rangeOf = ({ values }: Column & { kind: "number" }) => {
  const known = values.filter((value) => !Number.isNaN(value));
  return { min: Math.min(...known), max: Math.max(...known), mean: 1 };
};
const table: TableData = {
  ...{ name: "t", nRows: N, ids: [], meanings: new Map(), suggested: [] },
  columns: Object.entries(columns).map(([name, column]) =>
    column.kind === "number"
      ? { name, kind: "number" as const, nMissing: 0, isWhole: column.values.every((value) => Number.isNaN(value) || Number.isInteger(value)), range: rangeOf(column) }
      : { name, kind: "category" as const, nMissing: 0, nLevels: 3 },
  ),
};

const limits = (question: Question) => {
  const alike = question.freed.includes("class") ? [] : ["class"];
  return limitsOf(table, question, NAMES, aroundOf((name) => columns[name]!, question.row, NAMES, alike));
};
const limit = (question: Question, name: string) => limits(question).columns.find(({ column }) => column === name)!;

describe("what a question allows when nobody says anything", () => {
  it("keeps categories, and lets the rest change", () => {
    const { columns } = limits(freshQuestion(1));
    expect(columns.filter(({ isFixed }) => isFixed).map(({ column }) => column)).toEqual(["class"]);
    expect(columns.map(({ now }) => now)).toEqual(["home", 9, 1, 1.5, 1]);
  });

  it("keeps numbers within what customers of the same categories have", () => {
    expect(limits(freshQuestion(1))).toMatchObject({ alike: ["class"], nAlike: 60 });
    expect(limit(freshQuestion(1), "kva").number).toMatchObject({ least: 8, most: 12, usual: { min: 8, max: 12 } });
    expect(limit(freshQuestion(70), "kva").number).toMatchObject({ least: 50, most: 54 });
  });

  it("asks the whole table where few are alike, or a category may change", () => {
    expect(limits(freshQuestion(101))).toMatchObject({ alike: [], nAlike: N });
    expect(limit(freshQuestion(101), "kva").number).toMatchObject({ least: 8, most: 9001 });
    const freed = withFixed(table, freshQuestion(1), "class", false);
    expect(limits(freed)).toMatchObject({ alike: [], nAlike: N });
    expect(limit(freed, "kva").number).toMatchObject({ least: 8, most: 9001 });
    expect(limit(freed, "class").isFixed).toBe(false);
  });

  it("moves counts and flags by whole numbers, missing ones aside, and others by a round step", () => {
    const step = (name: string) => limit(freshQuestion(1), name).number;
    expect(step("calls")).toMatchObject({ step: 1, isWhole: true, least: 0, most: 3 });
    expect(step("late")).toMatchObject({ step: 1, isWhole: true, least: 0, most: 1 });
    expect(step("hours")).toMatchObject({ step: 0.1, isWhole: false });
    expect(limit(freshQuestion(7), "calls").now).toBeNull();
  });
});

describe("what a person says", () => {
  it("fixes and frees columns, and gives the default back", () => {
    const fixed = withFixed(table, freshQuestion(1), "calls", true);
    expect([fixed.fixed, fixed.freed]).toEqual([["calls"], []]);
    expect(withFixed(table, fixed, "calls", false)).toEqual(freshQuestion(1));
    const freed = withFixed(table, freshQuestion(1), "class", false);
    expect([freed.fixed, freed.freed]).toEqual([[], ["class"]]);
    expect(withFixed(table, freed, "class", true)).toEqual(freshQuestion(1));
  });

  it("sets limits, even beyond the usual ones", () => {
    const question = { ...freshQuestion(1), least: { kva: 20 }, most: { calls: 2 } };
    expect(limit(question, "kva").number).toMatchObject({ least: 20, most: 20, usual: { min: 8, max: 12 } });
    expect(limit(question, "calls").number).toMatchObject({ least: 0, most: 2 });
  });

  it("is kept without columns that are gone, and where it was said before categories stayed", () => {
    const question = { ...freshQuestion(3), fixed: ["kva", "gone"], freed: ["class", "gone"], least: { kva: 1, gone: 2 } };
    expect(keptQuestion(question, NAMES)).toEqual({ ...question, fixed: ["kva"], freed: ["class"], least: { kva: 1 } });
    expect(keptQuestion({ row: 3, fixed: ["calls"] }, NAMES)).toEqual({ ...freshQuestion(3), fixed: ["calls"] });
  });
});

describe("modules are asked", () => {
  const question = { ...withFixed(table, freshQuestion(7), "late", true), most: { kva: 11 } };
  const asked = limits(question);

  it("sensitivity, with ranges that hold today's numbers", () => {
    const model: Model = { target: "late", standardize: true, missing: "mean", columns: [] };
    const reverse = (of: Question) => JSON.parse(reverseRequest(model, 0.3, of.row, limits(of))).params.reverse;
    expect(reverse(question)).toEqual({
      ...{ row: 7, fixed: ["class", "late"], probability: 0.3 },
      // Nobody knows the calls of this customer, so they have no range to move in.
      ranges: [
        { column: "kva", least: 8, greatest: 11, step: 1 },
        { column: "hours", least: 0.5, greatest: 7.5, step: 0.1 },
      ],
    });
    expect(reverse({ ...question, most: { kva: 9 } }).fixed).toEqual(["class", "kva", "late"]);
  });

  it("trees, by column", () => {
    expect(reverseParams(7, "0", asked)).toEqual({
      ...{ row: 7, goal: { class: "0" } },
      columns: [
        { column: "class", fixed: true },
        { column: "kva", min: 8, max: 11, step: 1 },
        { column: "calls", min: 0, max: 3, step: 1 },
        { column: "hours", min: 0.5, max: 7.5, step: 0.1 },
        { column: "late", fixed: true },
      ],
    });
  });

  it("scorecards, by end", () => {
    const { reach } = JSON.parse(reachRequest({ columns: [] } as unknown as Card, 600, {}, 7, asked)).params;
    expect(reach).toEqual({
      ...{ row: 7, fixed: ["class", "late"] },
      least: { kva: 8, calls: 0, hours: 0.5, late: 0 },
      most: { kva: 11, calls: 3, hours: 7.5, late: 1 },
    });
  });
});

describe("an answer", () => {
  it("is asked for once, as long as the question is the same, and again after a failure", async () => {
    const remembered = new Remembered<number>();
    const [one, other] = [{}, {}];
    let nAsked = 0;
    const ask = async () => ++nAsked;
    expect(await remembered.answer([one, "a"], ask)).toBe(1);
    expect(await remembered.answer([one, "a"], ask)).toBe(1);
    expect(await remembered.answer([other, "a"], ask)).toBe(2);
    expect(await remembered.answer([one, "a"], ask)).toBe(3);
    await expect(remembered.answer([one, "b"], () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await remembered.answer([one, "b"], ask)).toBe(4);
  });
});
