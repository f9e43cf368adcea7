/** What a page and its worker say to each other. */

import type { Column, Problem, TableSummary } from "#bridge";
import type { TableOptions } from "#reader";
import type { Around } from "./around";
import type { Found } from "./catalog";
import type { NamedPair } from "../rows/changed";
import type { Slices } from "../rows/slices";
import type { BridgeFiles } from "./parts";

export type { Column, ColumnSummary, Problem, TableSummary } from "#bridge";

/** A module that can be run. */
export interface ModuleInfo {
  name: string;
  version: string;
  /** 64 lower-case hexadecimal digits. */
  sha256: string;
  /** Size of the `.wasm` file. */
  bytes: number;
  title: { en: string; zh: string };
}

/** How a pipeline ran. */
export interface PipelineRan {
  /** Of its steps so far, as JSON. */
  summary: string;
  /** What the parts of its report count whose columns are there, as JSON. */
  counts: string;
  /** Milliseconds of this call. */
  ms: number;
}

/** A reply, and how long the module took for it. */
export interface RunReply {
  body: string;
  columns: Column[];
  /** Milliseconds in the worker, copying included. */
  ms: number;
}

/** A pipeline that can be run. */
export interface PipelineInfo {
  name: string;
  title: { en: string; zh: string };
}

/** A module that was opened. */
export interface OpenedModule {
  name: string;
  /** As the module wrote it, JSON. */
  manifest: string;
  /** Unknown of a module that came compiled. */
  sha256: string | undefined;
}

/** A table on its way to the worker. */
export type TablePayload = BytesPayload | { kind: "columns"; columns: Column[] } | TablePart;

export interface BytesPayload {
  kind: "bytes";
  bytes: Uint8Array | Blob;
  format: TableFormat;
  types?: Record<string, string>;
  missing?: string[];
  /** Whether columns of numbers with the name of an id are ids, where their type is not given. */
  findsIds?: boolean;
}

/** Rows of a table that is there already: its columns are what they are, however different the texts of these rows. */
export interface TablePart {
  kind: "part";
  nRows: number;
  columns: Column[];
}

export type TableFormat = NonNullable<TableOptions["format"]> | "arrow";

/** What a session has fetched: one that takes its place needs no network. */
export interface Fetched {
  found: Found;
  modules: Record<string, { module: WebAssembly.Module; sha256: string | undefined }>;
  pipelines: Record<string, string>;
}

export interface Calls {
  /** Makes the session ready. The other parts of the bridge are loaded when they are needed. */
  init: { args: { bridge: BridgeFiles }; result: void };
  /** Finds modules and pipelines: below a base address, or in the list at `src`. */
  find: { args: { base: string; src?: string }; result: { modules: ModuleInfo[]; pipelines: PipelineInfo[] } };
  /**
   * Fetches what was found, and opens the modules; what runs pipelines too, and where `files` are to be read what reads
   * them. Gives all that is fetched, modules compiled.
   */
  prepare: { args: { modules: readonly string[]; pipelines?: readonly string[]; files?: boolean }; result: Fetched };
  /** Begins with what another session fetched. */
  resume: { args: Fetched; result: void };
  /** Opens a module that is given, and refuses bytes of another SHA-256. */
  open: { args: { source: Uint8Array | WebAssembly.Module; sha256?: string }; result: OpenedModule };
  /** The manifest of a module, JSON. */
  manifest: { args: { module: string }; result: string };
  /** Makes it the table; `foundIds` are columns of numbers that were found to be ids. */
  readTable: { args: TablePayload; result: TableSummary & { foundIds?: string[] } };
  /** Makes per-row results of a module the table. */
  generate: { args: { module: string; request: string }; result: { body: string; table: TableSummary } };
  /** A module, compiled. */
  compiled: { args: { module: string }; result: WebAssembly.Module };
  /** The table (the named columns, or all) by parts that begin at these rows. */
  parts: { args: { starts: readonly number[]; nRows: number; columns?: readonly string[] }; result: TablePart[] };
  /** A copy of one column. */
  column: { args: { name: string }; result: Column };
  /** The ids of rows; empty where the table has none. */
  ids: { args: { rows: readonly number[] }; result: string[] };
  /** One row's values, and what customers with the same levels of these categories have. */
  around: { args: { row: number; columns: readonly string[]; alike: readonly string[] }; result: Around };
  /** The row of the customer with this id. */
  rowOf: { args: { id: string }; result: number | undefined };
  /**
   * Runs a pipeline on the table, all of it or until the columns of its report's matrix are there: its JSON, and the
   * summary of the steps so far as JSON.
   */
  portrait: { args: { pipeline: string; asOf: string; until?: "matrix" }; result: PipelineRan & { definition: string } };
  /** Runs the steps of the pipeline that are left, if any. */
  portraitRest: { args: Record<string, never>; result: PipelineRan };
  /** All that the pipeline knows of one customer, by column, as JSON; columns of steps that have not run are not there. */
  portraitRecord: { args: { row: number }; result: string };
  /** What a scenario changes across the pipeline, and what the report then counts of it, as JSON. */
  portraitWhatIf: { args: { scenario: string }; result: { changes: string; counts: string; ms: number } };
  /** In how many rows a scenario changes one of these results of steps. */
  portraitNChanged: { args: { names: readonly string[]; scenario: string }; result: number };
  /** These rows, ascending. */
  portraitChanged: { args: { names: readonly string[]; scenario: string }; result: Uint32Array };
  /** A result of a step as it is and as a scenario leaves it, by the levels of a category of the table. */
  portraitSlices: { args: { name: string; level: string; by: string; scenario?: string }; result: Slices };
  /** Copies of results of steps as they are and as a scenario leaves them; one that there is not is left out. */
  portraitPairs: { args: { names: readonly string[]; scenario?: string }; result: NamedPair[] };
  /**
   * Runs an operation on columns of the table (the named ones, or all), and on columns beside it, such as another reply's.
   * Columns of the reply that `omit` names are left out, or all of them.
   */
  run: {
    args: { module: string; request: string; columns?: readonly string[]; extra?: readonly Column[]; omit?: readonly string[] | "all" };
    result: RunReply;
  };
}

export type CallName = keyof Calls;

export interface CallMessage<Name extends CallName = CallName> {
  id: number;
  name: Name;
  args: Calls[Name]["args"];
}

/** What is wrong, as it crosses from the worker. */
export interface CallProblem extends Problem {
  trapped: boolean;
}

export type AnswerMessage = { id: number; result: unknown } | { id: number; problem: CallProblem };
