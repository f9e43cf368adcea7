/** The shapes of the module's replies that this view reads. */

/** A term of the model: a column, or a level of one. */
export interface Term {
  column: string;
  level?: string;
}

export interface Coefficient {
  column?: string;
  level?: string;
  coefficient: number;
  p: number;
  ci_low: number;
  ci_high: number;
  odds_ratio: number;
  odds_ratio_low: number;
  odds_ratio_high: number | null;
}

/** What the other operations take. */
export interface Model {
  target: string;
  event?: string | null;
  standardize: boolean;
  missing: "refuse" | "mean" | "drop";
  columns: { column: string; number?: { coefficient: number } | null; levels?: { level: string; coefficient: number }[] | null }[];
}

/** What only a fit tells, of the customers that it saw. */
export interface Quality {
  method: "maximum_likelihood" | "firth" | "ridge";
  n_events: number;
  mcfadden_r2: number;
  auc: number;
  converged: boolean;
  separation: { kind: "complete" | "quasi_complete"; terms: Term[] } | null;
  near_collinear: { term: Term; vif: number | null; closest: Term | null; correlation: number | null }[];
}

export interface FitBody extends Quality {
  model: Model;
  coefficients: Coefficient[];
  n_rows: number;
  n_rows_used: number;
}

/** A model with what is known of it: by its fit, or, of one that was given, by its use on the present table. */
export interface Fit {
  model: Model;
  /** Without intervals where the model was given. */
  coefficients: Coefficient[];
  n_rows: number;
  n_rows_used: number;
  /** Events in the fit, else expected ones. */
  n_events: number;
  quality?: Quality;
}

export interface PredictBody {
  n_rows: number;
  n_rows_used: number;
  expected_events: number;
}

export interface Point {
  value?: number;
  level?: string;
  probability: number;
  individual: (number | null)[];
}

export interface CurveBody {
  column: string;
  mean_probability: number;
  average_marginal_effect: number | null;
  elasticity: number | null;
  points: Point[];
}

export interface Mover {
  row: number;
  probability_before: number;
  probability_after: number;
}

export interface Change {
  column: string;
  value?: number;
  value_after?: number;
  level?: string;
  level_after?: string;
}

export interface Reverse {
  row: number;
  probability: number;
  probability_after: number;
  reached: boolean;
  changes: Change[];
  alone: Change[];
}

export interface WhatIfBody {
  expected_events_before: number;
  expected_events_after: number;
  groups: { counts_before: number[]; counts_after: number[]; migration: number[][] };
  movers: Mover[];
  reverse?: Reverse;
}
