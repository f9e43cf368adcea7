/** Some rows of a column. */

import type { Column } from "./protocol";

/** Rows from `from` to before `to`. A part keeps the levels that its own rows have, in the table's order. */
export function rowsOf(column: Column, from: number, to: number): Column {
  if (column.kind === "number") return { ...column, values: column.values.slice(from, to) };
  if (column.kind === "category") return { ...column, ...usedLevels(column.codes.slice(from, to), column.levels) };
  const start = from === 0 ? 0 : (column.ends[from - 1] ?? 0);
  const ends = column.ends.slice(from, to).map((end) => end - start);
  const codes = column.codes.slice(start, start + (ends.at(-1) ?? 0));
  return { ...column, ends, ...usedLevels(codes, column.levels) };
}

function usedLevels(codes: Uint32Array<ArrayBuffer>, levels: readonly string[]): { codes: Uint32Array<ArrayBuffer>; levels: string[] } {
  const isUsed = new Uint8Array(levels.length);
  // A missing cell's code is beyond the levels.
  for (const code of codes) if (code < levels.length) isUsed[code] = 1;
  const places = new Uint32Array(levels.length);
  let n = 0;
  for (let level = 0; level < levels.length; level++) if (isUsed[level]) places[level] = n++;
  return { codes: codes.map((code) => places[code] ?? code), levels: levels.filter((_, level) => isUsed[level]) };
}
