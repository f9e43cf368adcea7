/** What the view asks the module for. */

import type { TableSummary } from "../../client/protocol";
import { conditionColumns, scenarioOf, type Edit } from "../../parts/scenario-state";
import type { Limit, Limits } from "../../parts/question-state";
import { categoryColumns, isFlag, numberColumns, type TableData } from "../../table";
import type { Coefficient, Fit, FitBody, Model, PredictBody } from "./types";

export interface Settings {
  /** The column of the event, and for a category the level that is the event. */
  target: string;
  event?: string;
  columns: string[];
  standardize: boolean;
  missing: "mean" | "drop";
}

/** The most levels of a category that is offered. */
const LEVELS_MAX = 40;
/** Columns to begin with. */
const COLUMNS_FIRST = 8;
/** Individual curves beside the mean. */
const CURVES = 12;

/** What can be an event: flags, and categories of two. */
export function eventColumns(table: TableData): string[] {
  const numbers = numberColumns(table).filter(isFlag);
  const pairs = categoryColumns(table).filter(({ nLevels }) => nLevels === 2);
  const names = new Set([...numbers, ...pairs].map(({ name }) => name));
  return table.columns.map(({ name }) => name).filter((name) => names.has(name));
}

/** What can explain an event: numbers that vary, and categories with few levels. */
export function driverColumns(table: TableData, target: string): string[] {
  const numbers = numberColumns(table).filter(({ range }) => range.max > range.min);
  const categories = categoryColumns(table).filter(({ nLevels }) => (nLevels ?? 0) <= LEVELS_MAX);
  const names = new Set([...numbers, ...categories].map(({ name }) => name));
  return table.columns.map(({ name }) => name).filter((name) => name !== target && names.has(name));
}

/** The levels of a category, for the choice of the event. */
export function levelsOf(table: TableData, column: string): string[] {
  const levels = categoryColumns(table).find(({ name }) => name === column)?.levels ?? [];
  return levels.map(({ level }) => level);
}

/** What the view begins with: the table's own suggestion, else the last flag and the first columns. */
export function initialSettings(table: TableData): Settings | undefined {
  const events = eventColumns(table);
  const { target, columns } = table.event ?? { target: events.at(-1) ?? "", columns: [] };
  if (!events.includes(target)) return undefined;
  const drivers = driverColumns(table, target);
  const suggested = drivers.filter((name) => columns.includes(name));
  const chosen = suggested.length > 0 ? suggested : drivers.slice(0, COLUMNS_FIRST);
  return withEvent(table, { target, columns: chosen, standardize: true, missing: "mean" });
}

/** The settings that a model shows. */
export function settingsOf({ target, event, columns, standardize, missing }: Model): Settings {
  const names = columns.map(({ column }) => column);
  return { target, columns: names, standardize, missing: missing === "drop" ? "drop" : "mean", ...(event != null && { event }) };
}

/** The request that puts a model to use. */
export function predictRequest(model: Model): string {
  return JSON.stringify({ op: "predict", model, rows_as: "columns" });
}

export function fitted(body: FitBody): Fit {
  const { model, coefficients, n_rows, n_rows_used, n_events } = body;
  return { model, coefficients, n_rows, n_rows_used, n_events, quality: body };
}

/** What a model that was given tells of the present table: its coefficients have no intervals. */
export function scored(model: Model, { n_rows, n_rows_used, expected_events }: PredictBody): Fit {
  return { model, coefficients: coefficientsOf(model), n_rows, n_rows_used, n_events: expected_events };
}

function coefficientsOf({ columns }: Model): Coefficient[] {
  return columns.flatMap(({ column, number, levels }) => [
    ...(number ? [bare(number.coefficient, { column })] : []),
    // The base level, which has none, stands in no table of terms.
    ...(levels ?? []).filter(({ coefficient }) => coefficient !== 0).map(({ level, coefficient }) => bare(coefficient, { column, level })),
  ]);
}

function bare(coefficient: number, term: { column: string; level?: string }): Coefficient {
  const unknown = { p: NaN, odds_ratio_low: NaN, odds_ratio_high: NaN };
  return { ...term, coefficient, ci_low: coefficient, ci_high: coefficient, odds_ratio: Math.exp(coefficient), ...unknown };
}

/** The settings for another target: it explains itself no more, and a category's event is its last level. */
export function withEvent(table: TableData, { event: _, ...settings }: Settings): Settings {
  const event = levelsOf(table, settings.target).at(-1);
  const columns = settings.columns.filter((name) => name !== settings.target);
  return { ...settings, columns, ...(event !== undefined && { event }) };
}

/** The request that fits. */
export function fitRequest({ target, event, columns, standardize, missing }: Settings): string {
  return JSON.stringify({ op: "fit", params: { target, event, columns, standardize, missing, unknown: "missing" }, rows_as: "columns" });
}

/** The request for one column's curve, with curves of rows spread evenly over the table. */
export function curveRequest(model: Model, column: string, nRows: number): string {
  const n = Math.min(CURVES, nRows);
  const rows = Array.from({ length: n }, (_, i) => Math.floor(((i + 0.5) * nRows) / n));
  return JSON.stringify({ op: "curve", model, params: { column, points: 41, rows }, rows_as: "columns" });
}

/** The request that compares before and after. */
export function whatIfRequest(model: Model, edits: readonly Edit[], threshold: number): string {
  return JSON.stringify({ op: "what_if", model, params: { scenario: scenarioOf(edits), threshold }, rows_as: "columns" });
}

/** The request of the reverse question, about the customer as it is. */
export function reverseRequest(model: Model, threshold: number, row: number, { columns }: Limits): string {
  const probability = Math.min(Math.max(threshold, 1e-6), 1 - 1e-6);
  const fixed = columns.filter((limit) => limit.isFixed || isBeside(limit)).map(({ column }) => column);
  const ranges = columns.flatMap(({ column, now, number }) =>
    number && now !== null && !fixed.includes(column) ? [{ column, least: number.least, greatest: number.most, step: number.step }] : [],
  );
  return JSON.stringify({ op: "what_if", model, params: { reverse: { row, fixed, probability, ranges } }, rows_as: "columns" });
}

/** Whether the number of today lies outside its limits: the module moves numbers within ranges that hold them. */
function isBeside({ now, number }: Limit): boolean {
  return number !== undefined && typeof now === "number" && (now < number.least || now > number.most);
}

/** The columns that the module needs; a table that a model is used on may lack the target. */
export function columnsUsed({ columns: known }: TableSummary, { target, columns }: Settings, edits: readonly Edit[]): string[] {
  const hasTarget = known.some(({ name }) => name === target);
  return [...new Set([...(hasTarget ? [target] : []), ...columns, ...edits.map(({ column }) => column), ...conditionColumns(edits)])];
}

/** A threshold to begin with: twice the share of events, on a round step, so that the likeliest stand above it. */
export function initialThreshold(share: number): number {
  return Math.min(0.5, Math.max(0.01, Math.round(share * 200) / 100));
}
