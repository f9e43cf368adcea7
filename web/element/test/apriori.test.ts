import { describe, expect, it } from "vitest";
import type { TableData } from "../src/table";
import { graphOption, SHOWN_MAX } from "../src/views/apriori/graph-option";
import { columnsUsed, initialSettings, itemColumns, mineRequest, whatIfRequest } from "../src/views/apriori/state";
import { editedItems, type Items } from "../src/views/apriori/advice";
import type { Model, Rule } from "../src/views/apriori/types";

const table: TableData = {
  name: "t",
  nRows: 1000,
  columns: [
    { name: "kwh", kind: "number", nMissing: 0, range: { min: 0, max: 1, mean: 0.5 } },
    { name: "tariff", kind: "category", nMissing: 0, nLevels: 3, levels: [] },
    { name: "street", kind: "category", nMissing: 0, nLevels: 400, levels: [] },
    { name: "tags", kind: "items", nMissing: 0, nLevels: 9 },
  ],
  ids: [],
  meanings: new Map(),
  suggested: [],
};

const model = {
  columns: ["tags"],
  n_baskets: 1000,
  min_count: 20,
  items: ["a", "b"],
  rules: { min_confidence: 0.1, min_lift: 0 },
} satisfies Model;

describe("what is mined", () => {
  it("are sets, and categories with few levels", () => {
    expect(itemColumns(table)).toEqual(["tariff", "tags"]);
    expect(initialSettings(table).columns).toEqual(["tags"]);
    expect(initialSettings({ ...table, columns: table.columns.slice(0, 3) }).columns).toEqual(["tariff"]);
    expect(JSON.parse(mineRequest(initialSettings(table))).params).toMatchObject({ columns: ["tags"], min_support: 0.02 });
  });
});

describe("the sliders", () => {
  const settings = { ...initialSettings(table), minSupport: 0.0301, minConfidence: 0.6, minLift: 1.2 };

  it("ask for other thresholds of the same model", () => {
    const request = JSON.parse(whatIfRequest(model, settings, undefined));
    expect(request.model).toEqual(model);
    expect(request.params).toMatchObject({ min_count: 31, min_confidence: 0.6, min_lift: 1.2, by: "lift" });
    const lowest = JSON.parse(whatIfRequest(model, { ...settings, minSupport: 0.0199 }, undefined));
    expect(lowest.params.min_count, "never below what was mined").toBe(20);
  });

  it("hold on both sides of an edit", () => {
    const edit = { column: "tags", how: "remove" as const, item: "a", only: { column: "tariff", level: "tou" } };
    const request = JSON.parse(whatIfRequest(model, settings, edit));
    expect(request.model).toMatchObject({ min_count: 31, rules: { min_confidence: 0.6, min_lift: 1.2 } });
    expect(request.params.scenario).toEqual([{ column: "tags", remove: "a", where: { column: "tariff", eq: "tou" } }]);
    expect(columnsUsed(settings, edit)).toEqual(["tags", "tariff"]);
  });
});

describe("the graph", () => {
  const rule = (left: string[], right: string): Rule => ({
    left, right: [right], n_both: 5, support: 0.1, confidence: 0.5, lift: 2, p_fdr: 0.01, redundant: false,
  });
  const look = { item: "", rule: "", text: "", line: "", font: "", size: { width: 774, height: 348 }, formatValue: String, formatShare: String };
  type Graph = { series: [{ data: { id: string; x: number; y: number }[]; links: { source: string; target: string }[] }] };
  const graph = (rules: Rule[]) => (graphOption(rules, look) as unknown as Graph).series[0];

  it("leads from the left items over the rule to the right item", () => {
    const { data, links } = graph([rule(["a", "b"], "c")]);
    expect(data.map(({ id }) => id)).toEqual(["a", "b", "c", "rule 0"]);
    expect(links.map(({ source, target }) => `${source}>${target}`)).toEqual(["a>rule 0", "b>rule 0", "rule 0>c"]);
  });

  it("has a place of its own for every point, the same whenever it is drawn", () => {
    const rules = [rule(["a", "b"], "c"), rule(["c"], "d"), rule(["x"], "y")];
    const places = () => graph(rules).data.map(({ x, y }) => [x, y] as const);
    const distances = places().flatMap(([x, y], i) => places().slice(i + 1).map(([u, v]) => Math.hypot(x - u, y - v)));
    expect(Math.min(...distances)).toBeGreaterThan(20);
    expect(places()).toEqual(places());
    const extent = (values: number[]) => Math.max(...values) - Math.min(...values);
    // 600 by 300 pixels within the edges.
    expect(extent(places().map(([x]) => x)) / extent(places().map(([, y]) => y))).toBeCloseTo(2, 9);
  });

  it("shows the strongest rules alone, and none without rules", () => {
    const many = Array.from({ length: 50 }, (_, index) => rule([`i${index}`], "c"));
    expect(graph(many).links).toHaveLength(2 * SHOWN_MAX);
    expect(graph([]).data).toEqual([]);
  });
});

describe("an edit of sets", () => {
  const sets: Items = { name: "tags", kind: "items", ends: Uint32Array.of(2, 2, 3, 5), codes: Uint32Array.of(0, 2, 1, 1, 2), levels: ["a", "b", "c"] };
  const textsOf = ({ ends, codes, levels }: Items) => [...ends].map((end, row) => [...codes.slice(row === 0 ? 0 : ends[row - 1], end)].map((code) => levels[code]).join(""));

  it("puts an item in once, in its place, where it is meant", () => {
    expect(textsOf(editedItems(sets, { how: "insert", item: "b" }, (row) => row !== 2))).toEqual(["abc", "b", "b", "bc"]);
    expect(textsOf(editedItems(sets, { how: "insert", item: "new" }, (row) => row > 1))).toEqual(["ac", "", "bnew", "bcnew"]);
  });

  it("takes an item out, and leaves what is not there alone", () => {
    expect(textsOf(editedItems(sets, { how: "remove", item: "c" }, () => true))).toEqual(["a", "", "b", "b"]);
    expect(textsOf(editedItems(sets, { how: "remove", item: "new" }, () => true))).toEqual(textsOf(sets));
    expect(textsOf(sets)).toEqual(["ac", "", "b", "bc"]);
  });
});
