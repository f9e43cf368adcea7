/** What both entries of the package give, beside `open`. */

export { GridfolkError } from "./client/error";
export { Module } from "./open";
export type { ModuleSource, OpenOptions, Operations, ReplyOf, RequestOf, RunOptions } from "./open";
export type { Column, Problem, TableSummary, TableFormat } from "./client/protocol";
export type { ColumnType, ReadHints, TableInput } from "./client/table-input";
export type { Cell, ColumnValues } from "./client/columns";
export type { Modules } from "./generated";
