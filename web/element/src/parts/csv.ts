/** Cells and lines of CSV by RFC 4180, as spreadsheets read them safely. */

/** Tells spreadsheets that the text is UTF-8. */
export const MARK = "\ufeff";

const LINE_END = "\r\n";

/** Spreadsheets take a cell that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A text as a cell: one that a spreadsheet would compute gets an apostrophe before it, which spreadsheets do not show. */
export function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A number as a cell, with all its digits; a missing one is empty. */
export function numberCell(x: number | undefined): string {
  return x === undefined || Number.isNaN(x) ? "" : String(x);
}

/** Cells as a line, with its end. */
export function lineOf(cells: readonly string[]): string {
  return cells.join(",") + LINE_END;
}
