import { describe, expect, it } from "vitest";
import { scaleOf } from "../src/charts/axis";
import { highest } from "../src/parts/question-state";
import { freshEdit } from "../src/parts/scenario-state";
import type { TableData } from "../src/table";
import {
  columnsUsed,
  driverColumns,
  eventColumns,
  initialSettings,
  initialThreshold,
  scored,
  settingsOf,
  whatIfRequest,
  withEvent,
} from "../src/views/sensitivity/state";
import type { Model } from "../src/views/sensitivity/types";

const number = (name: string, max: number, mean: number) =>
  ({ name, kind: "number" as const, nMissing: 0, isWhole: max === 1, range: { min: 0, max, mean } });
const category = (name: string, texts: string[]) =>
  ({ name, kind: "category" as const, nMissing: 0, nLevels: texts.length, levels: texts.map((level) => ({ level, nRows: 1 })) });

const table: TableData = {
  name: "t",
  nRows: 100,
  columns: [
    number("kwh", 10, 4),
    category("switched", ["no", "yes"]),
    number("constant", 0, 0),
    category("tariff", ["a", "b", "c"]),
    number("complained", 1, 0.2),
  ],
  ids: [],
  meanings: new Map(),
  suggested: [],
};

describe("settings", () => {
  it("offer flags and pairs as events, and what varies as drivers", () => {
    expect(eventColumns(table)).toEqual(["switched", "complained"]);
    expect(driverColumns(table, "complained")).toEqual(["kwh", "switched", "tariff"]);
  });

  it("begin with the last event and what may drive it", () => {
    expect(initialSettings(table)).toMatchObject({ target: "complained", columns: ["kwh", "switched", "tariff"] });
  });

  it("begin with the event that the table's maker suggests", () => {
    const suggesting = { ...table, event: { target: "switched", columns: ["kwh", "gone"] } };
    expect(initialSettings(suggesting)).toMatchObject({ target: "switched", event: "yes", columns: ["kwh"] });
  });

  it("are none where nothing can be an event", () => {
    expect(initialSettings({ ...table, columns: table.columns.slice(0, 1) })).toBeUndefined();
  });

  it("never let an event explain itself", () => {
    const settings = initialSettings(table)!;
    expect(withEvent(table, { ...settings, target: "switched" })).toMatchObject({ event: "yes", columns: ["kwh", "tariff"] });
  });
});

describe("requests", () => {
  const model: Model = { target: "complained", standardize: true, missing: "mean", columns: [{ column: "kwh" }] };

  it("carry edits that change something", () => {
    const edits = [{ ...freshEdit(0, "kwh"), amount: 10 }, freshEdit(1, "kwh")];
    expect(JSON.parse(whatIfRequest(model, edits, 0.3)).params).toEqual({ scenario: [{ column: "kwh", scale: 1.1 }], threshold: 0.3 });
  });

  it("name every column that is read", () => {
    const settings = { ...initialSettings(table)!, columns: ["kwh"] };
    const edits = [{ ...freshEdit(0, "kwh"), only: { column: "tariff", level: "a" } }];
    expect(columnsUsed(table, settings, edits)).toEqual(["complained", "kwh", "tariff"]);
    // A model that is used where its target is not known needs the rest.
    expect(columnsUsed(table, { ...settings, target: "unknown" }, edits)).toEqual(["kwh", "tariff"]);
  });
});

describe("a model that was given", () => {
  const model: Model = {
    ...{ target: "switched", event: "yes", standardize: false, missing: "refuse" },
    columns: [
      { column: "kwh", number: { coefficient: Math.log(2) } },
      { column: "tariff", levels: [{ level: "a", coefficient: 0 }, { level: "b", coefficient: -1 }] },
    ],
  };

  it("shows its own settings", () => {
    expect(settingsOf(model)).toEqual({ target: "switched", event: "yes", columns: ["kwh", "tariff"], standardize: false, missing: "mean" });
  });

  it("tells its coefficients without intervals, and what it expects of the present table", () => {
    const fit = scored(model, { n_rows: 10, n_rows_used: 9, expected_events: 2.5 });
    expect(fit).toMatchObject({ n_rows: 10, n_rows_used: 9, n_events: 2.5 });
    expect(fit.quality).toBeUndefined();
    expect(fit.coefficients.map(({ column, level, coefficient, p }) => [column, level, coefficient, p])).toEqual([
      ["kwh", undefined, Math.log(2), NaN],
      ["tariff", "b", -1, NaN],
    ]);
    expect(fit.coefficients[0]?.odds_ratio).toBeCloseTo(2, 12);
  });
});

describe("figures", () => {
  it("list the likeliest customers first, without those that have no probability", () => {
    expect(highest(Float64Array.of(0.2, NaN, 0.9, 0.5, 0.9), 3)).toEqual([2, 4, 3]);
    expect(highest(Float64Array.of(0.5, 0.2, 0.9, 0.5, NaN, 0.5, 0.1), 2)).toEqual([2, 0]);
  });

  it("list those who are nearest below a limit", () => {
    expect(highest(Float64Array.of(7, 3, NaN, 5, 9, 5, 4), 3, 7)).toEqual([3, 5, 6]);
    expect(highest(Float64Array.of(7, 9), 3, 7)).toEqual([]);
  });

  it("begin with a threshold at twice the share of events", () => {
    expect([0.04, 0.001, 0.4].map(initialThreshold)).toEqual([0.08, 0.01, 0.5]);
  });

  it("put round ticks on an axis", () => {
    const scale = scaleOf(-0.4, 1.1, 0, 150);
    expect(scale.ticks).toEqual([0, 0.5, 1]);
    expect(scale.at(1.1)).toBeCloseTo(150);
    expect(scaleOf(3, 3, 0, 10).at(3)).toBe(0);
  });
});
