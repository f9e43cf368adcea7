/** Plain values as columns. */

import { refusal } from "./problem";
import type { Column } from "./protocol";

/** The code of a missing category. */
const MISSING = 0xffffffff;

const MS_A_DAY = 86_400_000;

/** The values of one column: a typed array, or numbers, texts, dates or lists of texts with `null` where one is missing. */
export type ColumnValues = ArrayLike<number> | ArrayLike<bigint> | ArrayLike<Cell>;

export type Cell = number | bigint | string | boolean | Date | readonly string[] | null | undefined;

type Kind = Column["kind"];

/** Values as a column of the kind that its first value has. */
export function columnOf(name: string, values: ColumnValues): Column {
  if (typeof values !== "object" || typeof values?.length !== "number") throw noList(name);
  if (ArrayBuffer.isView(values)) return { name, kind: "number", values: numbersOf(values as unknown as ArrayLike<number>) };
  const cells = Array.from(values as ArrayLike<Cell>);
  const kind = kindOf(name, cells);
  if (kind === "category") return categoryOf(name, cells.map((cell) => (cell == null ? undefined : String(cell))));
  if (kind === "items") return itemsOf(name, cells.map((cell) => (cell ?? []) as readonly string[]));
  return { name, kind, values: Float64Array.from(cells, numberOf) };
}

/** Texts as a column: codes in the order in which the levels first occur. */
export function categoryOf(name: string, texts: readonly (string | null | undefined)[]): Column {
  const levels = new Levels();
  const codes = Uint32Array.from(texts, (text) => (text == null ? MISSING : levels.code(text)));
  return { name, kind: "category", codes, levels: levels.texts };
}

/** Lists of texts as a column of sets. */
export function itemsOf(name: string, lists: readonly (Iterable<string | null> | null | undefined)[]): Column {
  const levels = new Levels();
  const ends: number[] = [];
  const codes: number[] = [];
  for (const list of lists) {
    const items = [...(list ?? [])].filter((item) => item !== null);
    codes.push(...[...new Set(items)].map((item) => levels.code(item)).sort((a, b) => a - b));
    ends.push(codes.length);
  }
  return { name, kind: "items", ends: Uint32Array.from(ends), codes: Uint32Array.from(codes), levels: levels.texts };
}

/** Texts by their code. */
class Levels {
  readonly texts: string[] = [];
  #codes = new Map<string, number>();

  code(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** The kind of all cells that are there; a column without any is one of missing numbers. */
function kindOf(name: string, cells: readonly Cell[]): Kind {
  let kind: Kind | undefined;
  cells.forEach((cell, row) => {
    if (cell === null || cell === undefined) return;
    const own = kindOfCell(cell);
    if (own === undefined || (kind !== undefined && own !== kind)) throw mixed(name, row, kind ?? "number");
    kind = own;
  });
  return kind ?? "number";
}

function kindOfCell(cell: NonNullable<Cell>): Kind | undefined {
  if (typeof cell === "number" || typeof cell === "bigint" || cell instanceof Date) return "number";
  if (typeof cell === "string" || typeof cell === "boolean") return "category";
  return Array.isArray(cell) && cell.every((item) => typeof item === "string") ? "items" : undefined;
}

function noList(column: string) {
  const message = `columns.${column} is no list of values; must be an array or a typed array`;
  return refusal("column_wrong_shape", message, { column }, `/columns/${column}`);
}

function mixed(column: string, row: number, kind: Kind) {
  const message = `columns.${column} has another kind of value in row ${row}; must be ${kind} as in the rows before`;
  return refusal("column_mixed", message, { column, row, kind }, `/columns/${column}`);
}

/** Dates as days since 1970-01-01, as every host reads them. */
function numberOf(cell: Cell): number {
  if (cell === null || cell === undefined) return NaN;
  return cell instanceof Date ? cell.getTime() / MS_A_DAY : Number(cell);
}

/** Rows as JSON, with the cells that it has no words for as in columns. */
export function jsonOf(rows: readonly object[]): string {
  return JSON.stringify(rows, function (this: Record<string, unknown>, name, value: unknown) {
    // As it was before it was asked for its own JSON.
    const cell = this[name];
    if (cell === Infinity || cell === -Infinity) throw infinite(name, rows.indexOf(this));
    return typeof cell === "bigint" || cell instanceof Date ? numberOf(cell) : value;
  });
}

function infinite(column: string, row: number) {
  const message = `row ${row} of column ${JSON.stringify(column)} is infinite; numbers must be finite, missing is null`;
  return refusal("not_finite", message, { column, row }, `/table/rows/${row}/${column}`);
}

function numbersOf(values: ArrayLike<number> | ArrayLike<bigint>): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values as ArrayLike<number>, Number);
}
