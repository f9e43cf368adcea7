import { describe, expect, it } from "vitest";
import { countsIn } from "../src/parts/histogram-state";
import type { TableData } from "../src/table";
import { handWeight, indexParams, initialSettings, pairKey, pairsOf, timesOf } from "../src/views/activity/state";

const number = (name: string, min = 0) => ({ name, kind: "number" as const, nMissing: 0, range: { min, max: 9, mean: 2 } });
const table = (...columns: ReturnType<typeof number>[]): TableData =>
  ({ name: "t", nRows: 9, columns, ids: [], meanings: new Map(), suggested: [] });

describe("settings", () => {
  it("begin with the usual channels that the table has", () => {
    const { channels } = initialSettings(table(number("n_hall_visits_12m"), number("days_since_hall"), number("n_app_uses_12m")));
    expect(channels).toEqual([
      { channel: "app", count: "n_app_uses_12m", daysSince: undefined },
      { channel: "hall", count: "n_hall_visits_12m", daysSince: "days_since_hall" },
    ]);
  });

  it("begin with counts where there are no usual channels", () => {
    const { channels } = initialSettings(table(number("n_letters"), number("kwh"), number("n_change", -3)));
    expect(channels).toEqual([{ channel: "n_letters", count: "n_letters", daysSince: undefined }]);
  });
});

describe("weights", () => {
  const settings = initialSettings(table(number("n_hall_visits_12m"), number("n_app_uses_12m")));

  it("are the usual ones by hand until they are moved", () => {
    expect([handWeight(settings, "hall"), handWeight(settings, "letters")]).toEqual([0.6, 1]);
    expect(indexParams({ ...settings, weights: { app: 2 } })).toMatchObject({ weights: "hand", channels: [{ weight: 2 }, { weight: 0.6 }] });
  });

  it("follow judgements of every two channels on Saaty's scale", () => {
    expect(pairsOf(settings.channels)).toEqual([["app", "hall"]]);
    expect([-8, -2, 0, 2, 8].map(timesOf)).toEqual([1 / 9, 1 / 3, 1, 3, 9]);
    const params = indexParams({ ...settings, by: "pairs", pairs: { [pairKey("app", "hall")]: 2 } });
    expect(params.weights).toEqual({ pairwise: [{ channel: "app", than: "hall", times: 3 }] });
    expect(params.channels?.[0]).not.toHaveProperty("weight");
  });
});

describe("histogram", () => {
  it("counts every value once, the upper end in the last part", () => {
    expect(countsIn(Float64Array.of(0, 1, 4.9, 5, 10, NaN, 11), 0, 10, 2)).toEqual([3, 2]);
    expect(countsIn(Float64Array.of(3, 3), 3, 3, 2)).toEqual([2, 0]);
  });
});
