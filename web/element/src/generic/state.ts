/** What a module that has no view of its own can be asked, and its reply as tables. */

import type { Schema } from "../parts/params-state";

export interface Operation {
  summary: { en: string; zh: string };
  takes_table: boolean;
  takes_model: boolean;
  params: Schema;
}

export interface Manifest {
  operations: Record<string, Operation>;
}

/** The steps of a fold are for programs. */
const FOLD = new Set(["begin", "fold", "merge"]);

/** The operations that one may ask for: those of a model once there is one. */
export function operationsOf({ operations }: Manifest, hasModel: boolean): string[] {
  const names = Object.keys(operations).filter((name) => !FOLD.has(name) && (hasModel || !operations[name]?.takes_model));
  // What makes a model comes first.
  return names.sort((a, b) => rank(a) - rank(b));
}

function rank(name: string): number {
  return name === "fit" ? 0 : 1;
}

/** A part of a reply: rows of one shape, or a value that is shown as it is. */
export type Part = { name: string; head: string[]; rows: unknown[][] } | { name: string; value: unknown };

/** A reply's single values as one table, its lists of objects as tables, anything else as it is. */
export function partsOf(body: Record<string, unknown>): Part[] {
  const entries = Object.entries(body).filter(([name]) => name !== "model" && name !== "columns");
  const single = entries.filter(([, value]) => typeof value !== "object" || value === null);
  const others = entries.filter(([, value]) => typeof value === "object" && value !== null);
  const first: Part[] = single.length > 0 ? [{ name: "", head: [], rows: single }] : [];
  return [...first, ...others.map(([name, value]) => partOf(name, value))];
}

function partOf(name: string, value: unknown): Part {
  const isRecord = (item: unknown): item is Record<string, unknown> => typeof item === "object" && item !== null && !Array.isArray(item);
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return { name, value };
  const head = [...new Set(value.flatMap((item) => Object.keys(item)))];
  return { name, head, rows: value.map((item) => head.map((key) => item[key])) };
}
