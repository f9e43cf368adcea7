import { describe, expect, it } from "vitest";
import type { TableData } from "../src/table";
import { epsSpan, fitParams, initialSettings, withColumns } from "../src/views/density/state";

const number = (name: string, max: number, mean: number) => ({ name, kind: "number" as const, nMissing: 0, range: { min: 0, max, mean } });
const table: TableData = {
  ...{ name: "t", nRows: 100, ids: [], meanings: new Map(), suggested: ["hours"] },
  columns: [number("kwh", 900, 10), number("hours", 9, 3), number("constant", 0, 0)],
};

describe("settings", () => {
  it("begin with suggested columns, and logarithms of long tails", () => {
    expect(initialSettings(table)).toMatchObject({ columns: ["hours", "kwh"], log: ["kwh"], eps: undefined });
  });

  it("forget a distance that was chosen for other columns", () => {
    const settings = { ...initialSettings(table), eps: 2, minPoints: 7 };
    expect(withColumns(table, settings, ["hours"])).toMatchObject({ columns: ["hours"], log: [], eps: undefined, minPoints: undefined });
  });

  it("leave to the module what nobody chose", () => {
    expect(fitParams(initialSettings(table))).not.toHaveProperty("eps");
    expect(fitParams({ ...initialSettings(table), eps: 0.5, minPoints: 3 })).toMatchObject({ eps: 0.5, min_points: 3 });
  });
});

describe("the slider of the distance", () => {
  it("has the suggestion well inside, and round steps", () => {
    const { min, max, step } = epsSpan([0.1, 0.2, 0.4, 3, 90], 0.5);
    expect([min, max, step]).toEqual([0.01, 3, 0.01]);
    expect(epsSpan([0.1, 0.2], 0.5).max).toBe(1);
  });
});
