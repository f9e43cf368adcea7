/** The table as the page knows it; its rows stay in the worker. */

import type { ColumnSummary, TableSummary } from "gridfolk_bridge";
import type { Client } from "./client/client";
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

/** The same, with the suggested ones first. */
export function offeredColumns(table: TableData): NumberSummary[] {
  const isSuggested = ({ name }: NumberSummary) => table.suggested.includes(name);
  const numbers = numberColumns(table);
  return [...numbers.filter(isSuggested), ...numbers.filter((column) => !isSuggested(column))];
}

/** The category columns with few enough levels to choose one from. */
export function categoryColumns(table: TableSummary): ColumnSummary[] {
  return table.columns.filter((column) => column.kind === "category" && (column.nLevels ?? 0) > 1);
}

/** Reads a file into the table. */
export async function readFile(client: Client, file: File): Promise<TableData> {
  const bytes = await file.arrayBuffer();
  const summary = await client.call("readTable", { bytes, format: formatOf(file.name) }, [bytes]);
  return { ...summary, name: file.name, meanings: new Map(), suggested: [] };
}

/** What a column means in the page's language, or nothing. */
export function meaningOf(table: TableData, column: string, locale: Locale): string | undefined {
  const meaning = table.meanings.get(column);
  return meaning && (locale === "zh-CN" ? meaning.zh : meaning.en);
}

function formatOf(name: string): "csv" | "tsv" | "json" | "ndjson" {
  const extension = name.toLowerCase().split(".").at(-1);
  if (extension === "tsv" || extension === "json" || extension === "ndjson") return extension;
  return "csv";
}
