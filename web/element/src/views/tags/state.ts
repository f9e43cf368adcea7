/** What the view asks the module for, and where the thresholds of an expression stand. */

import type { Condition, LabelRequest, SelectRequest, Tag, TagCount } from "../../generated/tags";
import { numberColumns, type TableData } from "../../table";

/** A tag that a person made of an expression. */
export interface OwnTag {
  title: string;
  where: string;
}

/** Which threshold moves until the group is as large as wanted. */
export interface Move {
  column: string;
  test: OrderTest;
  wanted: number;
  goal: "at_most" | "closest";
}

export type OrderTest = "gte" | "gt" | "lte" | "lt";

const ORDER_TESTS: readonly OrderTest[] = ["gte", "gt", "lte", "lt"];
export const SIGNS: Record<OrderTest, string> = { gte: "≥", gt: ">", lte: "≤", lt: "<" };

/** A threshold and its place in the expression. */
export interface Threshold {
  path: (string | number)[];
  column: string;
  test: OrderTest;
  value: number;
}

/** Where a person's own tags stand in the taxonomy. */
const OWN_PLACE = { level_1: "trait", level_2: "temper" };

/** The thresholds of an expression, in its order. */
export function thresholdsOf(where: unknown, path: (string | number)[] = []): Threshold[] {
  if (Array.isArray(where)) return where.flatMap((part, i) => thresholdsOf(part, [...path, i]));
  if (typeof where !== "object" || where === null) return [];
  const { column } = where as Condition;
  const own = ORDER_TESTS.flatMap((test): Threshold[] => {
    const value = (where as Condition)[test];
    return column && typeof value === "number" ? [{ path: [...path, test], column, test, value }] : [];
  });
  const inner = Object.entries(where).flatMap(([key, part]) => (typeof part === "object" ? thresholdsOf(part, [...path, key]) : []));
  return [...own, ...inner];
}

/** The same expression with another number at one place. */
export function withThreshold<Where>(where: Where, path: readonly (string | number)[], value: number): Where {
  const [first, ...rest] = path;
  if (first === undefined) return value as Where;
  if (Array.isArray(where)) return where.map((part, i) => (i === first ? withThreshold(part, rest, value) : part)) as Where;
  const parts = where as Record<string, unknown>;
  return { ...parts, [first]: withThreshold(parts[first], rest, value) } as Where;
}

/** Whether a threshold stands once in the expression, so that the module can move it. */
export function isMovable({ column, test }: Threshold, all: readonly Threshold[]): boolean {
  return all.filter((other) => other.column === column && other.test === test).length === 1;
}

/** The tags: the built-in ones, and a person's own beside them. */
export function labelParams(asOf: string, builtIn: readonly Tag[], own: readonly OwnTag[]): LabelRequest {
  if (own.length === 0 || builtIn.length === 0) return { as_of: asOf, missing_columns: "skip" };
  const made = own.map(({ title, where }, i): Tag => ({
    ...{ id: `own_${i + 1}`, title: { en: title, zh: title }, ...OWN_PLACE },
    made: { rule: where },
  }));
  return { as_of: asOf, missing_columns: "skip", tags: [...builtIn, ...made] };
}

export function selectParams(where: string | object, move: Move | undefined): SelectRequest {
  return { where: where as SelectRequest["where"], ...(move && { move }) };
}

/** What the view begins with: the rule of a tag that some have and that has a threshold, else one on the first column that varies. */
export function initialWhere(tags: readonly TagCount[], table: TableData): string {
  const tag = tags.find(({ when, n }) => n > 0 && /[<>]/.test(when ?? "") && !/ (AND|OR) /.test(when ?? ""));
  if (tag?.when) return tag.when;
  const column = numberColumns(table).find(({ range }) => range.max > range.min);
  return column ? `${quoted(column.name)} >= ${Number(column.range.mean.toPrecision(2))}` : "TRUE";
}

/** The expression narrowed to those who have a tag, or lack it. */
export function narrowed(where: string, tag: string, has: boolean): string {
  const test = `${has ? "" : "NOT "}tags HAS ${JSON.stringify(tag)}`;
  if (where.trim() === "" || where.trim() === "TRUE") return test;
  return `${/ OR /i.test(where) ? `(${where})` : where} AND ${test}`;
}

/** A column's name as the grammar of conditions takes it. */
function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``;
}
