/** The tables that people may give, on their way to the worker. */

import { isArrow } from "./arrow-mark";
import { columnOf, type ColumnValues } from "./columns";
import { refusal } from "./problem";
import type { Column, TableFormat, TablePayload } from "./protocol";

/**
 * A table: columns by name, columns with their kind said, rows as objects, CSV text, or the bytes of a
 * file (CSV, TSV, JSON, NDJSON, Arrow IPC).
 */
export type TableInput =
  | { columns: Readonly<Record<string, ColumnValues>> }
  | { columns: readonly Column[] }
  | readonly Readonly<Record<string, unknown>>[]
  | string
  | ArrayBuffer
  | Uint8Array
  | Blob;

/** How text and bytes are read, where that is not to be found out. */
export interface ReadHints {
  format?: TableFormat;
  /** By column: number, category, items, items:|, date, id or skip. */
  types?: Record<string, string>;
  /** Texts that mean missing, beside the empty text, NA, N/A and null. */
  missing?: string[];
}

/** The table as the session takes it. What the caller gave stays the caller's. */
export async function payloadOf(input: TableInput, hints: ReadHints = {}): Promise<TablePayload> {
  const { format } = hints;
  if (typeof input === "string") return bytesPayload(new TextEncoder().encode(input), format ?? "csv", hints);
  if (input instanceof ArrayBuffer) return bytesPayload(new Uint8Array(input), format, hints);
  if (input instanceof Uint8Array) return bytesPayload(input, format, hints);
  if (input instanceof Blob) return bytesPayload(new Uint8Array(await input.arrayBuffer()), format ?? formatOf(input), hints);
  if (Array.isArray(input)) return bytesPayload(new TextEncoder().encode(JSON.stringify(input)), "json", hints);
  return columnsPayload((input as { columns?: unknown } | null)?.columns);
}

/** The format that a file's name says. */
export function formatOf(file: Blob): TableFormat | undefined {
  const name = "name" in file && typeof file.name === "string" ? file.name : "";
  const extension = name.toLowerCase().split(".").at(-1);
  if (extension === "arrow" || extension === "arrows" || extension === "feather") return "arrow";
  return extension === "tsv" || extension === "json" || extension === "ndjson" ? extension : undefined;
}

function bytesPayload(bytes: Uint8Array, format: TableFormat | undefined, { types, missing }: ReadHints): TablePayload {
  const found = format ?? (isArrow(bytes) ? "arrow" : "csv");
  return { kind: "bytes", bytes, format: found, ...(types && { types }), ...(missing && { missing }) };
}

function columnsPayload(columns: unknown): TablePayload {
  if (Array.isArray(columns)) return { kind: "columns", columns };
  if (typeof columns !== "object" || columns === null) throw notATable();
  return { kind: "columns", columns: Object.entries(columns).map(([name, values]) => columnOf(name, values as ColumnValues)) };
}

function notATable() {
  const kinds = "columns, rows, text, bytes or a file";
  return refusal("table_wrong_kind", `table is none of the kinds that are read; must be ${kinds}`, {}, "/table");
}
