/** What a card is asked for, and the requests for it. */

import { categoryColumns, isFlag, isLabel, isTruth, numberColumns, type NumberSummary, type TableData } from "../../table";
import { active, scenarioEdit, type Edit } from "../../parts/scenario-state";
import type { Column, TableSummary } from "../../client/protocol";
import { flagOutcome, type Outcome } from "../../parts/outcomes";
import { numbersIn } from "../../parts/reply-columns";
import type { Limits } from "../../parts/question-state";
import type { Accepted, Bin, Model } from "./types";

export interface Settings {
  /** The column of the event. */
  target: string;
  /** Least information value of a column in the card. */
  minIv: number;
  /** Least points of those who are accepted; none: the middle of the scores. */
  cutOff: number | undefined;
}

/** The least information value to begin with: medium. */
const MIN_IV = 0.1;

/** Points that were written anew, by `pointsKey`, or `BASE`. */
export type Points = Record<string, number>;

/** The points that everyone begins with. */
export const BASE = "base";

/** The bin of a column. */
export function pointsKey(column: string, bin: number): string {
  return `${column}\n${bin}`;
}

/** The edits of points as requests have them; those of columns that the card lacks are left out. */
export function pointsEdits(model: Model, points: Points): object[] {
  return Object.entries(points).flatMap(([key, set]): object[] => {
    if (key === BASE) return [{ set }];
    const [column, bin] = key.split("\n");
    return model.columns.some((other) => other.column === column) ? [{ column, bin: Number(bin), set }] : [];
  });
}

/** Who is accepted before and after, where there is a cut-off. */
export function acceptedOutcome(columns: readonly Column[], accepted: Accepted | null): Outcome[] {
  if (!accepted) return [];
  const { cut_off_before, cut_off_after } = accepted;
  const values = { before: numbersIn(columns, "points_before"), after: numbersIn(columns, "points_after") };
  return [flagOutcome("accepted", values, { before: cut_off_before, after: cut_off_after })];
}

/** Columns that say 1 where something happened and 0 where it did not; those that are labels come first. */
export function targets(table: TableData): string[] {
  const binary = numberColumns(table).filter((column) => isFlag(column) && column.nMissing === 0);
  const names = binary.map(({ name }) => name).filter((name) => !isTruth(table, name));
  return [...names.filter((name) => isLabel(table, name)), ...names.filter((name) => !isLabel(table, name))];
}

/** What counts range over: by column, for those of a card that hold whole numbers from 0 on and nothing else. */
export type Counts = Readonly<Record<string, { min: number; max: number }>>;

/** The counts of a card. */
export function countsOf(table: TableSummary, { columns }: Model): Counts {
  const isCount = ({ name, range, isWhole }: NumberSummary) => isWhole && range.min >= 0 && columns.some(({ column }) => column === name);
  const counts = numberColumns(table).filter(isCount);
  return Object.fromEntries(counts.map(({ name, range: { min, max } }) => [name, { min, max }]));
}

/** The counts in a bin from one number to below another: its first and its last one, where it has one. */
export function countsIn({ from = -Infinity, to = Infinity }: Pick<Bin, "from" | "to">, { min, max }: { min: number; max: number }): { first?: number; last?: number } {
  // Counts end at 0, and flags at 1; of others there may be greater ones than this table's.
  const isFlag = min === 0 && max === 1;
  const first = Math.max(Math.ceil(from), min === 0 ? 0 : -Infinity);
  const last = Math.min(Math.ceil(to) - 1, isFlag ? 1 : Infinity);
  return { ...(Number.isFinite(first) && { first }), ...(Number.isFinite(last) && { last }) };
}

/** What the page begins with; none where no column can be a target. */
export function initialSettings(table: TableData): Settings | undefined {
  const [target] = targets(table);
  return target === undefined ? undefined : { target, minIv: MIN_IV, cutOff: undefined };
}

/** Columns that may enter the card: what is known before the event. */
export function candidates(table: TableData, target: string): string[] {
  const isOpen = (name: string) => name !== target && !isLabel(table, name) && !isTruth(table, name);
  const known = new Set([...numberColumns(table), ...categoryColumns(table)].map(({ name }) => name));
  return table.columns.map(({ name }) => name).filter((name) => known.has(name) && isOpen(name));
}

/** The settings that a card shows. */
export function settingsOf({ target }: Model, cutOff: number | undefined): Settings {
  return { target: target ?? "", minIv: MIN_IV, cutOff };
}

/** The requests that put a card to use: points, and how well they tell customers apart. */
export function scoreRequest(model: Model): string {
  return JSON.stringify({ op: "score", model, rows_as: "columns" });
}

export function evaluateRequest(model: Model): string {
  return JSON.stringify({ op: "evaluate", model, rows_as: "columns" });
}

/** The request that fits. */
export function fitRequest(table: TableData, { target, minIv }: Settings): string {
  const params = { target, columns: candidates(table, target), binning: { unknown_level: "own_bin" }, selection: { min_iv: minIv } };
  return JSON.stringify({ op: "fit", params, rows_as: "columns" });
}

/** The request that compares before and after. */
export function whatIfRequest(model: Model, cutOff: number | undefined, edits: readonly Edit[], points: Points = {}): string {
  const params = {
    scenario: active(edits).map(scenarioEdit),
    points: pointsEdits(model, points),
    ...(cutOff !== undefined && { cut_off: cutOff }),
  };
  return JSON.stringify({ op: "what_if", model, params, rows_as: "columns" });
}

/** The request of the reverse question: what brings a customer over the cut-off. */
export function reachRequest(model: Model, cutOff: number, points: Points, row: number, { columns }: Limits): string {
  const fixed = columns.filter(({ isFixed }) => isFixed).map(({ column }) => column);
  const ends = (end: "least" | "most") => Object.fromEntries(columns.flatMap(({ column, number }) => (number ? [[column, number[end]]] : [])));
  const reach = { row, fixed, least: ends("least"), most: ends("most") };
  const params = { points: pointsEdits(model, points), cut_off: cutOff, reach };
  return JSON.stringify({ op: "what_if", model, params, rows_as: "columns" });
}

/** The columns that a what-if reads. */
export function columnsUsed(model: Model, edits: readonly Edit[]): string[] {
  return [...new Set([...model.columns.map(({ column }) => column), ...edits.flatMap(({ only }) => only?.column ?? [])])];
}
