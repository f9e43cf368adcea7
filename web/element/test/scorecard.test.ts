import { describe, expect, it } from "vitest";
import type { TableData } from "../src/table";
import { countsIn, countsOf } from "../src/views/scorecard/state";
import type { Model } from "../src/views/scorecard/types";

const columns: Record<string, number[]> = { has_app: [0, 1, NaN, 1], paid_share: [0, 0.5, 1, 1], n_calls: [0, 1, 2, 3], has_solar: [0, 1, 0, 0], balance: [-1, 0, 2, 3] };

const table = {
  columns: Object.entries(columns).map(([name, values]) => {
    const known = values.filter((x) => !Number.isNaN(x));
    const isWhole = known.every(Number.isInteger);
    return { name, kind: "number", nMissing: values.length - known.length, isWhole, range: { min: Math.min(...known), max: Math.max(...known), mean: 0 } };
  }),
} as unknown as TableData;

describe("the counts of a card", () => {
  it("are its columns of whole numbers alone, missing ones or not; a share is none, whatever it ranges over", () => {
    const model = { columns: ["has_app", "paid_share", "n_calls", "balance"].map((column) => ({ column })) } as Model;
    expect(countsOf(table, model)).toEqual({ has_app: { min: 0, max: 1 }, n_calls: { min: 0, max: 3 } });
  });

  it("are told by the first and the last of a bin, wherever between two of them it is cut", () => {
    const calls = { min: 0, max: 12 };
    expect(countsIn({ to: 1 }, calls)).toEqual({ first: 0, last: 0 });
    expect(countsIn({ to: 0.5 }, calls)).toEqual({ first: 0, last: 0 });
    expect(countsIn({ from: 0.5, to: 2.5 }, calls)).toEqual({ first: 1, last: 2 });
    expect(countsIn({ from: 1, to: 3 }, calls)).toEqual({ first: 1, last: 2 });
    expect(countsIn({ from: 2.5 }, calls)).toEqual({ first: 3 });
  });

  it("are open where a table may have others, never for flags", () => {
    expect(countsIn({ to: 30 }, { min: 18, max: 90 })).toEqual({ last: 29 });
    expect(countsIn({ from: 90 }, { min: 18, max: 90 })).toEqual({ first: 90 });
    expect(countsIn({ from: 0.5 }, { min: 0, max: 1 })).toEqual({ first: 1, last: 1 });
  });
});
