import { describe, expect, it } from "vitest";
import { outcomeOf } from "../src/parts/outcomes";
import { ResultsHere } from "../src/parts/results";
import { finish, type Steps } from "../src/rows/steps";

const numbers = (...values: number[]) => ({ name: "", kind: "number" as const, values: Float64Array.from(values) });

describe("results that the page has", () => {
  const results = new ResultsHere([outcomeOf("p", numbers(1, 2, 3), numbers(1, 5, 3)), outcomeOf("q", numbers(1, 2, 3), numbers(0, 2, 0))]);
  const n = (names: string[]) => finish(results.nChanged(names) as Steps<number>);

  it("count and name the rows where one of those that are meant differs, whichever were counted last", async () => {
    expect([n(["p"]), n(["p", "q"]), n([])]).toEqual([1, 3, 0]);
    expect(n(["q"])).toBe(2);
    expect([...(await results.changed(["q"]))]).toEqual([0, 2]);
    expect([...(await results.changed(["p"]))]).toEqual([1]);
  });
});
