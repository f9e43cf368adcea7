/** Counts of customers by the levels of two columns. */

import type { Column } from "../client/protocol";
import type { Pipeline } from "./types";

export type Category = Extract<Column, { kind: "category" }>;

/**
 * The levels that some customer has in one of the columns: an input's in the order of their texts, a
 * step's in the module's own.
 */
export function levelsOf(pipeline: Pipeline, ...columns: readonly Category[]): string[] {
  const used = columns.flatMap(({ levels, codes }) => {
    const seen = new Set(codes);
    return levels.filter((_, code) => seen.has(code));
  });
  const levels = [...new Set(used)];
  const [first] = columns;
  return first && first.name in pipeline.inputs ? levels.sort() : levels;
}

/** `counts[i][j]`: customers with row level i and column level j. */
export function crossCounts(rows: Category, rowLevels: readonly string[], columns: Category, columnLevels: readonly string[]): number[][] {
  const rowPlaces = rows.levels.map((level) => rowLevels.indexOf(level));
  const columnPlaces = columns.levels.map((level) => columnLevels.indexOf(level));
  const counts = rowLevels.map(() => columnLevels.map(() => 0));
  rows.codes.forEach((code, customer) => {
    const line = counts[rowPlaces[code] ?? -1];
    const place = columnPlaces[columns.codes[customer] ?? -1];
    if (line && place !== undefined) line[place] = (line[place] ?? 0) + 1;
  });
  return counts;
}

/** Customers of each level. */
export function sizesOf(column: Category, levels: readonly string[]): number[] {
  const places = column.levels.map((level) => levels.indexOf(level));
  const sizes = levels.map(() => 0);
  column.codes.forEach((code) => {
    const place = places[code];
    if (place !== undefined) sizes[place] = (sizes[place] ?? 0) + 1;
  });
  return sizes;
}

/** The mean of a number by group, and over all; NaN where nobody has one. */
export function meansOf(numbers: Float64Array, groups: Category, levels: readonly string[]): { byGroup: number[]; mean: number; sd: number } {
  const places = groups.levels.map((level) => levels.indexOf(level));
  const sums = levels.map(() => ({ sum: 0, n: 0 }));
  let [sum, n] = [0, 0];
  numbers.forEach((value, customer) => {
    if (Number.isNaN(value)) return;
    sum += value;
    n += 1;
    const group = sums[places[groups.codes[customer] ?? -1] ?? -1];
    if (group) {
      group.sum += value;
      group.n += 1;
    }
  });
  const mean = sum / n;
  let squares = 0;
  for (const value of numbers) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  return { byGroup: sums.map((group) => group.sum / group.n), mean, sd: Math.sqrt(squares / n) };
}
