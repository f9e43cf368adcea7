/** What the view asks the module for. */

import type { FitRequest, Model, WhatIfRequest } from "../../generated/fuzzy";
import { conditionColumns, scenarioOf, type Edit } from "../../parts/scenario-state";
import { isLabel, isTruth, numberColumn, numberColumns, type TableData } from "../../table";

export interface Settings {
  columns: string[];
  /** Those of the columns that are taken as logarithms. */
  log: string[];
  c: number;
  m: number;
}

/** What a standard deviation of a column adds to a customer's value, by column. */
export type Weights = Record<string, number>;

/** The module's own weights, for the columns that they are made for. */
const USUAL: Weights = {
  revenue_yuan: 0.25,
  kwh_year: 0.2,
  margin_yuan: 0.15,
  kwh_change_share: 0.1,
  n_bills_late_12m: -0.1,
  load_factor: 0.08,
  capacity_use_share: 0.07,
  tenure_months: 0.05,
};

/** The most groups that people keep apart. */
export const C_MAX = 10;
export const BETWEEN = 0.8;

const COLUMNS_FIRST = 4;
/** A column whose greatest value is so many times its mean has a long tail. */
const TAIL = 20;

/** What customers can be graded by. */
export function candidates(table: TableData): string[] {
  const numbers = numberColumns(table).filter(({ range, nMissing }) => range.max > range.min && nMissing < table.nRows / 2);
  const names = numbers.map(({ name }) => name).filter((name) => !isLabel(table, name) && !isTruth(table, name));
  // What weighs most by default comes first.
  const usual = Object.keys(USUAL).filter((name) => names.includes(name));
  return [...usual, ...names.filter((name) => !(name in USUAL))];
}

/** What the view begins with: the columns of value, else the first ones; few of them, for more make groups coincide. */
export function initialSettings(table: TableData): Settings {
  const names = candidates(table);
  const usual = names.filter((name) => name in USUAL);
  const columns = (usual.length > 0 ? usual : names).slice(0, COLUMNS_FIRST);
  return { columns, log: columns.filter((name) => hasTail(table, name)), c: Math.min(5, table.nRows), m: 2 };
}

/** Settings with other columns: those of long tails are taken as logarithms when they come in. */
export function withColumns(table: TableData, settings: Settings, columns: string[]): Settings {
  const isNew = (name: string) => !settings.columns.includes(name);
  return { ...settings, columns, log: columns.filter((name) => (isNew(name) ? hasTail(table, name) : settings.log.includes(name))) };
}

function hasTail(table: TableData, name: string): boolean {
  const range = numberColumn(table, name)?.range;
  return !!range && range.max > TAIL * Math.abs(range.mean);
}

/** What the weights begin with: the usual ones, and none for other columns unless there are no usual ones. */
export function initialWeights(columns: readonly string[]): Weights {
  const isUsual = columns.some((name) => name in USUAL);
  return Object.fromEntries(columns.map((name) => [name, isUsual ? (USUAL[name] ?? 0) : 1 / columns.length]));
}

export function fitParams({ columns, log, c, m }: Settings): FitRequest {
  return { columns, log, c, m, missing: "mean", seed: 1, between: BETWEEN, value: { weights: initialWeights(columns) } };
}

/** The weights after the sliders: only where one moved. */
export function editedWeights(columns: readonly string[], weights: Weights): Weights | undefined {
  const initial = initialWeights(columns);
  const isMoved = columns.some((name) => weights[name] !== undefined && weights[name] !== initial[name]);
  return isMoved ? Object.fromEntries(columns.map((name) => [name, weights[name] ?? initial[name] ?? 0])) : undefined;
}

export function whatIfParams({ columns }: Model, edits: readonly Edit[], weights: Weights, between: number): WhatIfRequest {
  const edited = editedWeights(columns, weights);
  return {
    scenario: scenarioOf(edits) as WhatIfRequest["scenario"] & object,
    ...(edited && { weights: edited }),
    ...(between !== BETWEEN && { between }),
  };
}

/** The columns that a fit, or a what-if of a model, reads. */
export function columnsUsed({ columns }: Pick<Settings, "columns">, edits: readonly Edit[]): string[] {
  return [...new Set([...columns, ...edits.map(({ column }) => column), ...conditionColumns(edits)])];
}

/** Rows between two grades, the nearest to the middle first. */
export function rowsBetween(first: Float64Array, second: Float64Array, n: number): number[] {
  const rows = [...second.keys()].filter((row) => !Number.isNaN(second[row] ?? NaN));
  const ratio = (row: number) => (second[row] ?? 0) / (first[row] ?? 1);
  return rows.sort((a, b) => ratio(b) - ratio(a) || a - b).slice(0, n);
}
