/** The reverse question of one customer: what would bring it somewhere else, and what may not change on the way. */

import type { Around } from "../client/around";
import type { Client } from "../client/client";
import type { TableSummary } from "../client/protocol";
import { numberColumn, numberColumns, type TableData } from "../table";

/** A question, in which categories stay as they are and other columns may change until a person says otherwise. */
export interface Question {
  row: number;
  /** Other columns that may not change. */
  fixed: string[];
  /** Categories that may change. */
  freed: string[];
  /** The least that numbers may become, where a person says so. */
  least: Record<string, number>;
  /** The most that they may become. */
  most: Record<string, number>;
}

/** A customer with the name that people know it by. */
export interface Named {
  row: number;
  id: string | undefined;
}

/** How one column may change. */
export interface Limit {
  column: string;
  /** The customer's value; null where it is missing. */
  now: number | string | null;
  isFixed: boolean;
  /** What holds of numbers. */
  number?: {
    least: number;
    most: number;
    /** What numbers become multiples of. */
    step: number;
    isWhole: boolean;
    /** The limits where nobody sets others. */
    usual: { min: number; max: number };
  };
}

/** What a question allows. */
export interface Limits {
  columns: Limit[];
  /** Whose numbers are the usual limits: customers with the same levels of these; of none, all. */
  alike: string[];
  nAlike: number;
}

/** Of fewer customers alike, what they have says little of what there can be. */
const ALIKE_LEAST = 30;

/** A question as it is before a person says anything. */
export function freshQuestion(row: number): Question {
  return { row, fixed: [], freed: [], least: {}, most: {} };
}

/** The same question without what it says of columns that are gone. */
export function keptQuestion(question: Partial<Question> & { row: number }, columns: readonly string[]): Question {
  const isKnown = (name: string) => columns.includes(name);
  const known = (limits: Record<string, number> = {}) => Object.fromEntries(Object.entries(limits).filter(([name]) => isKnown(name)));
  const { row, fixed = [], freed = [], least, most } = question;
  return { row, fixed: fixed.filter(isKnown), freed: freed.filter(isKnown), least: known(least), most: known(most) };
}

/** The question with a column that may change, or may not. */
export function withFixed(table: TableSummary, question: Question, column: string, isFixed: boolean): Question {
  const list = isCategory(table, column) ? "freed" : "fixed";
  const isListed = list === "fixed" ? isFixed : !isFixed;
  const others = question[list].filter((name) => name !== column);
  return { ...question, [list]: isListed ? [...others, column] : others };
}

function isCategory(table: TableSummary, column: string): boolean {
  return table.columns.some(({ name, kind }) => name === column && kind === "category");
}

/** The categories that stay as they are. */
export function heldCategories(table: TableSummary, { freed }: Question, columns: readonly string[]): string[] {
  return columns.filter((name) => isCategory(table, name) && !freed.includes(name));
}

/** What a question allows, after a look around its customer. */
export function limitsOf(table: TableSummary, question: Question, columns: readonly string[], { nAlike, cells }: Around): Limits {
  const held = heldCategories(table, question, columns);
  const isEnough = nAlike !== undefined && nAlike >= ALIKE_LEAST;
  const limit = (column: string): Limit => {
    const { now = null, range } = cells[column] ?? {};
    const isFixed = held.includes(column) || question.fixed.includes(column);
    const all = numberColumn(table, column);
    if (!all) return { column, now, isFixed };
    const { isWhole = false } = all;
    const { min, max } = (isEnough && range) || all.range;
    const usual = { min, max };
    return { column, now, isFixed, number: { ...endsOf(question, column, usual), step: stepWithin(usual, isWhole), isWhole, usual } };
  };
  return { columns: columns.map(limit), alike: isEnough ? held : [], nAlike: isEnough ? nAlike : table.nRows };
}

/** The ends of a range. An end that a person sets beyond the usual other one takes that with it. */
function endsOf({ least, most }: Question, column: string, { min, max }: { min: number; max: number }): { least: number; most: number } {
  return {
    least: least[column] ?? Math.min(min, most[column] ?? min),
    most: most[column] ?? Math.max(max, least[column] ?? max),
  };
}

/** Finds what questions allow; what was found around a customer stays at hand for the next question about it. */
export class LimitsReader {
  #known: { table: TableData; key: string; around: Around } | undefined;

  async read(client: Client, table: TableData, question: Question, columns: readonly string[]): Promise<Limits> {
    const args = { row: question.row, columns, alike: heldCategories(table, question, columns) };
    const key = JSON.stringify(args);
    if (this.#known?.table !== table || this.#known.key !== key) this.#known = { table, key, around: await client.call("around", args) };
    return limitsOf(table, question, columns, this.#known.around);
  }
}

/** The last answer: while a slider moves, the same is asked of a customer again and again. */
export class Remembered<Answer> {
  #last: { of: readonly unknown[]; answer: Answer } | undefined;

  /** The answer to what `of` says; `ask` finds it where the last one was to something else. */
  async answer(of: readonly unknown[], ask: () => Promise<Answer>): Promise<Answer> {
    const last = this.#last;
    if (last && of.length === last.of.length && of.every((thing, i) => thing === last.of[i])) return last.answer;
    const answer = await ask();
    this.#last = { of, answer };
    return answer;
  }
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
export function stepsOf(table: TableSummary, columns: readonly string[]): Record<string, number> {
  const numbers = numberColumns(table).filter(({ name }) => columns.includes(name));
  return Object.fromEntries(numbers.map(({ name, range, isWhole }) => [name, stepWithin(range, isWhole)]));
}

function stepWithin({ min, max }: { min: number; max: number }, isWhole = false): number {
  return isWhole ? 1 : stepOf(max - min);
}

/** A round step of about a hundredth. */
export function stepOf(size: number): number {
  return size > 0 ? Number((10 ** Math.floor(Math.log10(size / 50))).toPrecision(1)) : 1;
}
