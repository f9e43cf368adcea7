/** What the page and its worker say to each other. */

import type { Column, Problem, TableOptions, TableSummary } from "gridfolk_bridge";

/** A module that the page can run. */
export interface ModuleInfo {
  name: string;
  version: string;
  /** 64 lower-case hexadecimal digits. */
  sha256: string;
  bytes: number;
  title: { en: string; zh: string };
}

/** A reply, and how long the module took for it. */
export interface RunReply {
  body: string;
  columns: Column[];
  /** Milliseconds in the worker, copying included. */
  ms: number;
}

/** A pipeline that the page can run. */
export interface PipelineInfo {
  name: string;
  title: { en: string; zh: string };
}

export interface Calls {
  /** Finds the modules and pipelines below a base address. */
  start: { args: { base: string }; result: { modules: ModuleInfo[]; pipelines: PipelineInfo[] } };
  /** Reads a file into the table. */
  readTable: { args: { bytes: ArrayBuffer; format: NonNullable<TableOptions["format"]> }; result: TableSummary };
  /** Makes per-row results of a module the table. */
  generate: { args: { module: string; request: string }; result: { body: string; table: TableSummary } };
  /** A copy of one column. */
  column: { args: { name: string }; result: Column };
  /** The ids of rows; empty where the table has none. */
  ids: { args: { rows: number[] }; result: string[] };
  /** The row of the customer with this id. */
  rowOf: { args: { id: string }; result: number | undefined };
  /** Runs a pipeline on the table: its JSON, and the summary of the run as JSON. */
  portrait: { args: { pipeline: string; asOf: string }; result: { definition: string; summary: string; ms: number } };
  /** A copy of an input, or of what a step of the pipeline gave. */
  portraitColumn: { args: { name: string }; result: Column | undefined };
  /** What a scenario changes across the pipeline. */
  portraitWhatIf: { args: { scenario: string }; result: RunReply };
  /** Runs an operation on columns of the table. */
  run: { args: { module: string; request: string; columns: readonly string[] }; result: RunReply };
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
