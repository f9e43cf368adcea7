import { describe, expect, it, vi } from "vitest";
import type { Client } from "../src/client/client";
import { changedBy, crossOf, levelsOf, meansOf, sizesOf, type Counts } from "../src/portrait/counts";
import { ResultsOfSteps } from "../src/portrait/results";
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
    expect(meansOf(before, "group", "kwh", ["a", "c", "nowhere"])).toEqual([NaN, 1.5, NaN]);
    expect(meansOf(before, "nowhere", "kwh", ["a"])).toEqual([NaN]);
  });

  it("after a scenario are those that it changed beside the others", () => {
    const tariff = { levels: ["farm", "step"], n: [1, 4] };
    const after = changedBy(before, { sizes: { tariff }, crossed: { group: { tariff: [[0, 2], [1, 2]] } }, means: {} });
    expect(after.sizes).toEqual({ group: before.sizes.group, tariff });
    expect(after.means).toEqual(before.means);
    expect(crossOf(after, "group", ["c", "a"], "tariff", ["step", "farm", "tou"])).toEqual([[2, 0, 0], [2, 1, 0]]);
    expect(crossOf(before, "group", ["c", "a"], "tariff", ["step", "farm", "tou"])).toEqual([[2, 0, 0], [2, 0, 1]]);
    const other = changedBy(before, { sizes: {}, crossed: { group: { site: [[1]] } }, means: {} });
    expect(Object.keys(other.crossed.group ?? {})).toEqual(["tariff", "site"]);
    const late = { means: [0.5, 2], mean: 1, sd: 1 };
    expect(changedBy(before, { sizes: {}, crossed: {}, means: { group: { late } } }).means.group).toEqual({ ...before.means.group, late });
  });

  it("have a step's levels in its own order, an input's by their texts", () => {
    const after = changedBy(before, { sizes: { group: { levels: ["b", "a"], n: [1, 4] }, tariff: { levels: ["farm"], n: [5] } }, crossed: {}, means: {} });
    expect(levelsOf(pipeline, "group", before, after)).toEqual(["c", "a", "b"]);
    expect(levelsOf(pipeline, "tariff", before, after)).toEqual(["farm", "step", "tou"]);
    expect(levelsOf(pipeline, "nowhere", before)).toEqual([]);
  });
});

/** A client that answers one call with this, and notes what it was asked. */
function answering(result: unknown) {
  const call = vi.fn(() => Promise.resolve(result));
  return { call, client: { call } as unknown as Client };
}

describe("results of the portrait", () => {
  const outputs = { grade: { column: "grade", title: { en: "Grade", zh: "等级" } }, risk: { column: "probability", title: { en: "Risk", zh: "风险" } } };
  const title = { en: "", zh: "" };
  const report = [
    { kind: "bars", title, column: "grade" },
    { kind: "profile", title, by: "grade", numbers: ["risk", "kwh", "refused"] },
  ];
  const named = { inputs: { kwh: {} }, steps: [{ outputs }], words: { high: { en: "high", zh: "高" } }, report } as unknown as Pipeline;
  const summary = { steps: [], compared: ["grade", "risk", "kwh", "elsewhere"] } as unknown as Summary;
  const counts = [["high"], ["low"]].map((levels): Counts => ({ sizes: { grade: { levels, n: [1] } }, crossed: {}, means: {} }));
  let locale: "en" | "zh-CN" = "en";
  const told = { pipeline: named, summary, counts, scenario: "{}", locale: () => locale };

  it("are those that the report shows and what-ifs compare, with the levels that somebody has", () => {
    const { heads } = new ResultsOfSteps(answering([]).client, told);
    expect(heads.map(({ name, levels, isShare }) => ({ name, levels, isShare }))).toEqual([
      { name: "grade", levels: ["high", "low"], isShare: false },
      { name: "risk", levels: [], isShare: true },
    ]);
  });

  it("speak the language of the page as it is when they are shown", () => {
    const [one] = new ResultsOfSteps(answering([]).client, told).heads;
    expect([one?.title, one?.nameOf?.("high"), one?.nameOf?.("low")]).toEqual(["Grade", "high", "low"]);
    locale = "zh-CN";
    expect([one?.title, one?.nameOf?.("high")]).toEqual(["等级", "高"]);
  });

  it("are worked over in the worker, each time of their own scenario", async () => {
    const { call, client } = answering(Uint32Array.of(3));
    const results = new ResultsOfSteps(client, told);
    const by = { name: "region", kind: "category" as const, codes: new Uint32Array(), levels: [] };
    await results.nChanged(["grade"]);
    expect(await results.changed(["grade"])).toEqual(Uint32Array.of(3));
    await results.slices("grade", "high", by);
    await results.columns();
    expect(call.mock.calls).toEqual([
      ["portraitNChanged", { names: ["grade"], scenario: "{}" }],
      ["portraitChanged", { names: ["grade"], scenario: "{}" }],
      ["portraitSlices", { name: "grade", level: "high", by: "region", scenario: "{}" }],
      ["portraitPairs", { names: ["grade", "risk"], scenario: "{}" }],
    ]);
  });

  it("change for nobody where there is no scenario", async () => {
    const { call, client } = answering(undefined);
    const results = new ResultsOfSteps(client, { ...told, scenario: undefined });
    expect([await results.nChanged(["grade"]), await results.changed(["grade"])]).toEqual([0, new Uint32Array()]);
    expect(call).not.toHaveBeenCalled();
  });
});
