/** Which result is compared by which category of the table. */

import { categoryColumns, type TableData } from "../table";
import type { OutcomeHead } from "./outcomes";

/** Which comparison is shown; nothing said: the first one. */
export interface SliceChoice {
  /** The category of the table. */
  by?: string;
  /** The result. */
  result?: string;
  /** Of a result of categories the level whose share is shown; nothing said: the one that it is about. */
  level?: string;
}

/** The most levels that are compared. */
export const LEVELS_MAX = 50;

/** The categories of the table that one may compare by. */
export function sliceColumns(table: TableData): string[] {
  return categoryColumns(table)
    .filter(({ nLevels }) => (nLevels ?? 0) <= LEVELS_MAX)
    .map(({ name }) => name);
}

/** A choice with everything said: what is not there gives way to the first that is. */
export function completed(choice: SliceChoice, outcomes: readonly OutcomeHead[], columns: readonly string[]): Required<SliceChoice> | undefined {
  const outcome = outcomes.find(({ name }) => name === choice.result) ?? outcomes[0];
  const by = columns.find((name) => name === choice.by) ?? columns[0];
  if (!outcome || by === undefined) return undefined;
  const known = (wanted: string | undefined) => outcome.levels.find((level) => level === wanted);
  return { by, result: outcome.name, level: known(choice.level) ?? known(outcome.about) ?? outcome.levels[0] ?? "" };
}
