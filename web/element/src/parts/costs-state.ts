/**
 * What it costs and saves to contact the customers on one side of a threshold.
 *
 * Contacting a customer costs c; an event costs e; contacting avoids the share a of the events that would happen.
 * With p the chance of a customer's event, contacting the customers of a set S
 *
 *   costs    c · |S|
 *   saves    a · e · Σ p over S
 *   leaves   e · Σ p over all − a · e · Σ p over S   to be paid for events,
 *
 * so that one customer more pays where a · e · p > c, which is p > c / (a · e) (Elkan, "The Foundations of
 * Cost-Sensitive Learning", 2001, with what is avoided as the benefit). The expected cost of events and contacts is
 * least where saving less cost is greatest. Thresholds are tried in steps; of equal ones the one with the fewest
 * contacts counts, for a contact that gains nothing is one too many.
 */

import type { Client } from "../client/client";
import type { Column, TableSummary } from "../client/protocol";
import { eachRow, finish, type Steps } from "../rows/steps";

/** What a person says of costs, in any currency. */
export interface Costs {
  /** Of contacting one customer. */
  contact: number;
  /** Of one event. */
  event: number;
  /** The share of events that contacting avoids, 0 to 1. */
  avoided: number;
  /** What counts as the chance of an event: the model's probability, or what happened, 1 or 0. */
  by: "predicted" | "observed";
}

export const USUAL_COSTS: Costs = { contact: 2, event: 100, avoided: 0.3, by: "predicted" };

/** Whom a threshold chooses: those whose probability is at least it, or those whose points are below it. */
export type Side = "from" | "below";

/** Customers with the score that the threshold is of, and the chance of each one's event; missing ones are left out. */
export interface Ranked {
  side: Side;
  scores: Float64Array;
  chances: Float64Array;
}

/** By threshold, ascending: how many customers it chooses, and how many events are expected among them. */
export interface Tally {
  side: Side;
  thresholds: number[];
  n: number[];
  events: number[];
  /** Of all customers with a score and a chance. */
  nAll: number;
  eventsAll: number;
}

/** What one threshold leads to. */
export interface Outlook {
  threshold: number;
  /** Customers to contact, and events expected among them without contact. */
  n: number;
  events: number;
  cost: number;
  saving: number;
  net: number;
  /** Of the events that still happen, and the contacts. */
  total: number;
}

/** Steps of probability from 0 to 1. */
const PROBABILITY_STEPS = 200;
/** Points are tried one by one, unless they range over more than this. */
const POINTS_STEPS_MAX = 2000;

/** The thresholds that are tried, in one pass over the customers. */
export function tallied(ranked: Ranked): Tally {
  return finish(tallyIn(ranked));
}

/** The same in turns. */
export function* tallyIn({ side, scores, chances }: Ranked): Steps<Tally> {
  const thresholds = side === "from" ? probabilities() : wholePoints(scores);
  const [first = 0, second = first + 1] = thresholds;
  const counts = thresholds.map(() => 0);
  const sums = thresholds.map(() => 0);
  yield* eachRow(scores.length, (row) => {
    const [score, chance] = [scores[row] ?? NaN, chances[row] ?? NaN];
    if (Number.isNaN(score) || Number.isNaN(chance)) return;
    const step = side === "from" ? stepOf(score) : Math.floor((score - first) / (second - first)) + 1;
    counts[step] = (counts[step] ?? 0) + 1;
    sums[step] = (sums[step] ?? 0) + chance;
  });
  // Whoever a threshold chooses, the next more generous one chooses as well.
  const n = side === "from" ? running(counts.toReversed()).toReversed() : running(counts);
  const events = side === "from" ? running(sums.toReversed()).toReversed() : running(sums);
  const last = side === "from" ? 0 : thresholds.length - 1;
  return { side, thresholds, n, events, nAll: n[last] ?? 0, eventsAll: events[last] ?? 0 };
}

function probabilities(): number[] {
  return Array.from({ length: PROBABILITY_STEPS + 1 }, (_, step) => step / PROBABILITY_STEPS);
}

/** Points are whole: from the least, which chooses nobody, to one above the greatest, which chooses everybody. */
function wholePoints(scores: Float64Array): number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const score of scores) {
    if (score < least) least = score;
    if (score > most) most = score;
  }
  if (least > most) return [];
  const first = Math.floor(least);
  const step = Math.max(1, Math.ceil((most - first) / POINTS_STEPS_MAX));
  return Array.from({ length: Math.floor((most - first) / step) + 2 }, (_, i) => first + i * step);
}

