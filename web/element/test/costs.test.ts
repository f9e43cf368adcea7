import { describe, expect, it } from "vitest";
import type { Column } from "../src/client/protocol";
import { cheapest, happenedIn, happenedOf, outlookAt, outlooks, paysFrom, shownOutlooks, someOutlooks, tallied, type Costs, type Outlook, type Ranked } from "../src/parts/costs-state";

// Eight customers; contacting costs 3 and avoids two fifths of events that cost 50. The expected figures below were
// computed apart from this code, with exact fractions over every subset that a threshold chooses.
const chances = Float64Array.of(0.02, 0.05, 0.05, 0.1, 0.2, 0.3, 0.4, 0.75);
const costs: Costs = { contact: 3, event: 50, avoided: 0.4, by: "predicted" };
const byChance: Ranked = { side: "from", scores: chances, chances };

const EXPECTED: [threshold: number, n: number, events: number, cost: number, saving: number, net: number, total: number][] = [
  [0, 8, 1.87, 24, 37.4, 13.4, 80.1],
  [0.05, 7, 1.85, 21, 37, 16, 77.5],
  [0.1, 5, 1.75, 15, 35, 20, 73.5],
  [0.15, 4, 1.65, 12, 33, 21, 72.5],
  [0.2, 4, 1.65, 12, 33, 21, 72.5],
  [0.205, 3, 1.45, 9, 29, 20, 73.5],
  [0.3, 3, 1.45, 9, 29, 20, 73.5],
  [0.755, 0, 0, 0, 0, 0, 93.5],
];

function near({ n, events, cost, saving, net, total }: Outlook, expected: number[]): void {
  [n, events, cost, saving, net, total].forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 9));
}

describe("a threshold of probability", () => {
  const tally = tallied(byChance);
  const all = outlooks(tally, costs);

  it("costs and saves what the customers from it on do", () => {
    for (const [threshold, ...expected] of EXPECTED) {
      near(all.find((one) => one.threshold === threshold)!, expected);
      near(outlookAt(byChance, tally, costs, threshold), expected);
    }
  });

  it("is tried exactly: a customer at it is chosen, whatever the division leaves", () => {
    for (let step = 0; step <= 200; step++) {
      const scores = Float64Array.of(step / 200);
      const { n } = tallied({ side: "from", scores, chances: scores });
      expect(n.findLastIndex((count) => count === 1)).toBe(step);
    }
  });

  it("of least expected cost leaves the most net, with the fewest contacts", () => {
    // 0.15 to 0.2 choose the same four customers.
    expect(cheapest(tally, all)).toMatchObject({ threshold: 0.2, n: 4 });
    expect(Math.min(...all.map(({ total }) => total))).toBeCloseTo(72.5, 9);
  });

  it("pays from the cost of a contact over what it avoids", () => {
    expect(paysFrom(costs)).toBeCloseTo(0.15, 12);
    expect(paysFrom({ ...costs, contact: 0 })).toBe(0);
    expect(paysFrom({ ...costs, contact: 21 })).toBeUndefined();
    expect(paysFrom({ ...costs, contact: 0, event: 0 })).toBeUndefined();
  });

  it("is one that chooses nobody where contacts cost more than they avoid", () => {
    const dear = { ...costs, contact: 21 };
    expect(cheapest(tally, outlooks(tally, dear))).toMatchObject({ n: 0, net: 0 });
  });

  it("by what happened counts real events, and leaves out whom it is not known of", () => {
    // 7 contacts for 3 real events: 0.4 · 50 · 3 − 3 · 7 is 39, the greatest of all thresholds.
    const seen: Ranked = { ...byChance, chances: Float64Array.of(0, 0, 1, 0, 0, 1, 0, 1) };
    expect(cheapest(tallied(seen), outlooks(tallied(seen), costs))).toMatchObject({ threshold: 0.05, n: 7, net: 39 });
    const partly: Ranked = { ...byChance, chances: Float64Array.of(0, NaN, 1, 0, 0, NaN, 0, 1) };
    expect(tallied(partly)).toMatchObject({ nAll: 6, eventsAll: 2 });
    expect(outlookAt(partly, tallied(partly), costs, 0.05)).toMatchObject({ n: 5, events: 2 });
  });
});

