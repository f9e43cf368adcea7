/** The edits that the sliders make, as requests have them. */

import { refusal } from "../client/problem";
import type { CallProblem, TableSummary } from "../client/protocol";
import type { NumberSummary } from "../table";

/** One change of one column. */
export interface Edit {
  id: number;
  column: string;
  how: "scale" | "add";
  /** Percent for `scale`, the column's unit for `add`. */
  amount: number;
  /** Only customers of one level of a category column. */
  only?: { column: string; level: string };
}

/** Where a slider ends, and its step. */
export interface Reach {
  min: number;
  max: number;
  step: number;
}

const SCALE_REACH: Reach = { min: -100, max: 200, step: 1 };

/** A change that changes nothing yet. */
export function freshEdit(id: number, column: string): Edit {
  return { id, column, how: "scale", amount: 0 };
}

/** How far the slider of an edit goes: for amounts, twice the mean size of the column. */
export function reachOf(edit: Edit, summary: NumberSummary | undefined): Reach {
  if (edit.how === "scale") return SCALE_REACH;
  const { min, max, mean } = summary?.range ?? { min: 0, max: 1, mean: 0.5 };
  const size = Math.abs(mean) > 0 ? 2 * Math.abs(mean) : (max - min) / 2;
  const step = roundStep((size || 1) / 50);
  return { min: -50 * step, max: 50 * step, step };
}

/** The edits that change something. */
export function active(edits: readonly Edit[]): Edit[] {
  return edits.filter(({ amount }) => amount !== 0);
}

/** The columns that the edits read, beside those that they change. */
export function conditionColumns(edits: readonly Edit[]): string[] {
  return edits.flatMap(({ only }) => only?.column ?? []);
}

/** The edits as requests have them. */
export function scenarioOf(edits: readonly Edit[]): object[] {
  return active(edits).map(scenarioEdit);
}

/** One edit as requests have it. */
export function scenarioEdit({ column, how, amount, only }: Edit): object {
  return {
    column,
    ...(only && { where: { column: only.column, eq: only.level } }),
    // (100 + p) / 100 is the nearest number to the factor; 1 + p / 100 is not always.
    ...(how === "scale" ? { scale: (100 + amount) / 100 } : { add: amount }),
  };
}

/** A scenario as the sliders show it; one with other edits than they can make is refused. */
export function editsOf(scenario: readonly object[]): Edit[] {
  if (!Array.isArray(scenario)) throw refusal("wrong_type", "scenario: must be a list of edits", {}, "/scenario");
  return scenario.map((edit, id) => {
    const { column, scale, add, where, ...others } = (edit ?? {}) as Record<string, unknown>;
    const only = levelOf(where);
    const isPlain = typeof column === "string" && Object.keys(others).length === 0 && (where === undefined || only);
    if (isPlain && typeof scale === "number" && add === undefined) return editOf(id, column, "scale", amountOf(scale), only);
    if (isPlain && typeof add === "number" && scale === undefined) return editOf(id, column, "add", add, only);
    const rule = "each edit scales or adds to one column, of everyone or of one level";
    throw refusal("scenario_not_shown", `scenario[${id}] is an edit that no slider makes; ${rule}`, { edit: id }, `/scenario/${id}`);
  });
}

/** Whether a saved state holds edits that sliders have made. */
export function areEdits(value: unknown): value is Edit[] {
  const isEdit = (edit: Partial<Edit> | null) => {
    const isWhole = typeof edit?.column === "string" && Number.isFinite(edit.amount);
    return isWhole && (edit.how === "scale" || edit.how === "add") && (edit.only === undefined || typeof edit.only?.level === "string");
  };
  return Array.isArray(value) && value.every(isEdit);
}

/** The first edit that changes something which is no column of numbers of the table, as a problem. */
export function notInTable(edits: readonly Edit[], { columns }: TableSummary): CallProblem | undefined {
  const changing = active(edits);
  const at = changing.findIndex(({ column }) => columns.find(({ name }) => name === column)?.kind !== "number");
  const edit = changing[at];
  if (!edit) return undefined;
  const known = columns.filter(({ kind }) => kind === "number").map(({ name }) => name);
  const message = `scenario[${at}].column is ${JSON.stringify(edit.column)}; must be a column of numbers of the table`;
  return refusal("edit_not_of_table", message, { column: edit.column, known }, `/scenario/${at}/column`);
}

function editOf(id: number, column: string, how: Edit["how"], amount: number, only: Edit["only"]): Edit {
  return { id, column, how, amount, ...(only && { only }) };
}

/** Percent, without the dust of the division. */
function amountOf(scale: number): number {
  return Number((scale * 100 - 100).toPrecision(12));
}

function levelOf(where: unknown): Edit["only"] {
  if (typeof where !== "object" || where === null || Object.keys(where).length !== 2) return undefined;
  const { column, eq } = where as Record<string, unknown>;
  return typeof column === "string" && typeof eq === "string" ? { column, level: eq } : undefined;
}

/** The next of 1, 2, 5, 10, 20 … at or above. */
function roundStep(step: number): number {
  const decade = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * decade >= step) ?? 10;
  return Number((factor * decade).toPrecision(1));
}