/** The last threshold that a probability reaches; the quotient alone may miss it by the dust of the division. */
function stepOf(probability: number): number {
  const step = Math.floor(probability * PROBABILITY_STEPS);
  if (probability >= (step + 1) / PROBABILITY_STEPS) return step + 1;
  return probability < step / PROBABILITY_STEPS ? step - 1 : step;
}

function running(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => (total += value));
}

/** What each threshold leads to, in their order. */
export function outlooks(tally: Tally, costs: Costs): Outlook[] {
  const { n, events, eventsAll } = tally;
  return tally.thresholds.map((threshold, i) => outlookOf(costs, threshold, { n: n[i] ?? 0, events: events[i] ?? 0, eventsAll }));
}

/** What a threshold leads to that need not be one of those that are tried. */
export function outlookAt({ side, scores, chances }: Ranked, { eventsAll }: Tally, costs: Costs, threshold: number): Outlook {
  let [n, events] = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    const [score, chance] = [scores[row] ?? NaN, chances[row] ?? NaN];
    const isChosen = side === "from" ? score >= threshold : score < threshold;
    if (!isChosen || Number.isNaN(chance)) continue;
    n += 1;
    events += chance;
  }
  return outlookOf(costs, threshold, { n, events, eventsAll });
}

interface Chosen {
  n: number;
  events: number;
  eventsAll: number;
}

function outlookOf({ contact, event, avoided }: Costs, threshold: number, { n, events, eventsAll }: Chosen): Outlook {
  const [cost, saving] = [contact * n, avoided * event * events];
  return { threshold, n, events, cost, saving, net: saving - cost, total: event * eventsAll - saving + cost };
}

/** The threshold of least expected cost. */
export function cheapest({ side }: Tally, all: readonly Outlook[]): Outlook | undefined {
  const fromFewest = side === "from" ? all.toReversed() : all;
  let best = fromFewest[0];
  for (const one of fromFewest) if (best && one.net > best.net) best = one;
  return best;
}

/** The chance from which contacting pays; none where it never does. */
export function paysFrom({ contact, event, avoided }: Costs): number | undefined {
  const chance = contact / (avoided * event);
  return chance <= 1 ? chance : undefined;
}

/** The part of the outlooks that is worth a picture: up to where nobody is chosen any more, with these thresholds in it. */
export function shownOutlooks({ side, nAll }: Tally, all: readonly Outlook[], within: readonly number[]): Outlook[] {
  if (side === "below") return [...all];
  const last = Math.max(all.findLast(({ n }) => n > 0)?.threshold ?? 0, ...within);
  return nAll === 0 ? [] : all.filter(({ threshold }) => threshold <= last + 2 / PROBABILITY_STEPS);
}

/** Some of them spread evenly, and those at these thresholds, in their order: what a table can hold. */
export function someOutlooks(shown: readonly Outlook[], thresholds: readonly number[], n: number): Outlook[] {
  const step = Math.max(1, Math.ceil((shown.length - 1) / n));
  return shown.filter(({ threshold }, i) => i % step === 0 || i === shown.length - 1 || thresholds.includes(threshold));
}

/** What happened to each customer, by a column of the table: 1 or 0, missing where it is not known. */
export interface Happened {
  column: string;
  values: Float64Array;
}

/** What happened by a target, where the table has it; `event` is the class or level that is the event, none of a flag. */
export async function happenedOf(client: Client, table: TableSummary, target: string, event?: string | null): Promise<Happened | undefined> {
  if (!table.columns.some(({ name }) => name === target)) return undefined;
  const values = happenedIn(await client.call("column", { name: target }), event);
  return values && { column: target, values };
}

export function happenedIn(column: Column, event?: string | null): Float64Array | undefined {
  if (column.kind === "number") {
    const isEvent = (value: number) => (event == null ? value : String(value) === event ? 1 : 0);
    return column.values.map((value) => (Number.isNaN(value) ? NaN : isEvent(value)));
  }
  if (column.kind !== "category" || event == null) return undefined;
  const meant = column.levels.indexOf(event);
  return Float64Array.from(column.codes, (code) => (code >= column.levels.length ? NaN : code === meant ? 1 : 0));
}
