/** A result compared before and after, by the levels of a category of the table. */

import type { Column } from "../client/protocol";
import type { Pair, ResultColumn } from "./changed";
import { eachRow, finish, type Steps } from "./steps";

export type Category = Extract<Column, { kind: "category" }>;

/** Customers of one level; means of those who have the result both before and after. */
export interface Slice {
  /** Undefined where the level is missing. */
  level: string | undefined;
  n: number;
  before: number;
  after: number;
}

export interface Slices {
  slices: Slice[];
  all: Slice;
  /** Customers without a result before or after: they are in no mean. */
  nWithout: number;
}

/** Means of a result by level, in one pass over the rows; the levels with most customers first, the missing one last. */
export function slicesOf(pair: Pair, level: string, by: Category): Slices {
  return finish(slicesIn(pair, level, by));
}

/** The same in turns. */
export function* slicesIn(pair: Pair, level: string, by: Category): Steps<Slices> {
  const [from, to] = [valueOf(pair.before, level), valueOf(pair.after, level)];
  const nGroups = by.levels.length + 1;
  const [n, before, after] = [new Float64Array(nGroups), new Float64Array(nGroups), new Float64Array(nGroups)];
  let nWithout = 0;
  yield* eachRow(by.codes.length, (row) => {
    const [was, is] = [from(row), to(row)];
    if (Number.isNaN(was) || Number.isNaN(is)) {
      nWithout += 1;
      return;
    }
    const group = Math.min(by.codes[row] ?? nGroups, nGroups - 1);
    n[group] = (n[group] ?? 0) + 1;
    before[group] = (before[group] ?? 0) + was;
    after[group] = (after[group] ?? 0) + is;
  });
  const sliceAt = (name: string | undefined, i: number) => meanSlice(name, n[i] ?? 0, before[i] ?? 0, after[i] ?? 0);
  const known = by.levels.map(sliceAt).sort((a, b) => b.n - a.n);
  const slices = [...known, sliceAt(undefined, nGroups - 1)].filter((slice) => slice.n > 0);
  return { slices, all: meanSlice(undefined, sum(n), sum(before), sum(after)), nWithout };
}

/** What is averaged: the number itself, or whether the row has the level. */
function valueOf(column: ResultColumn, level: string): (row: number) => number {
  if (column.kind === "number") return (row) => column.values[row] ?? NaN;
  const { codes, levels } = column;
  const meant = levels.indexOf(level);
  return (row) => {
    const code = codes[row] ?? levels.length;
    return code >= levels.length ? NaN : code === meant ? 1 : 0;
  };
}

function meanSlice(level: string | undefined, n: number, before: number, after: number): Slice {
  return { level, n, before: before / n, after: after / n };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
