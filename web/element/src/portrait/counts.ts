/**
 * Counts of customers by the levels of columns. What was counted is remembered for as long as the columns are there:
 * every move of a slider shows them again, and most columns stay as they are.
 */

import type { Column } from "../client/protocol";
import type { Pipeline } from "./types";

export type Category = Extract<Column, { kind: "category" }>;

/** A column of levels or of sets of items. */
export type Coded = Extract<Column, { kind: "category" | "items" }>;

export interface Means {
  byGroup: number[];
  mean: number;
  sd: number;
}

/**
 * The levels that some customer has in one of the columns: an input's in the order of their texts, a
 * step's in the module's own.
 */
export function levelsOf(pipeline: Pipeline, ...columns: readonly Category[]): string[] {
  const used = columns.flatMap((column) => column.levels.filter((_, code) => (sizesByCode(column)[code] ?? 0) > 0));
  const levels = [...new Set(used)];
  const [first] = columns;
  return first && first.name in pipeline.inputs ? levels.sort() : levels;
}

/** `counts[i][j]`: customers with row level i and column level j. */
export function crossCounts(rows: Category, rowLevels: readonly string[], columns: Category, columnLevels: readonly string[]): number[][] {
  const counts = countsByCode(rows)(columns);
  const width = columns.levels.length;
  const columnCodes = columnLevels.map((level) => columns.levels.indexOf(level));
  return rowLevels.map((level) => {
    const start = rows.levels.indexOf(level) * width;
    return columnCodes.map((code) => (start < 0 || code < 0 ? 0 : (counts[start + code] ?? 0)));
  });
}

/**
 * Counts ahead what a matrix will show, one pair of columns a task: of a million customers all of them together
 * would hold the page up.
 */
export async function countAhead(rows: Category, others: readonly Category[]): Promise<void> {
  for (const columns of others) {
    sizesByCode(columns);
    countsByCode(rows)(columns);
    await nextTask();
  }
}

function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Counts ahead how many customers have each level of these columns, one column a task. */
export async function countSizesAhead(columns: readonly Coded[]): Promise<void> {
  for (const column of columns) {
    sizesByCode(column);
    await nextTask();
  }
}

/** Customers of each level, or with each item. */
export function sizesOf(column: Coded, levels: readonly string[]): number[] {
  const sizes = sizesByCode(column);
  return levels.map((level) => sizes[column.levels.indexOf(level)] ?? 0);
}

/** The mean of a number by group, and over all; NaN where nobody has one. */
export function meansOf(numbers: Float64Array, groups: Category, levels: readonly string[]): Means {
  const { byCode, mean, sd } = momentsByCode(groups)(numbers);
  return { byGroup: levels.map((level) => byCode[groups.levels.indexOf(level)] ?? NaN), mean, sd };
}

const sizesByCode = remembered(({ codes, levels }: Coded): Uint32Array => {
  const sizes = new Uint32Array(levels.length);
  for (const code of codes) if (code < sizes.length) sizes[code] = (sizes[code] ?? 0) + 1;
  return sizes;
});

/** The counts of row code i begin at i times the number of column levels. */
const countsByCode = remembered((rows: Category) =>
  remembered((columns: Category): Uint32Array => {
    const width = columns.levels.length;
    const counts = new Uint32Array(rows.levels.length * width);
    for (let customer = 0; customer < rows.codes.length; customer += 1) {
      const code = columns.codes[customer] ?? width;
      const at = (rows.codes[customer] ?? 0) * width + code;
      if (code < width && at < counts.length) counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  }),
);

const momentsByCode = remembered((groups: Category) =>
  remembered((numbers: Float64Array) => {
    const sums = new Float64Array(groups.levels.length);
    const sizes = new Float64Array(groups.levels.length);
    let [sum, n] = [0, 0];
    for (let customer = 0; customer < numbers.length; customer += 1) {
      const value = numbers[customer] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      n += 1;
      const code = groups.codes[customer] ?? sums.length;
      if (code >= sums.length) continue;
      sums[code] = (sums[code] ?? 0) + value;
      sizes[code] = (sizes[code] ?? 0) + 1;
    }
    const mean = sum / n;
    let squares = 0;
    for (const value of numbers) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
    return { byCode: sums.map((part, code) => part / (sizes[code] ?? 0)), mean, sd: Math.sqrt(squares / n) };
  }),
);

/** A function of an object that remembers its results for as long as the object is there. */
function remembered<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { value: Value }>();
  return (key) => {
    const { value } = known.get(key) ?? { value: make(key) };
    known.set(key, { value });
    return value;
  };
}