describe("a cut-off of points", () => {
  const ranked: Ranked = { side: "below", scores: Float64Array.of(400, 410, 410, 430, 455, 470, NaN), chances: Float64Array.of(0.5, 0.35, 0.45, 0.2, 0.1, 0.04, 0.9) };
  const tally = tallied(ranked);
  const all = outlooks(tally, costs);

  it("chooses those below it", () => {
    const expected: [number, ...number[]][] = [
      [400, 0, 0, 0, 0, 0, 82],
      [401, 1, 0.5, 3, 10, 7, 75],
      [411, 3, 1.3, 9, 26, 17, 65],
      [431, 4, 1.5, 12, 30, 18, 64],
      [456, 5, 1.6, 15, 32, 17, 65],
      [471, 6, 1.64, 18, 32.8, 14.8, 67.2],
    ];
    for (const [threshold, ...figures] of expected) {
      near(all.find((one) => one.threshold === threshold)!, figures);
      near(outlookAt(ranked, tally, costs, threshold), figures);
    }
    expect(cheapest(tally, all)).toMatchObject({ threshold: 431, n: 4 });
  });

  it("has few steps however far points range, and the same customers at its ends", () => {
    const wide = tallied({ ...ranked, scores: Float64Array.of(-900_000, 0, 1, 2, 3, 900_000, NaN) });
    expect(wide.thresholds.length).toBeLessThan(2100);
    expect([wide.n[0], wide.n.at(-1), wide.nAll]).toEqual([0, 6, 6]);
    wide.thresholds.forEach((threshold, i) => expect(wide.n[i]).toBe([-900_000, 0, 1, 2, 3, 900_000].filter((score) => score < threshold).length));
  });

  it("is none without scores", () => {
    const none = tallied({ side: "below", scores: Float64Array.of(NaN), chances: Float64Array.of(0.1) });
    expect(none.thresholds).toEqual([]);
    expect(cheapest(none, outlooks(none, costs))).toBeUndefined();
  });
});

describe("the curve and its table", () => {
  const tally = tallied(byChance);
  const all = outlooks(tally, costs);

  it("end where nobody is chosen any more, but hold the thresholds that are marked", () => {
    expect(shownOutlooks(tally, all, [0.5]).at(-1)?.threshold).toBe(0.76);
    expect(shownOutlooks(tally, all, [0.9]).at(-1)?.threshold).toBe(0.91);
  });

  it("hold some thresholds, the ends and the marked ones", () => {
    const shown = shownOutlooks(tally, all, []);
    const rows = someOutlooks(shown, [0.205], 10);
    expect(rows.length).toBeLessThan(14);
    expect(rows.map(({ threshold }) => threshold)).toEqual(expect.arrayContaining([0, 0.205, 0.76]));
  });
});

describe("what happened", () => {
  it("is the flag itself, or whether a column has the event's class", () => {
    const flag: Column = { name: "late", kind: "number", values: Float64Array.of(0, 1, NaN) };
    expect(happenedIn(flag)).toEqual(Float64Array.of(0, 1, NaN));
    expect(happenedIn(flag, "0")).toEqual(Float64Array.of(1, 0, NaN));
    const category: Column = { name: "state", kind: "category", codes: Uint32Array.of(0, 1, 9), levels: ["kept", "left"] };
    expect(happenedIn(category, "left")).toEqual(Float64Array.of(0, 1, NaN));
    expect(happenedIn(category)).toBeUndefined();
  });

  it("is not known where the table lacks the target", async () => {
    expect(await happenedOf({} as never, { nRows: 0, columns: [], ids: [] }, "late")).toBeUndefined();
  });
});
