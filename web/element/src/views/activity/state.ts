/** What the view asks the module for. */

import type { ChannelRequest, Comparison, IndexRequest, Model, WhatIfRequest } from "../../generated/activity";
import { conditionColumns, scenarioOf, type Edit } from "../../parts/scenario-state";
import { numberColumns, type TableData } from "../../table";

/** A channel and the columns that tell of its use. */
export interface Channel {
  channel: string;
  count: string;
  daysSince: string | undefined;
}

export type WeightsBy = "hand" | "entropy" | "pairs";

export interface Settings {
  channels: Channel[];
  halfLife: number;
  by: WeightsBy;
  /** Weights by hand, by channel. */
  weights: Record<string, number>;
  /** Judgements, by `pairKey`: 0 both alike, 2 the first one 3 times as much, -2 the second one. */
  pairs: Record<string, number>;
  /** What recency, frequency and volume count for. */
  components: { recency: number; frequency: number; volume: number };
}

/** The usual channels, their columns and the module's own weights. */
const USUAL = [
  { channel: "app", count: "n_app_uses_12m", daysSince: "days_since_app", weight: 1 },
  { channel: "wechat", count: "n_wechat_uses_12m", daysSince: "days_since_wechat", weight: 1 },
  { channel: "hotline", count: "n_hotline_calls_12m", daysSince: "days_since_hotline", weight: 0.8 },
  { channel: "hall", count: "n_hall_visits_12m", daysSince: "days_since_hall", weight: 0.6 },
  { channel: "bank", count: "n_bank_payments_12m", daysSince: "days_since_bank", weight: 0.4 },
];

/** Counts begin so in tables of others. */
const COUNT_NAME = /^(n|num|count)_/;

/** What can count uses: numbers from 0. */
export function countColumns(table: TableData): string[] {
  return numberColumns(table)
    .filter(({ range }) => range.min >= 0 && range.max > 0)
    .map(({ name }) => name);
}

/** The usual channels of the table, else the first counts that it has. */
export function initialSettings(table: TableData): Settings {
  const counts = countColumns(table);
  const usual = USUAL.filter(({ count }) => counts.includes(count)).map(({ channel, count, daysSince }) => ({
    ...{ channel, count },
    daysSince: table.columns.some(({ name }) => name === daysSince) ? daysSince : undefined,
  }));
  const others = counts.filter((name) => COUNT_NAME.test(name)).slice(0, 3);
  const channels = usual.length > 0 ? usual : others.map((count) => ({ channel: count, count, daysSince: undefined }));
  return { channels, halfLife: 90, by: "hand", weights: {}, pairs: {}, components: { recency: 1, frequency: 1, volume: 1 } };
}

/** What a channel weighs by hand: as it was moved, else as usual, else 1. */
export function handWeight({ weights }: Settings, channel: string): number {
  return weights[channel] ?? USUAL.find((usual) => usual.channel === channel)?.weight ?? 1;
}

/** Every two channels once. */
export function pairsOf(channels: readonly Channel[]): [string, string][] {
  return channels.flatMap(({ channel }, i) => channels.slice(i + 1).map((other): [string, string] => [channel, other.channel]));
}

export function pairKey(first: string, second: string): string {
  return `${first}\n${second}`;
}

/** How many times as important, on Saaty's scale of 1/9 to 9. */
export function timesOf(judgement: number): number {
  return judgement >= 0 ? 1 + judgement : 1 / (1 - judgement);
}

export function indexParams(settings: Settings): IndexRequest {
  const { channels, halfLife, by, components } = settings;
  const asked = channels.map(
    ({ channel, count, daysSince }): ChannelRequest => ({
      ...{ channel, count, days_since: daysSince ?? null },
      ...(by === "hand" && { weight: handWeight(settings, channel) }),
    }),
  );
  const weights = by === "pairs" ? { pairwise: comparisons(settings) } : by;
  return { channels: asked, half_life_days: halfLife, weights, components };
}

function comparisons({ channels, pairs }: Settings): Comparison[] {
  return pairsOf(channels).map(([channel, than]) => ({ channel, than, times: timesOf(pairs[pairKey(channel, than)] ?? 0) }));
}

/** A what-if: edits of columns, weights times a factor, one customer taken apart. */
export function whatIfParams(model: Model, edits: readonly Edit[], factors: Record<string, number>, customer: number): WhatIfRequest {
  const weights = model.channels
    .map(({ channel }) => ({ channel, scale: factors[channel] ?? 1 }))
    .filter(({ scale }) => scale !== 1);
  return { scenario: scenarioOf(edits) as WhatIfRequest["scenario"] & object, weights, customer };
}

/** The columns that tell of use. */
export function ownColumns({ channels }: Settings): string[] {
  return [...new Set(channels.flatMap(({ count, daysSince }) => (daysSince === undefined ? [count] : [count, daysSince])))];
}

/** The columns that tell of use in a model: where its successor was cancelled, others than those that are chosen. */
export function modelColumns({ channels }: Model): string[] {
  return [...new Set(channels.flatMap(({ count, days_since, volume }) => [count, days_since ?? [], volume ?? []].flat()))];
}

/** The columns that an index or a what-if of `own` columns reads. */
export function columnsUsed(own: readonly string[], edits: readonly Edit[]): string[] {
  return [...new Set([...own, ...edits.map(({ column }) => column), ...conditionColumns(edits)])];
}
