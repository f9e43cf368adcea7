/** The reverse question of one customer: what would bring it somewhere else, and what may not change on the way. */

import type { Client } from "../client/client";
import { numberColumns, type TableData } from "../table";

export interface Question {
  row: number;
  /** Columns that may not change. */
  fixed: string[];
  /** The least that numbers may become. */
  least: Record<string, number>;
  /** The most that they may become. */
  most: Record<string, number>;
}

/** A customer with the name that people know it by. */
export interface Named {
  row: number;
  id: string | undefined;
}

/** A question that holds nothing fixed. */
export function freshQuestion(row: number): Question {
  return { row, fixed: [], least: {}, most: {} };
}

/** The same question without what it says of columns that are gone. */
export function keptQuestion(question: Question, columns: readonly string[]): Question {
  const known = (limits: Record<string, number>) => Object.fromEntries(Object.entries(limits).filter(([name]) => columns.includes(name)));
  const { row, fixed, least, most } = question;
  return { row, fixed: fixed.filter((name) => columns.includes(name)), least: known(least), most: known(most) };
}

/** The rows with the highest scores below a limit, highest first; rows without a score are left out. */
export function highest(scores: Float64Array, n: number, limit = Infinity): number[] {
  const rows: number[] = [];
  // Nearly every row of a million falls short of this.
  let least = -Infinity;
  for (let row = 0; row < scores.length; row += 1) {
    const score = scores[row] ?? NaN;
    if (!(score < limit) || (rows.length === n && score <= least)) continue;
    const at = rows.findIndex((other) => score > (scores[other] ?? 0));
    rows.splice(at < 0 ? rows.length : at, 0, row);
    if (rows.length > n) rows.pop();
    least = scores[rows.at(-1) ?? 0] ?? least;
  }
  return rows;
}

/** The row that a person means: a customer's id, or a row's number where the table has no ids. */
export async function rowOf(client: Client, table: TableData, text: string): Promise<number | undefined> {
  const id = text.trim();
  if (table.ids.length > 0) return client.call("rowOf", { id });
  const row = Number(id.replaceAll(/[,\s]/g, ""));
  return id !== "" && Number.isInteger(row) && row >= 0 && row < table.nRows ? row : undefined;
}

/** How finely each column of numbers is changed: by whole numbers where all are whole, else by a hundredth of its range. */
export async function stepsOf(client: Client, table: TableData, columns: readonly string[]): Promise<Record<string, number>> {
  const numbers = numberColumns(table).filter(({ name }) => columns.includes(name));
  const steps = numbers.map(async ({ name, range }) => {
    const column = await client.call("column", { name });
    const isWhole = column.kind === "number" && column.values.every((value) => Number.isNaN(value) || Number.isInteger(value));
    return [name, isWhole ? 1 : stepOf(range.max - range.min)] as const;
  });
  return Object.fromEntries(await Promise.all(steps));
}

/** A round step of about a hundredth. */
export function stepOf(size: number): number {
  return size > 0 ? Number((10 ** Math.floor(Math.log10(size / 50))).toPrecision(1)) : 1;
}
