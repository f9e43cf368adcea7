/** What the element keeps of its view, and what it saves. */

import { refusal } from "./client/problem";
import { areEdits, type Edit } from "./parts/scenario-state";
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

/** The module that a model says it is of. */
export function moduleOf(model: object): unknown {
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
