/** The table as views know it; its rows stay in the worker. */

import type { ColumnSummary, TableSummary } from "./client/protocol";
import type { CallOptions, Client } from "./client/client";
import { payloadOf, type ReadHints, type TableInput } from "./client/table-input";
import type { Locale } from "./i18n";

/** What a column means, where its maker says so. */
export interface ColumnMeaning {
  en: string;
  zh: string;
  unit: string;
}

export interface TableData extends TableSummary {
  /** The file's name, or what the population is called. */
  name: string;
  /** Meanings by column name; empty for files. */
  meanings: ReadonlyMap<string, ColumnMeaning>;
  /** Columns to begin with, where the maker of the table knows good ones. */
  suggested: readonly string[];
  /** An event worth explaining, and columns that may, where the maker of the table knows one. */
  event?: { target: string; columns: readonly string[] };
}

/** A number column and what it ranges over. */
export type NumberSummary = ColumnSummary & { kind: "number"; range: NonNullable<ColumnSummary["range"]> };

/** The columns that can be compared: numbers that are not all missing. */
export function numberColumns(table: TableSummary): NumberSummary[] {
  return table.columns.filter((column): column is NumberSummary => column.kind === "number" && !!column.range);
}

/** One of them; none where the table has no such column. */
export function numberColumn(table: TableSummary, wanted: string): NumberSummary | undefined {
  return numberColumns(table).find(({ name }) => name === wanted);
}

/** All of them, the suggested ones first. */
export function offeredColumns(table: TableData): NumberSummary[] {
  const isSuggested = ({ name }: NumberSummary) => table.suggested.includes(name);
  const numbers = numberColumns(table);
  return [...numbers.filter(isSuggested), ...numbers.filter((column) => !isSuggested(column))];
}

/** Whether a column says 1 where something happened and 0 where it did not, both of somebody. */
export function isFlag({ range, isWhole = false }: NumberSummary): boolean {
  return isWhole && range.min === 0 && range.max === 1;
}

/** Columns in the table's order. */
export function inTableOrder(table: TableSummary, names: readonly string[]): string[] {
  return table.columns.map(({ name }) => name).filter((name) => names.includes(name));
}

/** The category columns with few enough levels to choose one from. */
export function categoryColumns(table: TableSummary): ColumnSummary[] {
  return table.columns.filter((column) => column.kind === "category" && (column.nLevels ?? 0) > 1);
}

/** Reads a table into the worker. */
export async function readTable(client: Client, input: TableInput, hints: ReadHints = {}, options: CallOptions = {}): Promise<TableData> {
  const summary = await client.call("readTable", await payloadOf(input, hints), options);
  return tableOf(summary, input instanceof File ? input.name : "");
}

/** A table of which nothing is known but what it holds. */
export function tableOf(summary: TableSummary, name: string): TableData {
  return { ...summary, name, meanings: new Map(), suggested: [] };
}

/** What a column means in the page's language, or nothing. */
export function meaningOf(table: TableData, column: string, locale: Locale): string | undefined {
  const meaning = table.meanings.get(column);
  return meaning && (locale === "zh-CN" ? meaning.zh : meaning.en);
}

/** Whether a column is only known afterwards; the maker of the sample population says which are. */
export function isLabel(table: TableData, column: string): boolean {
  return table.meanings.get(column)?.en.startsWith("Label") ?? false;
}

/** Whether a column holds what the maker of the sample population hides. */
export function isTruth(table: TableData, column: string): boolean {
  return table.meanings.get(column)?.en.startsWith("Truth") ?? false;
}
