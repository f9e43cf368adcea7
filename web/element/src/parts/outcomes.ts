/** What modules say of each row before and after a change. */

import type { Column } from "../client/protocol";
import type { NamedPair, ResultColumn } from "../rows/changed";

/** What a result is. */
export interface OutcomeHead {
  /** As in the names of the reply's columns, without `_before` and `_after`. */
  name: string;
  /** What people call it, where whoever gives the results says so. */
  title?: string;
  /** Those that it can have, before or after; none of numbers. */
  levels: readonly string[];
  /** Of a result of categories the level that one asks about first, where one is the event. */
  about?: string;
  /** Whether its numbers are shares of 1: probabilities, and flags of 0 and 1. */
  isShare?: boolean;
  /** Whether it says of each customer 1 or 0. */
  isFlag?: boolean;
  /** What people call a level. */
  nameOf?: (level: string) => string;
}

/** A result, and what it is for each row. */
export interface Outcome extends OutcomeHead, NamedPair {}

const BEFORE = "_before";

/** Results whose numbers are shares of 1. */
export const SHARES: readonly string[] = ["probability"];

/** A result; nothing said of after: it is the same. */
export function outcomeOf(name: string, before: ResultColumn, after = before): Outcome {
  return { name, before, after, levels: [...new Set([before, after].flatMap(levelsOf))] };
}

function levelsOf(column: ResultColumn): readonly string[] {
  return column.kind === "category" ? column.levels : [];
}

/** The results that a reply tells before and after, in its order. */
export function outcomesIn(columns: readonly Column[], names: Record<string, (level: string) => string> = {}): Outcome[] {
  return columns.flatMap((before): Outcome[] => {
    if (!before.name.endsWith(BEFORE) || before.kind === "items") return [];
    const name = before.name.slice(0, -BEFORE.length);
    const after = columns.find((other) => other.name === `${name}_after` && other.kind === before.kind);
    if (!after) return [];
    const nameOf = names[name];
    return [{ ...outcomeOf(name, before, after as ResultColumn), isShare: SHARES.includes(name), ...(nameOf && { nameOf }) }];
  });
}

/** The result that one asks about first: which group a customer is in; none where all are measures. */
export function mainResult(outcomes: readonly OutcomeHead[]): string | undefined {
  return outcomes.find(({ isFlag, levels }) => isFlag || levels.length > 0)?.name;
}

/** Whether each row is at or above a threshold, 1 or 0; a missing number stays missing. Worked out when it is looked at. */
export function flagOutcome(name: string, values: Record<"before" | "after", Float64Array>, thresholds: Record<"before" | "after", number>): Outcome {
  const flags = (side: "before" | "after"): ResultColumn => ({
    ...{ name, kind: "number" },
    values: values[side].map((x) => (Number.isNaN(x) ? NaN : x >= thresholds[side] ? 1 : 0)),
  });
  const known: Partial<Record<"before" | "after", ResultColumn>> = {};
  return {
    ...{ name, levels: [], isShare: true, isFlag: true },
    get before() {
      return (known.before ??= flags("before"));
    },
    get after() {
      return (known.after ??= flags("after"));
    },
  };
}
