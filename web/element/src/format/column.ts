/** How many decimals the numbers of one column of a table have in common. */

/** Digits that people read of a number. */
const DIGITS = 3;
/** Decimals beyond those of the largest number, for the sake of smaller ones. */
const MORE_MAX = 2;
/** Numbers that would need more are written as powers of ten. */
const DECIMALS_MAX = 6;
/** A small number may be written so far off, as a part of itself. */
const OFF_MAX = 0.1;

/**
 * As many decimals as the largest number needs for its digits; some more where numbers that differ would look the same,
 * or small ones like others; fewer where all would end in noughts.
 */
export function decimalsOf(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  const most = known.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  if (most === 0) return 0;
  const least = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(most)));
  if (least > DECIMALS_MAX) return 0;
  let decimals = least;
  while (decimals < least + MORE_MAX && !areTold(known, decimals)) decimals += 1;
  while (decimals > 0 && known.every((x) => Number(x.toFixed(decimals)) === Number(x.toFixed(decimals - 1)))) decimals -= 1;
  return decimals;
}

/** Whether all that differ in the digits that people read look different, and none is far from what it is. */
function areTold(values: readonly number[], decimals: number): boolean {
  const kinds = (write: (x: number) => string) => new Set(values.map((x) => Number(write(x)))).size;
  const isOff = values.some((x) => Math.abs(Number(x.toFixed(decimals)) - x) > OFF_MAX * Math.abs(x));
  return !isOff && kinds((x) => x.toFixed(decimals)) >= kinds((x) => x.toPrecision(DIGITS));
}
