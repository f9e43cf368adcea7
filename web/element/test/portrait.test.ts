import { describe, expect, it } from "vitest";
import type { Column } from "../src/client/protocol";
import { changedRows } from "../src/parts/outcomes";
import { changedBy, crossOf, levelsOf, sizesOf, type Counts } from "../src/portrait/counts";
import { portraitOutcomes } from "../src/portrait/outcomes";
import type { Pipeline, Summary } from "../src/portrait/types";

const pipeline = { inputs: { tariff: {} } } as unknown as Pipeline;

const before: Counts = {
  sizes: { group: { levels: ["c", "a"], n: [2, 3] }, tariff: { levels: ["step", "tou"], n: [4, 1] } },
  crossed: { group: { tariff: [[2, 0], [2, 1]] } },
  means: { group: { kwh: { means: [1.5, null], mean: 3, sd: 1 } } },
};

describe("counts of the portrait", () => {
  it("are found by level, and are 0 where nobody has it", () => {
    expect(sizesOf(before, "group", ["a", "c", "nowhere"])).toEqual([3, 2, 0]);
    expect(sizesOf(before, "nowhere", ["a"])).toEqual([0]);
    expect(crossOf(before, "group", ["a", "nowhere", "c"], "tariff", ["tou", "step", "nowhere"])).toEqual([[1, 2, 0], [0, 0, 0], [0, 2, 0]]);
    expect(crossOf(before, "tariff", ["tou"], "group", ["a"])).toEqual([[0]]);
  });

  it("after a scenario are those that it changed beside the others", () => {
    const tariff = { levels: ["farm", "step"], n: [1, 4] };
    const after = changedBy(before, { sizes: { tariff }, crossed: { group: { tariff: [[0, 2], [1, 2]] } }, means: {} });
    expect(after.sizes).toEqual({ group: before.sizes.group, tariff });
    expect(after.means).toBe(before.means);
    expect(crossOf(after, "group", ["c", "a"], "tariff", ["step", "farm", "tou"])).toEqual([[2, 0, 0], [2, 1, 0]]);
    expect(crossOf(before, "group", ["c", "a"], "tariff", ["step", "farm", "tou"])).toEqual([[2, 0, 0], [2, 0, 1]]);
    const other = changedBy(before, { sizes: {}, crossed: { group: { site: [[1]] } }, means: {} });
    expect(Object.keys(other.crossed.group ?? {})).toEqual(["tariff", "site"]);
  });

  it("have a step's levels in its own order, an input's by their texts", () => {
    const after = changedBy(before, { sizes: { group: { levels: ["b", "a"], n: [1, 4] }, tariff: { levels: ["farm"], n: [5] } }, crossed: {}, means: {} });
    expect(levelsOf(pipeline, "group", before, after)).toEqual(["c", "a", "b"]);
    expect(levelsOf(pipeline, "tariff", before, after)).toEqual(["farm", "step", "tou"]);
    expect(levelsOf(pipeline, "nowhere", before)).toEqual([]);
  });
});

const category = (name: string, levels: string[], codes: number[]): Column => ({ name, kind: "category", levels, codes: Uint32Array.from(codes) });

describe("results of the portrait", () => {
  const outputs = { grade: { column: "grade", title: { en: "Grade", zh: "等级" } }, risk: { column: "probability", title: { en: "Risk", zh: "风险" } } };
  const named = { inputs: { kwh: {} }, steps: [{ outputs }], words: { high: { en: "high", zh: "高" } } } as unknown as Pipeline;
  let locale: "en" | "zh-CN" = "en";
  const naming = { pipeline: named, summary: { steps: [] } as unknown as Summary, locale: () => locale };
  const grade = category("grade", ["high", "low"], [0, 1]);
  const risk = { name: "risk", kind: "number" as const, values: Float64Array.of(0.1, 0.2) };
  const tags: Column = { name: "tags", kind: "items", ends: Uint32Array.of(0, 0), codes: new Uint32Array(), levels: [] };

  it("have one value a customer, and what a scenario left alone is the same before and after", () => {
    const after = category("grade", ["low", "high"], [0, 0]);
    const outcomes = portraitOutcomes(naming, [grade, risk, tags], [after]);
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
