/** What the view asks the module for. */

import type { AssignRequest, Band, Class, Strategy, StrategyReply, StrategyRequest, WhatIfRequest } from "../../generated/segment";
import type { Column } from "../../client/protocol";
import { outcomeOf, type Outcome } from "../../parts/outcomes";
import type { ResultColumn } from "../../rows/changed";
import { categoryIn } from "../../parts/reply-columns";
import { conditionColumns, scenarioOf, type Edit } from "../../parts/scenario-state";
import { numberColumns, type TableData } from "../../table";

/** The results of the second dimension, in the order of a cell's letters. */
export const RESULTS = ["contribution", "outage_sensitivity", "arrears_risk", "channel_activity", "inspection_risk"] as const;
export type Result = (typeof RESULTS)[number];

export const LEVELS = ["high", "medium", "low", "unknown"] as const;
export type Level = (typeof LEVELS)[number];
/** What stands for each level in the name of a cell. */
export const LETTERS: Readonly<Record<string, Level>> = { H: "high", M: "medium", L: "low", U: "unknown" };

/** How a column becomes a level: as the result that it is, by shares of the customers, or by cuts. */
export interface BandChoice {
  kind: "own" | "top_shares" | "cuts";
  high: number;
  medium: number;
}

/** By result the column that holds it or stands in for it. */
export type Sources = Partial<Record<Result, string>>;
export type Bands = Partial<Record<Result, BandChoice>>;

/** What a person changed of a strategy. */
export interface StrategyEdit {
  isOff?: boolean;
  priority?: number;
}

const SHARES: BandChoice = { kind: "top_shares", high: 0.05, medium: 0.15 };

/** Columns of the sample population that stand in for results, which only models tell. */
const STAND_INS: Record<Result, { column: string; band: BandChoice }> = {
  contribution: { column: "revenue_yuan", band: SHARES },
  outage_sensitivity: { column: "n_outage_calls_12m", band: { kind: "cuts", high: 2, medium: 1 } },
  arrears_risk: { column: "n_bills_late_12m", band: { kind: "cuts", high: 3, medium: 1 } },
  channel_activity: { column: "n_app_uses_12m", band: { kind: "cuts", high: 12, medium: 3 } },
  inspection_risk: { column: "phase_imbalance_share", band: SHARES },
};

/** The columns of the results' own names, else the stand-ins that the table has. */
export function initialSources(table: TableData): Sources {
  const names = table.columns.map(({ name }) => name);
  const sources: Sources = {};
  for (const result of RESULTS) {
    const column = [result, STAND_INS[result].column].find((name) => names.includes(name));
    if (column !== undefined) sources[result] = column;
  }
  return sources;
}

/** A result's own column, and one of categories, has the module's band; others have shares, or cuts that suit the stand-in. */
export function initialBand(table: TableData, result: Result, column: string): BandChoice {
  if (column === result || !numberColumns(table).some(({ name }) => name === column)) return { ...SHARES, kind: "own" };
  return STAND_INS[result].column === column ? STAND_INS[result].band : SHARES;
}

function bandOf({ kind, high, medium }: BandChoice): Band | undefined {
  if (kind === "own") return undefined;
  return kind === "cuts" ? { cuts: { high, medium } } : { top_shares: { high, medium } };
}

function bandsOf(bands: Bands): Partial<Record<Result, Band>> {
  const made: Partial<Record<Result, Band>> = {};
  for (const result of RESULTS) {
    const choice = bands[result];
    const band = choice && bandOf(choice);
    if (band) made[result] = band;
  }
  return made;
}

/** The bands that everything begins with. */
export function initialBands(table: TableData, sources: Sources): Bands {
  return Object.fromEntries(Object.entries(sources).map(([result, column]) => [result, initialBand(table, result as Result, column)]));
}

export function assignParams(table: TableData, sources: Sources): AssignRequest {
  return { missing_columns: "skip", results: sources, bands: bandsOf(initialBands(table, sources)), n_cells_max: 20 };
}

