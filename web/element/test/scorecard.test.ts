import { describe, expect, it } from "vitest";
import type { Client } from "../src/client/client";
import type { TableData } from "../src/table";
import { flagsOf } from "../src/views/scorecard/state";
import type { Model } from "../src/views/scorecard/types";

const columns: Record<string, number[]> = { has_app: [0, 1, NaN, 1], paid_share: [0, 0.5, 1, 1], n_calls: [0, 1, 2, 3], has_solar: [0, 1, 0, 0] };

const table = {
  columns: Object.entries(columns).map(([name, values]) => {
    const known = values.filter((x) => !Number.isNaN(x));
    return { name, kind: "number", nMissing: values.length - known.length, range: { min: Math.min(...known), max: Math.max(...known), mean: 0 } };
  }),
} as unknown as TableData;

describe("the flags of a card", () => {
  it("are its columns of 0 and 1 alone, missing ones or not; a share is none, whatever it ranges over", async () => {
    const asked: string[] = [];
    const call = async (_: string, { name }: { name: string }) => {
      asked.push(name);
      return { name, kind: "number", values: Float64Array.from(columns[name] ?? []) };
    };
    const model = { columns: ["has_app", "paid_share", "n_calls"].map((column) => ({ column })) } as Model;
    expect(await flagsOf({ call } as unknown as Client, table, model)).toEqual(["has_app"]);
    // Nobody reads a column that its range rules out, or that the card lacks.
    expect(asked).toEqual(["has_app", "paid_share"]);
  });
});
