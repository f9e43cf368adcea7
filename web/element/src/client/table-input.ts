/** The tables that people may give, on their way to the worker. */

import { isArrow, MARK_LENGTH } from "./arrow-mark";
import { columnOf, jsonOf, type ColumnValues } from "./columns";
import { refusal } from "./problem";
import type { Column, TableFormat, TablePayload } from "./protocol";

/**
 * A table: columns by name, columns with their kind said, rows as objects, CSV text, or the bytes of a
 * file (CSV, TSV, JSON, NDJSON, Arrow IPC).
 */
export type TableInput =
  | { columns: Readonly<Record<string, ColumnValues>> }
  | { columns: readonly Column[] }
  | readonly object[]
  | string
  | ArrayBuffer
  | Uint8Array
  | Blob;

/** How a column is read: items are sets, with the sign between them where it is no semicolon; ids go to no module. */
export type ColumnType = "number" | "category" | "items" | `items:${string}` | "date" | "id" | "skip";

/** How text, rows and files of text are read, where that is not to be found out; columns and Arrow take none but the format. */
export interface ReadHints {
  format?: TableFormat;
  /** By column. */
  types?: Record<string, ColumnType>;
  /** Texts that mean missing, beside the empty text, NA, N/A and null. */
  missing?: string[];
}

/** The table as the session takes it. What the caller gave stays the caller's. */
export async function payloadOf(input: TableInput, hints: ReadHints = {}): Promise<TablePayload> {
  const { format } = hints;
  if (typeof input === "string") return bytesPayload(new Blob([input]), format ?? "csv", hints);
  if (input instanceof ArrayBuffer) return bytesPayload(new Blob([input]), format, hints);
  if (input instanceof Uint8Array) return bytesPayload(new Blob([input as Uint8Array<ArrayBuffer>]), format, hints);
  if (input instanceof Blob) return bytesPayload(input, format ?? formatOf(input), hints);
  if (Array.isArray(input)) return bytesPayload(new Blob([jsonOf(input)]), "json", hints);
  refuseHints(hints);
  return columnsPayload((input as { columns?: unknown } | null)?.columns);
}

/** The format that a file's name says. */
export function formatOf(file: Blob): TableFormat | undefined {
  const name = "name" in file && typeof file.name === "string" ? file.name : "";
  const extension = name.toLowerCase().split(".").at(-1);
  if (extension === "arrow" || extension === "arrows" || extension === "feather") return "arrow";
  return extension === "tsv" || extension === "json" || extension === "ndjson" ? extension : undefined;
}

/** Bytes that the session reads itself, and can read again: they lie where the browser keeps files, not in the page. */
async function bytesPayload(bytes: Blob, format: TableFormat | undefined, hints: ReadHints): Promise<TablePayload> {
  const found = format ?? (isArrow(new Uint8Array(await bytes.slice(0, MARK_LENGTH).arrayBuffer())) ? "arrow" : "csv");
  if (found === "arrow") refuseHints(hints);
  const { types, missing } = hints;
  return { kind: "bytes", bytes, format: found, ...(types && { types: { ...types } }), ...(missing && { missing: [...missing] }) };
}

function columnsPayload(columns: unknown): TablePayload {
  if (Array.isArray(columns)) return { kind: "columns", columns: columns.map(plainColumn) };
  if (typeof columns !== "object" || columns === null) throw notATable();
  return { kind: "columns", columns: Object.entries(columns).map(([name, values]) => columnOf(name, values as ColumnValues)) };
}

/** A column that can be sent to another thread: one that a framework watches cannot, nor can its levels. */
function plainColumn(column: Column): Column {
  const { levels } = (column ?? {}) as { levels?: unknown };
  return { ...column, ...(Array.isArray(levels) && { levels: [...levels] }) };
}

/** Columns and Arrow know what they are: what is said about reading texts would be lost without a word. */
function refuseHints({ types, missing }: ReadHints): void {
  const name = types ? "types" : missing && "missing";
  if (!name) return;
  const message = `hints.${name} says how texts are read; columns and Arrow have types of their own`;
  throw refusal("hint_not_read", message, { hint: name }, `/hints/${name}`);
}

function notATable() {
  const kinds = "{ columns }, rows, text, bytes or a file";
  return refusal("table_wrong_kind", `table is none of the kinds that are read; must be ${kinds}`, {}, "/table");
}
