/** What pages see of the element. */

import type { Column, ModuleInfo, Problem, TableSummary } from "./client/protocol";
import type { ReadHints, TableInput } from "./client/table-input";

export type { Column, ModuleInfo, Problem, TableSummary } from "./client/protocol";
export type { ColumnType, ReadHints, TableInput } from "./client/table-input";

/** What `save` gives and `restore` takes: JSON, without rows of the table. */
export interface SavedState {
  gridfolk: 1;
  module: string;
  /** Settings and sliders, as the module's view keeps them. */
  view: object;
  model?: object;
}

/** The module is open, the table is read, and the first answer stands there. */
export interface ReadyDetail {
  module: ModuleInfo;
  table: TableSummary;
}

/** A module has answered: to the view, or to `run`. */
export interface ChangeDetail {
  module: string;
  op: string;
  params: unknown;
  /** The reply's body, and its per-row columns. */
  reply: unknown;
  columns: Column[];
  ms: number;
}

/** A person has chosen a customer or a group. */
export type SelectDetail =
  | { kind: "customer"; row: number; id: string | undefined }
  | { kind: "group"; column: string; level: string };

export interface GridfolkEvents {
  "gridfolk-ready": CustomEvent<ReadyDetail>;
  "gridfolk-change": CustomEvent<ChangeDetail>;
  "gridfolk-select": CustomEvent<SelectDetail>;
  "gridfolk-problem": CustomEvent<Problem>;
}

/** A request to `run`; where the operation takes a model and none is given, the last one is. */
export interface ElementRequest {
  op: string;
  params?: object;
  model?: object;
}

export interface ElementRunOptions {
  /** Ends the run; the table stays. */
  signal?: AbortSignal;
}

export interface ElementReply {
  body: unknown;
  /** The body as the module wrote it. */
  text: string;
  columns: Column[];
  ms: number;
}

export type Theme = "light" | "dark" | "auto";

/** `<gridfolk-whatif>`: what-if analysis of a table by one module. */
export interface GridfolkWhatif extends HTMLElement {
  /** The module's name. */
  module: string;
  /** Where modules are listed: `…/v1/modules` of a server, or a file `…/modules/index.json`. */
  src: string | undefined;
  /** Light or dark whatever the page is, or `auto` as the system is; else as the page's `color-scheme`. */
  theme: Theme | undefined;
  locale: "en" | "zh-CN";
  /** The table: setting it loads it. */
  table: TableInput | undefined;
  /** The last model that was fitted or given. */
  model: object | undefined;
  /** What is asked: the sliders' edits, as requests have them. */
  scenario: readonly object[];
  /** Reads a table, in place of an earlier one. */
  load(table: TableInput, hints?: ReadHints): Promise<TableSummary>;
  /** Asks the module about the table. */
  run(request: ElementRequest, options?: ElementRunOptions): Promise<ElementReply>;
  /** Settings and sliders, to come back to. */
  save(): SavedState;
  /** Comes back to what `save` gave. */
  restore(saved: SavedState): Promise<void>;
  /** Ends the worker and frees the table; later calls are refused. */
  dispose(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "gridfolk-whatif": GridfolkWhatif;
  }
  /** Of elements, of documents and of windows: the events bubble. */
  interface GlobalEventHandlersEventMap extends GridfolkEvents {}
}
