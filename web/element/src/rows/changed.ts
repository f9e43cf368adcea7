/** A result of each row before and after a change, and the rows where it differs. */

import type { Column } from "../client/protocol";
import { eachRow, finish, type Steps } from "./steps";

/** A result of one value a row. */
export type ResultColumn = Exclude<Column, { kind: "items" }>;

/** One result; the same column twice where nothing changes it. */
export interface Pair {
  before: ResultColumn;
  after: ResultColumn;
}

export interface NamedPair extends Pair {
  name: string;
}

/** Results as they are, beside those that a change left: one that it left as it was is the same before and after. */
export function pairsOf(columns: readonly Column[], changed: readonly Column[]): NamedPair[] {
  return columns.flatMap((before): NamedPair[] => {
    if (before.kind === "items") return [];
    const { name, kind } = before;
    const after = changed.find((other): other is ResultColumn => other.name === name && other.kind === kind);
    return [{ name, before, after: after ?? before }];
  });
}

/** The rows where one of these results differs, ascending. */
export function changedRows(pairs: readonly Pair[]): Uint32Array<ArrayBuffer> {
  return finish(changedRowsIn(pairs));
}

/** The same in turns. */
export function* changedRowsIn(pairs: readonly Pair[]): Steps<Uint32Array<ArrayBuffer>> {
  const tests: ((row: number) => boolean)[] = [];
  for (const pair of pairs) {
    tests.push(changeTest(pair));
    yield;
  }
  const n = Math.max(0, ...pairs.map(({ before }) => lengthOf(before)));
  const rows = new Uint32Array(n);
  let count = 0;
  yield* eachRow(n, (row) => {
    if (tests.some((isChanged) => isChanged(row))) rows[count++] = row;
  });
  return rows.slice(0, count);
}

function lengthOf(column: ResultColumn): number {
  return column.kind === "number" ? column.values.length : column.codes.length;
}

/** Missing and missing is no change. */
function changeTest({ before, after }: Pair): (row: number) => boolean {
  if (before === after) return () => false;
  if (before.kind === "number" && after.kind === "number") {
    const [from, to] = [before.values, after.values];
    return (row) => from[row] !== to[row] && !(Number.isNaN(from[row]) && Number.isNaN(to[row]));
  }
  const [from, to] = [codesByLevel(before, before), codesByLevel(after, before)];
  return (row) => from(row) !== to(row);
}

/** Codes of a category by another one's levels: below -1 for levels that it lacks, -1 where missing. */
function codesByLevel(column: ResultColumn, by: ResultColumn): (row: number) => number {
  if (column.kind !== "category" || by.kind !== "category") return () => -1;
  const { codes, levels } = column;
  const known = levels.map((level, code) => (by.levels.includes(level) ? by.levels.indexOf(level) : -2 - code));
  return (row) => known[codes[row] ?? levels.length] ?? -1;
}
