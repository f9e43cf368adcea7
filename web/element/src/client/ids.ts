/** Columns of numbers that are ids: what a file does not say itself, but its names do. */

import type { Column } from "./protocol";

/**
 * Names of ids, in small letters with `_` between words: `id` alone or at the end (`building_id`, 用户id), the number
 * or code of somebody who is billed or of a meter (`cust_no`, `account_number`, `meterid`), and in Chinese what ends as
 * 户号, 表号, 账号, 编号 or 编码 do (客户编号, 电表编号).
 */
const NAMES = [
  /(^|_|\p{Script=Han})id$/u,
  /^(customer|cust|consumer|cons|client|user|account|acct|household|meter)_?(id|no|nr|num|number|code)$/,
  /(户号|表号|账号|帐号|编号|编码)$/,
];

/** The columns of numbers with the name of an id whose values are whole and all different. */
export function idNumbers(columns: readonly Column[]): string[] {
  return columns.flatMap((column) => (isIdName(column.name) && column.kind === "number" && areIds(column.values) ? column.name : []));
}

/** Whether a column is called as ids are. */
export function isIdName(name: string): boolean {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
  const plain = words.replaceAll(/[\s.-]+/g, "_").replaceAll(/^_+|_+$/g, "");
  return NAMES.some((pattern) => pattern.test(plain));
}

/** Some may be missing, as in every column of ids; one alone differs from nothing. */
function areIds(values: Float64Array): boolean {
  const given = values.filter((value) => !Number.isNaN(value));
  // Different ids beyond 2^53 may be the same number: of these the name alone tells.
  const told = given.filter((value) => Number.isSafeInteger(value));
  return given.length > 1 && given.every(Number.isInteger) && new Set(told).size === told.length;
}
