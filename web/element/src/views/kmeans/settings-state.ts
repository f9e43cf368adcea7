/** What a fit and a what-if are asked for, and the requests for them. */

import { MARKS_MAX } from "../../charts/palette";
import { conditionColumns, scenarioOf, type Edit } from "../../parts/scenario-state";
import { numberColumns, type TableData } from "../../table";
import type { Model } from "./types";

export interface Settings {
  columns: string[];
  k: number;
  standardize: boolean;
  missing: "refuse" | "mean" | "drop";
}

/** The most segments that the slider offers: more than people can keep apart. */
export const K_MAX = Math.min(16, MARKS_MAX);

const COLUMNS_FIRST = 6;

/** What the page begins with: suggested columns, else the first ones that vary. */
export function initialSettings(table: TableData): Settings {
  const numbers = numberColumns(table);
  const suggested = numbers.filter(({ name }) => table.suggested.includes(name));
  const varying = numbers.filter(({ range, nMissing }) => range.max > range.min && nMissing < table.nRows / 2);
  const columns = suggested.length > 0 ? suggested : varying.slice(0, COLUMNS_FIRST);
  return { columns: columns.map(({ name }) => name), k: Math.min(4, table.nRows), standardize: true, missing: "mean" };
}

/** The settings that a model was fitted with. */
export function settingsOf({ columns, centroids, standardize, missing }: Model): Settings {
  return { columns, k: centroids.length, standardize, missing };
}

/** Whether one of the chosen columns lacks values, so that it matters what is done about them. */
export function lacksValues(settings: Settings, table: TableData): boolean {
  return table.columns.some(({ name, nMissing }) => nMissing > 0 && settings.columns.includes(name));
}

/** The request that fits. */
export function fitRequest({ columns, k, standardize, missing }: Settings): string {
  return JSON.stringify({ op: "fit", params: { columns, k, standardize, missing, seed: 1 }, rows_as: "columns" });
}

/** The columns that a fit, or a scenario of a model, reads, and so the module needs. */
export function columnsUsed({ columns }: Pick<Settings, "columns">, edits: readonly Edit[]): string[] {
  return [...new Set([...columns, ...edits.map(({ column }) => column), ...conditionColumns(edits)])];
}

/** What is drawn while a slider moves. */
const DRAWN = ["segment_before", "segment_after"];

/** The request that compares before and after: all that it tells of each customer, or what is drawn alone. */
export function whatIfRequest(model: Model, edits: readonly Edit[], wanted: "all" | "drawn" = "all"): string {
  const params = { scenario: scenarioOf(edits), ...(wanted === "drawn" && { columns: DRAWN }) };
  return JSON.stringify({ op: "what_if", model, params, rows_as: "columns" });
}
