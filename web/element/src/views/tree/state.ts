/** What the view asks the module for. */

import type { FitReply, FitRequest, Freedom, Model, ModelNode, ReverseRequest, WhatIfRequest } from "../../generated/tree";
import { conditionColumns, scenarioOf, type Edit } from "../../parts/scenario-state";
import type { Limit, Limits } from "../../parts/question-state";
import { categoryColumns, isFlag, isLabel, isTruth, numberColumns, type NumberSummary, type TableData } from "../../table";

export interface Settings {
  /** The column whose classes are told. */
  target: string;
  columns: string[];
  maxDepth: number;
  minLeaf: number;
  /** Whether rare classes weigh as much as frequent ones. */
  isBalanced: boolean;
  /** What each leaf costs when the tree is pruned. */
  pruning: number;
}

/** A tree with what its fit told; one that was given tells nothing of its fit. */
export type Fit = Pick<FitReply, "model"> & Partial<FitReply>;

/** Edited thresholds, by node. */
export type Thresholds = Record<string, number>;

/** The most classes that a column to tell may have, and levels of one to split by. */
const CLASSES_MAX = 12;
const LEVELS_MAX = 40;
/** Above this, levels are many enough to fit the chance of a few known cases: such columns are not chosen to begin with. */
const LEVELS_FIRST = 12;

/** What can be told: flags and categories of few levels; labels that are known of some customers alone come first. */
export function targets(table: TableData): string[] {
  const flags = numberColumns(table).filter(isFlag);
  const categories = categoryColumns(table).filter(({ nLevels }) => (nLevels ?? 0) <= CLASSES_MAX);
  const candidates = [...flags, ...categories].filter(({ name }) => !isTruth(table, name));
  const order = ({ name, nMissing }: { name: string; nMissing: number }) => (isLabel(table, name) ? (nMissing > 0 ? 0 : 1) : 2);
  return candidates.sort((a, b) => order(a) - order(b)).map(({ name }) => name);
}

/** What may be asked for: what is known before, and varies. */
export function candidates(table: TableData, target: string): string[] {
  const numbers = numberColumns(table).filter(({ range }) => range.max > range.min);
  const categories = categoryColumns(table).filter(({ nLevels }) => (nLevels ?? 0) <= LEVELS_MAX);
  const names = new Set([...numbers, ...categories].map(({ name }) => name));
  const isOpen = (name: string) => name !== target && !isLabel(table, name) && !isTruth(table, name);
  return table.columns.map(({ name }) => name).filter((name) => names.has(name) && isOpen(name));
}

/** What the view begins with; none where there is nothing to tell. */
export function initialSettings(table: TableData): Settings | undefined {
  const [target] = targets(table);
  if (target === undefined) return undefined;
  const minLeaf = Math.min(10, Math.max(1, Math.floor(table.nRows / 20)));
  const isMany = (name: string) => categoryColumns(table).some((column) => column.name === name && (column.nLevels ?? 0) > LEVELS_FIRST);
  const columns = candidates(table, target).filter((name) => !isMany(name));
  return { target, columns, maxDepth: 4, minLeaf, isBalanced: false, pruning: 0 };
}

/** The settings that a model shows; what it does not hold is as usual. */
export function settingsOf(table: TableData, { target, columns }: Model): Settings {
  const usual = initialSettings(table) ?? { maxDepth: 4, minLeaf: 10, isBalanced: false, pruning: 0 };
  return { ...usual, target, columns: columns.map(({ name }) => name) };
}

export function nLeaves({ nodes }: Model): number {
  return nodes.filter(({ yes }) => typeof yes !== "number").length;
}

/** The settings for another target, which may not tell itself. */
export function withTarget(table: TableData, settings: Settings, target: string): Settings {
  const names = candidates(table, target);
  const kept = names.filter((name) => settings.columns.includes(name) || name === settings.target);
  return { ...settings, target, columns: kept };
}

export function fitParams({ target, columns, maxDepth, minLeaf, isBalanced, pruning }: Settings): FitRequest {
  const class_weight = isBalanced ? "balanced" : "equal";
  return { target, columns, max_depth: maxDepth, min_leaf: minLeaf, class_weight, ccp_alpha: pruning };
}

/** The edits of thresholds that change one. */
export function thresholdEdits(model: Model, thresholds: Thresholds): { node: string; set: number }[] {
  return numberNodes(model)
    .map(({ name, node }) => ({ node: name, set: thresholds[name] ?? node.lte ?? 0, is: node.lte }))
    .filter(({ set, is }) => set !== is)
    .map(({ node, set }) => ({ node, set }));
}

export function whatIfParams(model: Model, edits: readonly Edit[], thresholds: Thresholds, reverse: ReverseRequest | undefined): WhatIfRequest {
  return { scenario: scenarioOf(edits) as WhatIfRequest["scenario"] & object, thresholds: thresholdEdits(model, thresholds), ...(reverse && { reverse }) };
}

/** The reverse question as the module takes it. */
export function reverseParams(row: number, goal: string, { columns }: Limits): ReverseRequest {
  const freedom = ({ column, isFixed, number }: Limit): Freedom => {
    if (isFixed) return { column, fixed: true };
    return { column, ...(number && { min: number.least, max: number.most, step: number.step }) };
  };
  return { row, goal: { class: goal }, columns: columns.map(freedom) };
}

/** The columns that a what-if reads. */
export function columnsUsed(model: Model, edits: readonly Edit[]): string[] {
  return [...new Set([...model.columns.map(({ name }) => name), ...edits.map(({ column }) => column), ...conditionColumns(edits)])];
}

/** The columns that questions are about, in the order in which they are asked for. */
export function askedColumns(model: Model): string[] {
  return [...new Set(model.nodes.flatMap(({ column }) => column ?? []))];
}

/** The nodes that ask whether a number is at most something, those of most customers first. */
export function numberNodes(model: Model): { name: string; node: ModelNode }[] {
  const nodes = model.nodes.map((node, index) => ({ name: `n${index}`, node }));
  return nodes.filter(({ node }) => typeof node.lte === "number").sort((a, b) => b.node.n_rows - a.node.n_rows);
}

/** Where the slider of a threshold ends: at the ends of its column, and at the threshold itself. */
export function thresholdSpan(summary: NumberSummary | undefined, lte: number): { min: number; max: number } {
  const { min, max } = summary?.range ?? { min: lte, max: lte };
  return { min: Math.min(min, lte), max: Math.max(max, lte) };
}

/** The share of the event, or of the class that is told, by the weights of a node. */
export function rateOf(model: Model, node: ModelNode): number {
  const total = node.weights.reduce((sum, weight) => sum + weight, 0);
  const about = model.event ?? classOf(model, node);
  return (node.weights[model.classes.indexOf(about)] ?? 0) / total;
}

/** The class that a node tells: the one that weighs most there. */
export function classOf(model: Model, node: ModelNode): string {
  const weighed = node.weights.map((weight, index) => weight * (model.class_weights[index] ?? 1));
  return model.classes[weighed.indexOf(Math.max(...weighed))] ?? "";
}
