/** What a segment is known by: the columns whose mean is far from everybody's. */

import type { SegmentProfile } from "./types";

/** Nearer than this to the mean of all, in standard deviations, nobody would notice. */
const NOTABLE_SD = 0.4;
const SHOWN_MAX = 3;

export interface StandOut {
  column: string;
  /** Standard deviations above (positive) or below the mean of all. */
  sd: number;
}

/** The columns that stand out, the farthest first. */
export function standingOut(profile: SegmentProfile): StandOut[] {
  return profile.columns
    .map(({ column, stands_out_sd }) => ({ column, sd: stands_out_sd ?? 0 }))
    .filter(({ sd }) => Math.abs(sd) >= NOTABLE_SD)
    .sort((a, b) => Math.abs(b.sd) - Math.abs(a.sd))
    .slice(0, SHOWN_MAX);
}

/** The compared columns, those whose means differ most between segments first: the ones to look at. */
export function tellingColumns(profiles: SegmentProfile[]): string[] {
  const columns = profiles[0]?.columns.map(({ column }) => column) ?? [];
  const spread = columns.map((_, j) => {
    const means = profiles.flatMap((profile) => profile.columns[j]?.stands_out_sd ?? []);
    return Math.max(...means) - Math.min(...means);
  });
  const order = columns.map((_, j) => j).sort((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0) || a - b);
  return order.flatMap((j) => columns[j] ?? []);
}
