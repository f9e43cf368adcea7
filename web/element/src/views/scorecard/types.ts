/** The shapes of the module's replies that this view reads. */

import type { GroupChange } from "../../parts/migration";

export interface Bin {
  kind: "range" | "levels" | "special" | "missing" | "other";
  from?: number;
  to?: number;
  levels?: string[];
  n_rows: number;
  share: number;
  bad_rate: number | null;
  woe: number;
  points: number;
}

export interface CardColumn {
  column: string;
  kind: "number" | "category";
  iv: number;
  strength: "useless" | "weak" | "medium" | "strong" | "suspicious";
  bins: Bin[];
}

export interface Model {
  /** None of a card of rules. */
  target?: string | null;
  base_points: number;
  columns: CardColumn[];
}

export interface Measures {
  n_rows: number;
  n_bads: number;
  auc: number | null;
  gini: number | null;
  ks: number | null;
  ks_points: number | null;
}

export interface LeftOut {
  column: string;
  reason: "low_iv" | "constant" | "correlated" | "wrong_sign" | "collinear";
  iv: number;
  with?: string;
}

export interface FitBody {
  model: Model;
  measures: Measures;
  rounding_error_max: number;
  left_out: LeftOut[];
}

/** A card with what is known of it: by its fit, or, of one that was given, by its use on the present table. */
export interface Card {
  model: Model;
  n_rows: number;
  isGiven: boolean;
  /** Not known where the table lacks the target of a card that was given. */
  measures?: Measures | undefined;
  /** The middle of the points, where the cut-off begins that nothing else suggests. */
  middle?: number | undefined;
  rounding_error_max?: number;
  left_out: LeftOut[];
}

export interface ScoreBody {
  n_rows: number;
  points: Distribution;
}

export interface Distribution {
  min: number | null;
  max: number | null;
  mean: number | null;
  p10: number | null;
  p50: number | null;
  p90: number | null;
}

export interface Accepted {
  cut_off_before: number;
  cut_off_after: number;
  n_before: number;
  n_after: number;
  n_gained: number;
  n_lost: number;
  bad_rate_before: number | null;
  bad_rate_after: number | null;
}

/** One of the customers whose points change most. */
export interface Mover {
  row: number;
  points_before: number;
  points_after: number;
  grade_before: string;
  grade_after: string;
}

/** The answer to the reverse question. */
export interface Reach {
  changes: { column: string; level?: string | null; number?: number | null; points: number; cost: number }[];
  points_now: number;
  points_after: number;
  cut_off: number;
  is_reachable: boolean;
}

export interface WhatIfBody {
  reach?: Reach | null;
  points: { before: Distribution; after: Distribution; mean_change: number | null };
  grades: GroupChange;
  bads_before: number | null;
  bads_after: number | null;
  accepted: Accepted | null;
  movers: Mover[];
}

/** A mover with the name that people know the customer by. */
export interface NamedMover extends Mover {
  id: string | undefined;
}
