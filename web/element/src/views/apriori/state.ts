/** What is mined, where the sliders stand, and the requests for it. */

import type { TableData } from "../../table";
import type { Measure, Model } from "./types";

export interface Settings {
  columns: string[];
  /** The least support that is mined: the sliders move above it. */
  floor: number;
  minSupport: number;
  minConfidence: number;
  minLift: number;
  by: Measure;
}

/** One item that some customers get or lose. */
export interface Edit {
  column: string;
  how: "insert" | "remove";
  item: string;
  /** Only customers of one level of a category column. */
  only?: { column: string; level: string };
}

/** The supports that can be mined from. */
export const FLOORS = [0.005, 0.01, 0.02, 0.05, 0.1];
/** The least confidence that is mined. */
const CONFIDENCE_FLOOR = 0.1;
/** Columns with more levels say too little of each. */
const LEVELS_MAX = 12;
/** The most items of an itemset: longer rules are hard to read. */
const LENGTH_MAX = 4;
/** Rules that the page asks for. */
const RULES_MAX = 200;

/** The columns that hold items: sets, and categories with few levels. */
export function itemColumns(table: TableData): string[] {
  const suits = ({ kind, nLevels }: TableData["columns"][number]) =>
    kind === "items" || (kind === "category" && (nLevels ?? 0) > 1 && (nLevels ?? 0) <= LEVELS_MAX);
  return table.columns.filter(suits).map(({ name }) => name);
}

/** What the page begins with: the columns of sets, else the categories. */
export function initialSettings(table: TableData): Settings {
  const sets = table.columns.filter(({ kind }) => kind === "items").map(({ name }) => name);
  const columns = sets.length > 0 ? sets : itemColumns(table);
  return { columns, floor: 0.02, minSupport: 0.02, minConfidence: 0.3, minLift: 1.1, by: "lift" };
}

/** The columns that mining and edit read. */
export function columnsUsed({ columns }: Pick<Settings, "columns">, edit: Edit | undefined): string[] {
  return [...new Set([...columns, ...(edit ? [edit.column] : []), ...(edit?.only ? [edit.only.column] : [])])];
}

/** The request that mines down to the floor. */
export function mineRequest({ columns, floor }: Settings): string {
  const rules = { min_confidence: CONFIDENCE_FLOOR, right: { max_items: 1 }, top: 0 };
  return JSON.stringify({ op: "mine", params: { columns, min_support: floor, max_length: LENGTH_MAX, top: 0, rules } });
}

/** What is mined of a table with an edit: the rules at the sliders' thresholds. */
export function editedMineParams(model: Model, settings: Settings) {
  const { min_count, rules } = thresholdsOf(model, settings);
  return { columns: model.columns, min_count, max_length: LENGTH_MAX, top: 0, rules: { ...rules, right: { max_items: 1 }, top: 0 } };
}

/** The model with the sliders' thresholds in place of those that it was mined with. */
export function modelAt(model: Model, settings: Settings): Model {
  const { min_count, rules } = thresholdsOf(model, settings);
  return { ...model, min_count, rules: { ...model.rules, ...rules } };
}

/** The model knows its least count; a share that rounds below it would be refused. */
function thresholdsOf(model: Model, { minSupport, minConfidence, minLift }: Settings) {
  const min_count = Math.max(model.min_count, Math.ceil(minSupport * model.n_baskets));
  return { min_count, rules: { min_confidence: minConfidence, min_lift: minLift } };
}

/** The request for the rules at the sliders' thresholds; with an edit, for what it changes in them. */
export function whatIfRequest(model: Model, settings: Settings, edit: Edit | undefined): string {
  const { by } = settings;
  if (!edit) {
    const { min_count, rules } = thresholdsOf(model, settings);
    return JSON.stringify({ op: "what_if", model, params: { min_count, ...rules, by, top: RULES_MAX } });
  }
  const at = modelAt(model, settings);
  const { column, how, item, only } = edit;
  const scenario = [{ column, [how]: item, ...(only && { where: { column: only.column, eq: only.level } }) }];
  return JSON.stringify({ op: "what_if", model: at, params: { scenario, by, top: RULES_MAX } });
}
