/** The CSV of customers whose results changed. */

import type { Column } from "../client/protocol";
import { lineOf, MARK, numberCell, textCell } from "./csv";
import type { NamedPair, ResultColumn } from "../rows/changed";
import { active, type Edit } from "./scenario-state";

/** Rows that are written at once: few enough for the page to stay awake between them. */
const ROWS_AT_ONCE = 2000;

/** A column of the CSV. */
export interface CsvColumn {
  head: string;
  cell(row: number): string;
}

/** A column that the scenario changes, as it is and as it becomes. */
export interface EditedColumn {
  name: string;
  before: Float64Array;
  after: Float64Array;
}

export function csvColumns(results: readonly NamedPair[], edited: readonly EditedColumn[]): CsvColumn[] {
  const pairs = results.flatMap(({ name, before, after }) => [columnOf(`${name}_before`, before), columnOf(`${name}_after`, after)]);
  const numbers = (name: string, values: Float64Array) => ({ head: name, cell: (row: number) => numberCell(values[row]) });
  const changed = edited.flatMap(({ name, before, after }) => [numbers(`${name}_before`, before), numbers(`${name}_after`, after)]);
  return [...pairs, ...changed];
}

function columnOf(head: string, column: ResultColumn): CsvColumn {
  if (column.kind === "number") return { head, cell: (row) => numberCell(column.values[row]) };
  // Each level is quoted once, not once a row.
  const cells = column.levels.map(textCell);
  return { head, cell: (row) => cells[column.codes[row] ?? cells.length] ?? "" };
}

/** What is written: rows, their ids, and columns. */
export interface CsvSource {
  /** The column of ids, or of row numbers where there are none. */
  idHead: string;
  rows: Uint32Array;
  /** The ids of some rows, from the worker: while it answers, the page does other things. */
  idsOf(rows: readonly number[]): Promise<string[]>;
  columns: readonly CsvColumn[];
}

/** The bytes of the CSV, in parts. */
export async function csvParts({ idHead, rows, idsOf, columns }: CsvSource): Promise<Uint8Array<ArrayBuffer>[]> {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(MARK + lineOf([idHead, ...columns.map(({ head }) => head)].map(textCell)))];
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const some = Array.from(rows.subarray(at, at + ROWS_AT_ONCE));
    const ids = await idsOf(some);
    const lines = some.map((row, i) => lineOf([ids.length > 0 ? textCell(ids[i] ?? "") : String(row), ...columns.map(({ cell }) => cell(row))]));
    parts.push(encoder.encode(lines.join("")));
  }
  return parts;
}

/** The columns that a scenario changes, with its edits applied in order: a missing value stays missing. */
export async function editedColumns(edits: readonly Edit[], read: (name: string) => Promise<Column>): Promise<EditedColumn[]> {
  const names = [...new Set(active(edits).map(({ column }) => column))];
  return Promise.all(names.map((name) => editedColumn(name, active(edits).filter(({ column }) => column === name), read)));
}

async function editedColumn(name: string, edits: readonly Edit[], read: (name: string) => Promise<Column>): Promise<EditedColumn> {
  const column = await read(name);
  const before = column.kind === "number" ? column.values : new Float64Array();
  const after = before.slice();
  for (const { how, amount, only } of edits) {
    const isMeant = only ? levelTest(await read(only.column), only.level) : () => true;
    const factor = (100 + amount) / 100;
    after.forEach((x, row) => {
      if (isMeant(row)) after[row] = how === "scale" ? x * factor : x + amount;
    });
  }
  return { name, before, after };
}

/** Whether a row has a level of a category. */
export function levelTest(column: Column, level: string): (row: number) => boolean {
  if (column.kind !== "category") return () => false;
  const code = column.levels.indexOf(level);
  return (row) => column.codes[row] === code;
}
