/** Pipelines and what their runs say, as their JSON has it. */

export interface Text {
  en: string;
  zh: string;
}

export interface Input {
  kind: "number" | "category" | "items";
  unit?: string;
  title: Text;
}

export interface Output {
  column: string;
  title: Text;
  explained?: { step: string; pointer: string; level: string; words: string };
}

export interface Step {
  id: string;
  title: Text;
  module: string;
  outputs: Record<string, Output>;
}

/** What the page shows of a report; other kinds of blocks it leaves to the report. */
export type Block =
  | { kind: "glance"; title: Text; shares: { column: string; level: string }[]; unknown?: string }
  | { kind: "matrix"; title: Text; by: string; columns: string[] }
  | { kind: "profile"; title: Text; by: string; numbers: string[]; items?: string }
  | { kind: "bars"; title: Text; column: string }
  | { kind: "list"; title: Text; step: string; pointer: string; fields: { pointer: string; title: Text }[]; n_max: number; with?: string };

export interface Pipeline {
  name: string;
  version: number;
  title: Text;
  summary: Text;
  inputs: Record<string, Input>;
  steps: Step[];
  portrait: string[];
  words: Record<string, Text>;
  report: Block[];
}

export type StepState =
  | { status: "done"; columns: string[]; missing: string[]; is_scored: boolean; reply: unknown }
  | { status: "skipped"; missing: string[] }
  | { status: "refused"; problem: { code: string; message: string; pointer: string; values: Record<string, unknown> } };

export type DoneStep = StepState & { id: string; module: string; op: string; sha256: string };

export interface Summary {
  as_of: string;
  n_customers: number;
  missing: string[];
  unused: string[];
  steps: DoneStep[];
  /** The parts of the report whose columns are there. */
  n_parts: number;
  /** Groupings and scores, which what-ifs compare; none while steps are left. */
  compared: string[];
}

export interface GroupChange {
  groups: string[];
  counts_before: number[];
  counts_after: number[];
  migration: number[][];
  n_moved: number;
  n_missing: number;
}

export interface ScoreChange {
  before: { mean: number | null };
  after: { mean: number | null };
  mean_change: number | null;
}

export interface Changes {
  steps: string[];
  groups: Record<string, GroupChange>;
  scores: Record<string, ScoreChange>;
  refused: Record<string, { message: string }>;
}
