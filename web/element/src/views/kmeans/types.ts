/** The shapes of the module's replies that this view reads. */

import type { GroupChange } from "../../parts/migration";

export interface Model {
  columns: string[];
  centroids: number[][];
  standardize: boolean;
  missing: "refuse" | "mean" | "drop";
  /** Of the rows of the fit, by column. */
  scaler: { mean: number[]; sd: number[] };
}

export interface PredictBody {
  n_rows: number;
  n_rows_used: number;
  sizes: number[];
}

export interface ColumnProfile {
  column: string;
  mean: number;
  sd: number;
  share_of_total: number | null;
  stands_out_sd: number | null;
}

export interface SegmentProfile {
  segment: string;
  size: number;
  share: number;
  columns: ColumnProfile[];
}

export interface FitBody {
  model: Model;
  /** Of a fit; a model that was given tells nothing of it. */
  n_iter?: number;
  converged?: boolean;
  n_rows: number;
  n_rows_used: number;
  profile: SegmentProfile[];
}

/** One of the customers who moved most. */
export interface Mover {
  row: number;
  segment_before: string;
  segment_after: string;
  /** How much nearer, after, the new centroid is than that of the segment before. */
  nearer_by: number;
}

export interface WhatIfBody {
  segments: GroupChange;
  movers: Mover[];
}
