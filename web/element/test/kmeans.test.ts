import { describe, expect, it } from "vitest";
import { inTableOrder, type TableData } from "../src/table";
import { active, freshEdit, reachOf } from "../src/parts/scenario-state";
import {
  columnsUsed,
  fitRequest,
  initialSettings,
  lacksValues,
  whatIfRequest,
} from "../src/views/kmeans/settings-state";
import { standingOut, tellingColumns } from "../src/views/kmeans/standing-out";
import type { Model, SegmentProfile } from "../src/views/kmeans/types";

const number = (name: string, max: number, nMissing = 0) =>
  ({ name, kind: "number" as const, nMissing, range: { min: 0, max, mean: max / 2 } });

const table: TableData = {
  name: "t",
  nRows: 100,
  columns: [
    number("kwh", 10),
    number("constant", 0),
    { name: "tariff", kind: "category", nMissing: 0, nLevels: 2, levels: [] },
    number("late", 4, 5),
  ],
  ids: [],
  meanings: new Map(),
  suggested: [],
};

describe("settings", () => {
  it("begin with the number columns that vary", () => {
    expect(initialSettings(table).columns).toEqual(["kwh", "late"]);
  });

  it("begin with suggested columns where there are some", () => {
    expect(initialSettings({ ...table, suggested: ["late", "gone"] }).columns).toEqual(["late"]);
  });

  it("keep the table's order when a column is chosen", () => {
    expect(inTableOrder(table, ["late", "kwh"])).toEqual(["kwh", "late"]);
  });

  it("ask about missing values only when a chosen column has some", () => {
    const settings = initialSettings(table);
    expect(lacksValues(settings, table)).toBe(true);
    expect(lacksValues({ ...settings, columns: ["kwh"] }, table)).toBe(false);
  });

  it("become a request that the module reads", () => {
    expect(JSON.parse(fitRequest(initialSettings(table)))).toEqual({
      op: "fit",
      params: { columns: ["kwh", "late"], k: 4, standardize: true, missing: "mean", seed: 1 },
      rows_as: "columns",
    });
  });
});

describe("a scenario", () => {
  const model: Model = { columns: ["kwh"], centroids: [[1]], standardize: false, missing: "mean", scaler: { mean: [0], sd: [1] } };

  it("leaves out edits that change nothing", () => {
    expect(active([freshEdit(0, "kwh"), { ...freshEdit(1, "late"), amount: 5 }]).map(({ id }) => id)).toEqual([1]);
  });

  it("is written as edits in order, with their condition", () => {
    const edits = [
      { ...freshEdit(0, "kwh"), amount: -30, only: { column: "tariff", level: "tou" } },
      { id: 1, column: "late", how: "add" as const, amount: 2 },
    ];
    expect(JSON.parse(whatIfRequest(model, edits)).params.scenario).toEqual([
      { column: "kwh", where: { column: "tariff", eq: "tou" }, scale: 0.7 },
      { column: "late", add: 2 },
    ]);
  });

  it("needs the compared columns and those of its conditions, each once", () => {
    const only = { column: "tariff", level: "tou" };
    const edits = [{ ...freshEdit(0, "kwh"), only }, { ...freshEdit(1, "late"), only }];
    expect(columnsUsed(initialSettings(table), edits)).toEqual(["kwh", "late", "tariff"]);
  });

  it("adds in round steps of the column's size", () => {
    expect(reachOf({ ...freshEdit(0, "kwh"), how: "add" }, number("kwh", 10))).toEqual({ min: -10, max: 10, step: 0.2 });
  });
});

describe("what stands out", () => {
  const profile = (...sds: (number | null)[]): SegmentProfile => ({
    segment: "s1",
    size: 1,
    share: 1,
    columns: sds.map((stands_out_sd, j) => ({ column: `c${j}`, mean: 0, sd: 1, share_of_total: null, stands_out_sd })),
  });

  it("is what is far from everybody's mean, the farthest first", () => {
    expect(standingOut(profile(0.1, -1.5, null, 0.8))).toEqual([{ column: "c1", sd: -1.5 }, { column: "c3", sd: 0.8 }]);
  });

  it("tells which columns to look at", () => {
    expect(tellingColumns([profile(0, 1, 2), profile(0.5, -3, 2)])).toEqual(["c1", "c0", "c2"]);
  });
});
