/** How often values fall into equal parts of a range. */

/** Counts by part; values at the upper end belong to the last part, missing ones to none. */
export function countsIn(values: Float64Array, min: number, max: number, nParts: number): number[] {
  const counts = Array.from({ length: nParts }, () => 0);
  for (const value of values) {
    if (Number.isNaN(value) || value < min || value > max) continue;
    const part = max > min ? Math.min(nParts - 1, Math.floor(((value - min) / (max - min)) * nParts)) : 0;
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}
