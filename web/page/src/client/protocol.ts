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

export interface Calls {
  /** Finds the modules below a base address. */
  start: { args: { base: string }; result: ModuleInfo[] };
  /** Reads a file into the table. */
  readTable: { args: { bytes: ArrayBuffer; format: NonNullable<TableOptions["format"]> }; result: TableSummary };
  /** Makes per-row results of a module the table. */
  generate: { args: { module: string; request: string }; result: { body: string; table: TableSummary } };
  /** A copy of one column. */
  column: { args: { name: string }; result: Column };
  /** The ids of rows; empty where the table has none. */
  ids: { args: { rows: number[] }; result: string[] };
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
