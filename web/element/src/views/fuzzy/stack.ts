/** Memberships of customers in the order of their value. */

/** For each group, its mean membership along the order of values, in equal parts of the customers, the least value first. */
export function stackOf(values: Float64Array, memberships: readonly Float64Array[], nParts: number): number[][] {
  const rows = [...values.keys()].filter((row) => !Number.isNaN(values[row] ?? NaN));
  rows.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const n = Math.min(nParts, rows.length);
  const parts = Array.from({ length: n }, (_, i) => rows.slice(Math.floor((i * rows.length) / n), Math.floor(((i + 1) * rows.length) / n)));
  return memberships.map((group) => parts.map((part) => part.reduce((sum, row) => sum + (group[row] ?? 0), 0) / part.length));
}
