/** What a report counts, as the worker tells it: customers by level, how groups fall into levels, means by group. */

import type { Pipeline } from "./types";

/** Levels or items that some customer has, and customers of each. */
export interface Sizes {
  levels: string[];
  n: number[];
}

/** Means of a number by group, in the order of the groups' sizes, and over all; null where nobody has one. */
export interface Moments {
  means: (number | null)[];
  mean: number | null;
  sd: number | null;
}

export interface Counts {
  /** By column. */
  sizes: Record<string, Sizes>;
  /** By a matrix' groups, then by column: `counts[i][j]` in the order of their sizes. */
  crossed: Record<string, Record<string, number[][]>>;
  /** By a profile's groups, then by number. */
  means: Record<string, Record<string, Moments>>;
}

/** Counts after a scenario that changed some of them. */
export function changedBy(before: Counts, changed: Counts): Counts {
  return {
    sizes: { ...before.sizes, ...changed.sizes },
    crossed: joined(before.crossed, changed.crossed),
    means: joined(before.means, changed.means),
  };
}

function joined<Told>(before: Record<string, Record<string, Told>>, changed: Record<string, Record<string, Told>>): Record<string, Record<string, Told>> {
  const all = { ...before };
  for (const [by, columns] of Object.entries(changed)) all[by] = { ...all[by], ...columns };
  return all;
}

/** The levels that some customer has, before or after: an input's in the order of their texts, a step's in the module's own. */
export function levelsOf(pipeline: Pipeline, column: string, ...sides: readonly Counts[]): string[] {
  const levels = [...new Set(sides.flatMap(({ sizes }) => sizes[column]?.levels ?? []))];
  return column in pipeline.inputs ? levels.sort() : levels;
}

/** Customers of each level, or with each item. */
export function sizesOf({ sizes }: Counts, column: string, levels: readonly string[]): number[] {
  const { levels: known, n } = sizes[column] ?? { levels: [], n: [] };
  return levels.map((level) => n[known.indexOf(level)] ?? 0);
}

/** Means of a number by level of a column; NaN where nobody of a level has one. */
export function meansOf({ sizes, means }: Counts, by: string, name: string, levels: readonly string[]): number[] {
  const known = sizes[by]?.levels ?? [];
  return levels.map((level) => means[by]?.[name]?.means[known.indexOf(level)] ?? NaN);
}

/** Customers of each level of one column, then of each level of another. */
export function crossOf(counts: Counts, by: string, rows: readonly string[], column: string, levels: readonly string[]): number[][] {
  const cells = counts.crossed[by]?.[column] ?? [];
  const [own, other] = [by, column].map((name) => counts.sizes[name]?.levels ?? []);
  return rows.map((row) => {
    const ofRow = cells[own?.indexOf(row) ?? -1] ?? [];
    return levels.map((level) => ofRow[other?.indexOf(level) ?? -1] ?? 0);
  });
}
