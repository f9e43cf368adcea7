/** Columns of a reply, by name. */

import type { Column } from "../client/protocol";

type OfKind<Kind extends Column["kind"]> = Extract<Column, { kind: Kind }>;

/** The numbers of a column that the reply must have. */
export function numbersIn(columns: readonly Column[], name: string): Float64Array {
  return numberColumnIn(columns, name).values;
}

/** A column of numbers that the reply must have. */
export function numberColumnIn(columns: readonly Column[], name: string): OfKind<"number"> {
  return columnIn(columns, name, "number");
}

/** A category that the reply must have. */
export function categoryIn(columns: readonly Column[], name: string): OfKind<"category"> {
  return columnIn(columns, name, "category");
}

/** The level of one row; none where it is missing. */
export function levelAt(columns: readonly Column[], name: string, row: number): string | undefined {
  const { codes, levels } = categoryIn(columns, name);
  return levels[codes[row] ?? levels.length];
}

function columnIn<Kind extends Column["kind"]>(columns: readonly Column[], name: string, kind: Kind): OfKind<Kind> {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.kind !== kind) throw new Error(`the reply lacks the column ${name}`);
  return column as OfKind<Kind>;
}
