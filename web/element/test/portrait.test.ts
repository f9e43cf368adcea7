import { describe, expect, it } from "vitest";
import { crossCounts, levelsOf, meansOf, sizesOf, type Category } from "../src/portrait/counts";
import { changedRows } from "../src/parts/outcomes";
import { portraitOutcomes } from "../src/portrait/outcomes";
import type { Pipeline, Summary } from "../src/portrait/types";

const MISSING = 0xffffffff;

const category = (name: string, levels: string[], codes: number[]): Category => ({ name, kind: "category", levels, codes: Uint32Array.from(codes) });

const groups = category("group", ["c", "a", "unused"], [0, 1, 1, MISSING, 0]);
const tags = category("tag", ["x", "y"], [0, 0, 1, 1, MISSING]);
const pipeline = { inputs: { tag: {} } } as unknown as Pipeline;

describe("counts of the portrait", () => {
  it("name the levels that somebody has: a step's in its own order, an input's by their texts", () => {
    expect(levelsOf(pipeline, groups)).toEqual(["c", "a"]);
    const before = category("tag", ["y", "x"], [0, 0]);
    expect(levelsOf(pipeline, before)).toEqual(["y"]);
    expect(levelsOf(pipeline, before, tags)).toEqual(["x", "y"]);
  });

  it("leave those out who lack one of the two", () => {
    expect(sizesOf(groups, ["a", "c", "nowhere"])).toEqual([2, 2, 0]);
    expect(crossCounts(groups, ["a", "c", "nowhere"], tags, ["y", "x", "nowhere"])).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  it("are of the columns that are asked for, though others were counted before", () => {
    const moved = { ...groups, codes: Uint32Array.from([1, 1, 1, 1, 1]) };
    expect(crossCounts(moved, ["c", "a"], tags, ["x", "y"])).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(crossCounts(groups, ["c", "a"], tags, ["x", "y"])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it("leave missing numbers out of means, and customers of no group out of the means by group alone", () => {
    const { byGroup, mean, sd } = meansOf(Float64Array.of(1, 2, NaN, 7, 2), groups, ["a", "c", "unused"]);
    expect(byGroup).toEqual([2, 1.5, NaN]);
    expect(mean).toBe(3);
    expect(sd).toBeCloseTo(Math.sqrt((4 + 1 + 16 + 1) / 4), 12);
  });
});

describe("results of the portrait", () => {
  const outputs = { grade: { column: "grade", title: { en: "Grade", zh: "等级" } }, risk: { column: "probability", title: { en: "Risk", zh: "风险" } } };
  const named = { inputs: { kwh: {} }, steps: [{ outputs }], words: { high: { en: "high", zh: "高" } } } as unknown as Pipeline;
  let locale: "en" | "zh-CN" = "en";
  const naming = { pipeline: named, summary: { steps: [] } as unknown as Summary, locale: () => locale };
  const grade = category("grade", ["high", "low"], [0, 1]);
  const risk = { name: "risk", kind: "number" as const, values: Float64Array.of(0.1, 0.2) };
  const kwh = { name: "kwh", kind: "number" as const, values: Float64Array.of(1, 2) };

  it("are those of steps, and what a scenario left alone is the same before and after", () => {
    const after = category("grade", ["low", "high"], [0, 0]);
    const outcomes = portraitOutcomes(naming, [grade, risk, kwh], [after]);
    expect(outcomes.map(({ name, isShare }) => [name, isShare])).toEqual([["grade", false], ["risk", true]]);
    expect(outcomes[0]?.after).toBe(after);
    expect(outcomes[1]?.after).toBe(risk);
    expect([...changedRows(outcomes)]).toEqual([0]);
  });

  it("speak the language of the page as it is when they are shown", () => {
    const [one] = portraitOutcomes(naming, [grade], []);
    expect([one?.title, one?.nameOf?.("high"), one?.nameOf?.("low")]).toEqual(["Grade", "high", "low"]);
    locale = "zh-CN";
    expect([one?.title, one?.nameOf?.("high")]).toEqual(["等级", "高"]);
  });
});
