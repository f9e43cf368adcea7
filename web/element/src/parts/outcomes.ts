/** What modules say of each row before and after a change. */

import type { Column } from "../client/protocol";
import { eachRow, finish, type Steps } from "./row-work";

/** A result of one value a row. */
export type ResultColumn = Exclude<Column, { kind: "items" }>;

export interface Outcome {
  /** As in the names of the reply's columns, without `_before` and `_after`. */
  name: string;
  /** What people call it, where whoever gives the results says so. */
  title?: string;
  before: ResultColumn;
  after: ResultColumn;
  /** Of a result of categories the level that one asks about first, where one is the event. */
  about?: string;
  /** Whether its numbers are shares of 1: probabilities, and flags of 0 and 1. */
  isShare?: boolean;
  /** Whether it says of each customer 1 or 0. */
  isFlag?: boolean;
  /** What people call a level. */
  nameOf?: (level: string) => string;
}

const BEFORE = "_before";

/** Results whose numbers are shares of 1. */
export const SHARES: readonly string[] = ["probability"];

/** The results that a reply tells before and after, in its order. */
export function outcomesIn(columns: readonly Column[], names: Record<string, (level: string) => string> = {}): Outcome[] {
  return columns.flatMap((before): Outcome[] => {
    if (!before.name.endsWith(BEFORE) || before.kind === "items") return [];
    const name = before.name.slice(0, -BEFORE.length);
    const after = columns.find((other) => other.name === `${name}_after` && other.kind === before.kind);
    if (!after) return [];
    const nameOf = names[name];
    return [{ name, before, after: after as ResultColumn, isShare: SHARES.includes(name), ...(nameOf && { nameOf }) }];
  });
}

/** A result that is the same before and after. */
export function unchanged(name: string, column: ResultColumn): Outcome {
  return { name, before: column, after: column };
}

/** The result that one asks about first: which group a customer is in; none where all are measures. */
export function mainResult(outcomes: readonly Outcome[]): string | undefined {
  return outcomes.find(({ isFlag, before }) => isFlag || before.kind === "category")?.name;
}

/** Whether each row is at or above a threshold, 1 or 0; a missing number stays missing. Worked out when it is looked at. */
export function flagOutcome(name: string, values: Record<"before" | "after", Float64Array>, thresholds: Record<"before" | "after", number>): Outcome {
  const flags = (side: "before" | "after"): ResultColumn => ({
    ...{ name, kind: "number" },
    values: values[side].map((x) => (Number.isNaN(x) ? NaN : x >= thresholds[side] ? 1 : 0)),
  });
  const known: Partial<Record<"before" | "after", ResultColumn>> = {};
  return {
    name,
    ...{ isShare: true, isFlag: true },
    get before() {
      return (known.before ??= flags("before"));
    },
    get after() {
      return (known.after ??= flags("after"));
    },
  };
}

/** The rows where one of these results differs, ascending. */
export function changedRows(outcomes: readonly Outcome[]): Uint32Array {
  return finish(changedRowsIn(outcomes));
}

/** The same in turns. */
export function* changedRowsIn(outcomes: readonly Outcome[]): Steps<Uint32Array> {
  const tests: ((row: number) => boolean)[] = [];
  for (const outcome of outcomes) {
    tests.push(changeTest(outcome));
    yield;
  }
  const n = Math.max(0, ...outcomes.map(({ before }) => lengthOf(before)));
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
function changeTest({ before, after }: Outcome): (row: number) => boolean {
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