/** The classes with other conditions, where some were written anew. */
export function editedClasses(classes: readonly Class[], conditions: Record<string, string>): Class[] | undefined {
  const isEdited = classes.some(({ id, when }) => conditions[id] !== undefined && conditions[id] !== when);
  return isEdited ? classes.map((one) => (one.when == null ? one : { ...one, when: conditions[one.id] ?? one.when })) : undefined;
}

export function whatIfParams(edits: readonly Edit[], bands: Bands, classes: Class[] | undefined): WhatIfRequest {
  return { scenario: scenarioOf(edits) as WhatIfRequest["scenario"] & object, bands: bandsOf(bands), ...(classes && { classes }) };
}

/** The bands that differ from those that everything begins with. */
export function editedBands(table: TableData, sources: Sources, bands: Bands): Bands {
  const entries = Object.entries(bands).filter(([name, band]) => {
    const column = sources[name as Result];
    return column !== undefined && JSON.stringify(initialBand(table, name as Result, column)) !== JSON.stringify(band);
  });
  return Object.fromEntries(entries);
}

/** The columns that classes and results read, by the words of the conditions. */
export function columnsUsed(table: TableData, sources: Sources, conditions: readonly unknown[], edits: readonly Edit[]): string[] {
  const words = new Set(conditions.flatMap((condition) => wordsIn(condition)));
  const named = [...Object.values(sources), ...edits.map(({ column }) => column), ...conditionColumns(edits)];
  return table.columns.map(({ name }) => name).filter((name) => words.has(name) || named.includes(name));
}

function wordsIn(condition: unknown): string[] {
  const text = typeof condition === "string" ? condition : JSON.stringify(condition ?? "");
  return [...(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []), ...[...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "")];
}

/** The letters of a cell, which stand after its class. */
export function lettersIn(cell: string): string {
  return cell.slice(cell.lastIndexOf("/") + 1);
}

/** The level of each result by the letters of a cell. */
export function levelsOf(letters: string): Level[] {
  return RESULTS.map((_, i) => LETTERS[letters[i] ?? "U"] ?? "unknown");
}

/** Class and levels of each customer as columns, from the column of cells of a reply. */
export function levelColumns(columns: readonly Column[], when: "before" | "after"): ResultColumn[] {
  const classes = categoryIn(columns, `customer_class_${when}`);
  const cells = categoryIn(columns, `cell_${when}`);
  const levelsByCell = cells.levels.map((cell) => levelsOf(lettersIn(cell)));
  const levels = RESULTS.map((result, i): ResultColumn => {
    const byCell = levelsByCell.map((all) => LEVELS.indexOf(all[i] ?? "unknown"));
    return { name: `${result}_level`, kind: "category", codes: cells.codes.map((code) => byCell[code] ?? 0xffffffff), levels: [...LEVELS] };
  });
  return [{ ...classes, name: "customer_class" }, ...levels];
}

/** The levels of each result before and after. */
export function levelOutcomes(columns: readonly Column[], nameOf: (level: string) => string): Outcome[] {
  const [, ...before] = levelColumns(columns, "before");
  const [, ...after] = levelColumns(columns, "after");
  return before.map((column, i): Outcome => ({ ...outcomeOf(column.name, column, after[i]), nameOf }));
}

/** The strategies as they were told, with what a person changed. */
export function strategiesOf({ strategies }: StrategyReply, edits: Record<string, StrategyEdit>): Strategy[] {
  return strategies.map(({ strategy: id, name, scene, when, priority, actions, source }): Strategy => {
    const { isOff = false, priority: other } = edits[id] ?? {};
    return { id, name, scene, when, priority: other ?? priority, actions, source: source ?? null, status: isOff ? "off" : "on" };
  });
}

export function strategyParams(asOf: string, sources: Sources, bands: Bands, strategies: Strategy[] | undefined): StrategyRequest {
  // A stand-in is no probability: strategies by probability are left out where there is none.
  const own = Object.entries(sources).filter(([result]) => bands[result as Result]?.kind === "own");
  return { as_of: asOf, missing_columns: "skip", results: Object.fromEntries(own), ...(strategies && { strategies }) };
}
