/** What the view asks the module for. */

import type { FitRequest } from "../../generated/density";
import { isLabel, isTruth, numberColumn, numberColumns, type TableData } from "../../table";

export interface Settings {
  columns: string[];
  /** Those of the columns that are taken as logarithms. */
  log: string[];
  standardize: boolean;
  /** How near neighbours are; none: what the module suggests. */
  eps: number | undefined;
  /** Neighbours that make a customer one of a group; none: twice the number of columns, at least 4. */
  minPoints: number | undefined;
  /** Unusual customers that are listed. */
  top: number;
}

/** More columns make everyone unusual. */
const COLUMNS_FIRST = 4;
/** A column whose greatest value is so many times its mean has a long tail. */
const TAIL = 20;

/** What customers can be compared by. */
export function candidates(table: TableData): string[] {
  const numbers = numberColumns(table).filter(({ range, nMissing }) => range.max > range.min && nMissing < table.nRows / 2);
  const names = numbers.map(({ name }) => name).filter((name) => !isLabel(table, name) && !isTruth(table, name));
  const isSuggested = (name: string) => table.suggested.includes(name);
  return [...names.filter(isSuggested), ...names.filter((name) => !isSuggested(name))];
}

export function initialSettings(table: TableData): Settings {
  const columns = candidates(table).slice(0, COLUMNS_FIRST);
  return { columns, log: columns.filter((name) => hasTail(table, name)), standardize: true, eps: undefined, minPoints: undefined, top: 50 };
}

/** Settings with other columns: distances are others, so how near and how many is told anew. */
export function withColumns(table: TableData, settings: Settings, columns: string[]): Settings {
  const isNew = (name: string) => !settings.columns.includes(name);
  const log = columns.filter((name) => (isNew(name) ? hasTail(table, name) : settings.log.includes(name)));
  return { ...settings, columns, log, eps: undefined, minPoints: undefined };
}

function hasTail(table: TableData, name: string): boolean {
  const range = numberColumn(table, name)?.range;
  return !!range && range.min >= 0 && range.max > TAIL * range.mean;
}

export function fitParams({ columns, log, standardize, eps, minPoints, top }: Settings): FitRequest {
  return { columns, log, standardize, missing: "mean", top, ...(eps !== undefined && { eps }), ...(minPoints !== undefined && { min_points: minPoints }) };
}

/** Where the slider of the distance ends: from near nothing to what reaches nearly everyone, the suggestion well inside. */
export function epsSpan(percentiles: readonly number[], suggested: number): { min: number; max: number; step: number } {
  const far = percentiles.at(-2) ?? suggested;
  const max = Math.max(2 * suggested, Math.min(far, 8 * suggested));
  const step = Number((10 ** Math.floor(Math.log10(max / 100))).toPrecision(1));
  return { min: step, max: Math.ceil(max / step) * step, step };
}
