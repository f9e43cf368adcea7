/** One customer's values, beside those of customers that are alike. */

import type { Column } from "./protocol";

/** What a column holds at a row and among the customers alike. */
export interface CellAround {
  /** Null where it is missing. */
  now: number | string | null;
  /** Of numbers: the ends of what customers alike have; none where all lack it. */
  range?: { min: number; max: number };
}

export interface Around {
  /** How many customers are alike, this one too; nothing said: all. */
  nAlike?: number;
  cells: Record<string, CellAround>;
}

/** Looks around a row: customers are alike that have the same levels of these categories. */
export function aroundOf(columnOf: (name: string) => Column, row: number, names: readonly string[], alike: readonly string[]): Around {
  const rows = rowsAlike(alike.map(columnOf), row);
  const cells = names.map((name) => [name, cellOf(columnOf(name), row, rows)] as const);
  return { ...(rows && { nAlike: rows.length }), cells: Object.fromEntries(cells) };
}

/** The rows with the row's levels; nothing said: all, as there is nothing to differ by. */
function rowsAlike(columns: readonly Column[], row: number): Uint32Array | undefined {
  const categories = columns.flatMap((column) => (column.kind === "category" ? [column.codes] : []));
  const [first] = categories;
  if (!first) return undefined;
  const rows = new Uint32Array(first.length);
  let n = 0;
  for (let other = 0; other < rows.length; other += 1) {
    if (categories.every((codes) => codes[other] === codes[row])) rows[n++] = other;
  }
  return rows.subarray(0, n);
}

function cellOf(column: Column, row: number, rows: Uint32Array | undefined): CellAround {
  if (column.kind === "category") return { now: column.levels[column.codes[row] ?? NaN] ?? null };
  if (column.kind !== "number") return { now: null };
  const { values } = column;
  const now = values[row] ?? NaN;
  const range = rangeOf(values, rows);
  return { now: Number.isNaN(now) ? null : now, ...(range && { range }) };
}

function rangeOf(values: Float64Array, rows: Uint32Array | undefined): { min: number; max: number } | undefined {
  let [min, max] = [Infinity, -Infinity];
  const n = rows?.length ?? values.length;
  for (let at = 0; at < n; at += 1) {
    const value = values[rows?.[at] ?? at] ?? NaN;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : undefined;
}
