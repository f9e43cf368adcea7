import { describe, expect, it } from "vitest";
import type { TableData } from "../src/table";
import { stackOf } from "../src/views/fuzzy/stack";
import { candidates, editedWeights, initialSettings, initialWeights, rowsBetween, withColumns } from "../src/views/fuzzy/state";

const number = (name: string, max: number, mean: number) => ({ name, kind: "number" as const, nMissing: 0, range: { min: 0, max, mean } });
const table: TableData = {
  ...{ name: "t", nRows: 100, ids: [], meanings: new Map(), suggested: [] },
  columns: [number("rooms", 5, 3), number("kwh_year", 900, 10), number("revenue_yuan", 40, 20), number("constant", 0, 0)],
};

describe("settings", () => {
  it("begin with the columns of value, and logarithms of those with long tails", () => {
    expect(candidates(table)).toEqual(["revenue_yuan", "kwh_year", "rooms"]);
    expect(initialSettings(table)).toEqual({ columns: ["revenue_yuan", "kwh_year"], log: ["kwh_year"], c: 5, m: 2 });
  });

  it("keep what a person said of logarithms when other columns come in", () => {
    const settings = { ...initialSettings(table), log: ["revenue_yuan"] };
    expect(withColumns(table, settings, ["revenue_yuan", "kwh_year", "rooms"]).log).toEqual(["revenue_yuan"]);
  });
});

describe("weights", () => {
  it("are the usual ones, and equal where there are none", () => {
    expect(initialWeights(["kwh_year", "rooms"])).toEqual({ kwh_year: 0.2, rooms: 0 });
    expect(initialWeights(["rooms", "age"])).toEqual({ rooms: 0.5, age: 0.5 });
  });

  it("are sent when one moved, all of them", () => {
    expect(editedWeights(["kwh_year", "rooms"], { kwh_year: 0.2 })).toBeUndefined();
    expect(editedWeights(["kwh_year", "rooms"], { rooms: 0.1 })).toEqual({ kwh_year: 0.2, rooms: 0.1 });
  });
});

describe("memberships", () => {
  it("are averaged over equal parts of the customers, in the order of their value", () => {
    const values = Float64Array.of(3, 1, NaN, 2, 4);
    const layers = stackOf(values, [Float64Array.of(0.2, 1, 0.5, 0.8, 0), Float64Array.of(0.8, 0, 0.5, 0.2, 1)], 2);
    expect(layers.map((layer) => layer.map((share) => Number(share.toFixed(6))))).toEqual([[0.9, 0.1], [0.1, 0.9]]);
  });

  it("name the rows nearest to the middle of two grades", () => {
    expect(rowsBetween(Float64Array.of(0.5, 0.6, 0.4, 0.5), Float64Array.of(0.45, NaN, 0.4, 0.45), 5)).toEqual([2, 0, 3]);
  });
});
