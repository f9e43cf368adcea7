import { describe, expect, it } from "vitest";
import { operationsOf, partsOf } from "../src/generic/state";

const operation = (takes_model: boolean) => ({ summary: { en: "", zh: "" }, takes_table: true, takes_model, params: {} });

describe("a module without a view", () => {
  const manifest = { operations: { begin: operation(false), choose: operation(false), fit: operation(false), predict: operation(true) } };

  it("offers what makes a model first, what takes one once it is there, and no steps of folds", () => {
    expect(operationsOf(manifest, false)).toEqual(["fit", "choose"]);
    expect(operationsOf(manifest, true)).toEqual(["fit", "choose", "predict"]);
  });

  it("shows single values together, lists of objects as tables, and anything else as it is", () => {
    expect(partsOf({ n: 2, groups: [{ a: 1 }, { b: "x" }], model: {}, columns: {}, counts: [1, 2], name: null })).toEqual([
      { name: "", head: [], rows: [["n", 2], ["name", null]] },
      { name: "groups", head: ["a", "b"], rows: [[1, undefined], [undefined, "x"]] },
      { name: "counts", value: [1, 2] },
    ]);
  });
});
