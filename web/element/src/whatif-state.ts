/** What the element keeps of its view, and what it saves. */

import { refusal } from "./client/problem";
import type { CallProblem, TableSummary } from "./client/protocol";
import { areEdits, notInTable, type Edit } from "./parts/scenario-state";
import type { SavedState } from "./whatif-types";

/** What views keep, as far as the element reads it. */
export interface Kept {
  edits?: Edit[];
  model?: object | undefined;
}

/** A state to come back to. */
export function savedAs(module: string, kept: Kept, model: object | undefined): SavedState {
  return plain({ gridfolk: 1, module, view: kept, ...(model && { model }) });
}

/** What was saved, as it was then; anything else is refused. */
export function readSaved(saved: SavedState): { module: string; view: Kept; model: object | undefined } {
  if (saved?.gridfolk !== 1 || typeof saved.module !== "string" || typeof saved.view !== "object" || saved.view === null) {
    throw notReadable("state is not one that this version saves; must have gridfolk 1, module and view");
  }
  const { module, view, model }: { module: string; view: Kept; model?: unknown } = plain(saved);
  if (view.edits !== undefined && !areEdits(view.edits)) throw notReadable("state.view.edits is not what sliders have made", "/state/view/edits");
  if (!isModel(model)) throw notReadable("state.model is no model", "/state/model");
  if (!isModel(view.model)) throw notReadable("state.view.model is no model", "/state/view/model");
  return { module, view, model: model ?? undefined };
}

/** What is left of it for a table, without settings where the columns are others, and why edits are left out. */
export function keptFor(table: TableSummary, kept: Kept, isOther: boolean): { kept: Kept; problem: CallProblem | undefined } {
  const { edits = [], model } = kept;
  const left = edits.filter((edit) => !notInTable([edit], table));
  return { kept: { ...(isOther ? { model } : kept), edits: left }, problem: notInTable(edits, table) };
}

/** What a module takes over from another one: the sliders, and a model where it is its own. */
export function keptFrom({ edits, model }: Kept, module: string): Kept {
  return { ...(edits && { edits }), ...(isOf(module, model) && { model }) };
}

/** Whether a model says that it is of a module. */
export function isOf(module: string, model: object | undefined): boolean {
  return model !== undefined && moduleOf(model) === module;
}

export function ofOtherModule(model: object, expected: string): CallProblem {
  const values = { module: moduleOf(model), expected };
  return refusal("model_of_other_module", `model.module is ${JSON.stringify(values.module)}; must be ${JSON.stringify(expected)}`, values, "/model/module");
}

function moduleOf(model: object): unknown {
  return "module" in model ? model.module : undefined;
}

/** Whether it may be a model, or none. */
export function isModel(value: unknown): value is object | null | undefined {
  return value === undefined || typeof value === "object";
}

/** A copy as JSON, which states are: frameworks that watch what a program keeps hand out what cannot be cloned otherwise. */
function plain<State>(state: State): State {
  return JSON.parse(JSON.stringify(state));
}

function notReadable(message: string, pointer = "") {
  return refusal("state_not_readable", message, {}, pointer);
}
