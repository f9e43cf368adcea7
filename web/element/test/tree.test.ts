import { describe, expect, it } from "vitest";
import type { Model } from "../src/generated/tree";
import { highest, stepOf } from "../src/parts/question-state";
import type { TableData } from "../src/table";
import { layoutOf } from "../src/views/tree/layout";
import { askedColumns, candidates, initialSettings, numberNodes, rateOf, targets, thresholdEdits, withTarget } from "../src/views/tree/state";

const number = (name: string, max: number, nMissing = 0, isWhole = true) =>
  ({ name, kind: "number" as const, nMissing, isWhole, range: { min: 0, max, mean: max / 3 } });
const category = (name: string, nLevels: number) => ({ name, kind: "category" as const, nMissing: 0, nLevels });

const table: TableData = {
  name: "t",
  nRows: 100,
  columns: [number("kwh", 10), number("found", 1, 60), number("late", 1), number("share", 1, 0, false), category("tariff", 3), category("district", 40), number("constant", 0)],
  ids: [],
  meanings: new Map([["found", { en: "Label: found", zh: "标签", unit: "" }]]),
  suggested: [],
};

const model: Model = {
  ...{ module: "tree", schema: 1, target: "found", classes: ["0", "1"], event: "1", criterion: "gini", class_weights: [1, 1] },
  columns: [
    { name: "kwh", kind: "number", n_missing: 0, spread: 2 },
    { name: "tariff", kind: "category", n_missing: 0, spread: 1 },
  ],
  nodes: [
    { column: "kwh", lte: 5, missing: "yes", yes: 1, no: 2, n_rows: 10, weights: [7, 3], impurity: 0.42 },
    { n_rows: 5, weights: [5, 0], impurity: 0 },
    { column: "kwh", lte: 8, missing: "no", yes: 3, no: 4, n_rows: 5, weights: [2, 3], impurity: 0.48 },
    { n_rows: 2, weights: [2, 0], impurity: 0 },
    { n_rows: 3, weights: [0, 3], impurity: 0 },
  ],
};

describe("settings", () => {
  it("tell a label that is known of some customers first, and never by itself", () => {
    expect(targets(table)).toEqual(["found", "late", "tariff"]);
    expect(candidates(table, "found")).toEqual(["kwh", "late", "share", "tariff", "district"]);
  });

  it("begin without columns of very many levels, and are none without a class", () => {
    expect(initialSettings(table)?.columns).toEqual(["kwh", "late", "share", "tariff"]);
    expect(initialSettings({ ...table, columns: [number("kwh", 10)] })).toBeUndefined();
  });

  it("give a former target back to the columns", () => {
    const settings = { ...initialSettings(table)!, target: "late", columns: ["kwh"] };
    expect(withTarget(table, settings, "tariff").columns).toEqual(["kwh", "late"]);
  });
});

describe("a tree", () => {
  it("is laid out with its leaves below each other and its questions between them", () => {
    const { places, nRows, depth } = layoutOf(model.nodes);
    expect([nRows, depth]).toEqual([3, 2]);
    expect(places.map(({ index, row, depth: at }) => [index, row, at])).toEqual([[0, 0.75, 0], [1, 0, 1], [2, 1.5, 1], [3, 1, 2], [4, 2, 2]]);
  });

  it("knows the rate of its event, and what it asks for", () => {
    expect(rateOf(model, model.nodes[2]!)).toBeCloseTo(0.6);
    expect(askedColumns(model)).toEqual(["kwh"]);
    expect(numberNodes(model).map(({ name }) => name)).toEqual(["n0", "n2"]);
  });

  it("sends the thresholds that moved alone", () => {
    expect(thresholdEdits(model, { n0: 5, n2: 7, gone: 1 })).toEqual([{ node: "n2", set: 7 }]);
  });
});

describe("the reverse question", () => {
  it("offers the customers with the highest scores", () => {
    expect(highest(Float64Array.of(0.1, NaN, 0.9, 0.5), 2)).toEqual([2, 3]);
    expect([stepOf(10), stepOf(0.9), stepOf(0)]).toEqual([0.1, 0.01, 1]);
  });
});
