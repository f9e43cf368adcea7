/** Scales and round ticks for small pictures in SVG. */

export interface Scale {
  /** Where a value lies. */
  at(value: number): number;
  /** Round values within the ends. */
  ticks: number[];
}

/** Values from `min` to `max` onto places from `start` to `end`, with about `n` ticks. */
export function scaleOf(min: number, max: number, start: number, end: number, n = 5): Scale {
  const size = max > min ? max - min : 1;
  return { at: (value) => start + ((value - min) / size) * (end - start), ticks: ticksOf(min, min + size, n) };
}

function ticksOf(min: number, max: number, n: number): number[] {
  const rough = (max - min) / n;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * decade >= rough * 0.999) ?? 10) * decade;
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i += 1) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}
