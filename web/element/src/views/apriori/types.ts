/** The bodies of apriori's replies, as far as this view reads them. */

export interface Rule {
  left: string[];
  right: string[];
  n_both: number;
  support: number;
  confidence: number;
  lift: number;
  p_fdr: number;
  redundant: boolean;
}

/** Sent back as it came, but for its thresholds. */
export interface Model {
  columns: string[];
  n_baskets: number;
  min_count: number;
  items: string[];
  rules: { min_confidence: number; min_lift: number };
}

export interface MineBody {
  n_baskets: number;
  n_itemsets: number;
  model: Model;
}

export interface Totals {
  n_itemsets: number;
  n_rules: number;
  n_rules_redundant: number;
}

export interface Changed {
  confidence_change: number;
  before: Rule;
  after: Rule;
}

export interface WhatIfBody {
  after: Totals;
  n_kept: number;
  n_changed: number;
  n_gained: number;
  n_lost: number;
  rules: Rule[];
  gained: Rule[];
  lost: Rule[];
  changed: Changed[];
}

/** Measures that rules are listed by. */
export const MEASURES = ["lift", "confidence", "support", "p"] as const;
export type Measure = (typeof MEASURES)[number];
