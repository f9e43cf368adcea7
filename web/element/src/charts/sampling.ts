/** Which rows a picture shows, where it cannot show all. */

/** Above this, pictures show a part of the rows. */
export const POINTS_MAX = 20_000;

/**
 * Row numbers spread evenly over the table: multiples of the golden ratio fall evenly into the unit
 * interval however the rows are ordered, and a row is shown or not whatever the columns are.
 */
export function sampledRows(nRows: number, nShown: number = POINTS_MAX): Uint32Array {
  if (nRows <= nShown) return Uint32Array.from({ length: nRows }, (_, row) => row);
  const limit = (nShown / nRows) * 2 ** 32;
  const rows = new Uint32Array(nRows);
  let n = 0;
  for (let row = 0; row < nRows; row++) {
    if (Math.imul(row, 0x9e3779b1) >>> 0 < limit) rows[n++] = row;
  }
  return rows.slice(0, Math.min(n, nShown));
}
