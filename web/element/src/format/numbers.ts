/** Numbers for people, by `Intl`. */

import { decimalsOf } from "./column";

export type Locale = "en" | "zh-CN";

/** A number, or none. */
type Maybe = number | null | undefined;

export interface Formats {
  /** A count: 12,345. */
  count(n: number): string;
  /** A measured value with at most three significant digits, or whole when large. */
  value(x: number): string;
  /** Measured values of one column of a table, all with the same decimals; with a sign where they are differences. */
  column(values: readonly Maybe[], isSigned?: boolean): (x: Maybe) => string;
  /** A chance as tests give it, with three decimals; very small ones differ in nothing that matters. */
  chance(p: number): string;
  /** A number with its sign and one decimal. */
  signed(x: number): string;
  /** A share between 0 and 1 as percent. */
  share(x: number): string;
  /** A round share between 0 and 1, as axes have them, in percent. */
  roundShare(x: number): string;
  /** A difference of counts, with its sign. */
  difference(n: number): string;
  /** Milliseconds. */
  ms(x: number): string;
  /** Bytes as kB. */
  bytes(n: number): string;
}

/** Numbers from here on are powers of ten. */
const GREAT = 1e12;
/** Chances are told down to here. */
const CHANCE_LEAST = 0.001;

const CACHE = new Map<Locale, Formats>();

/** The formats of a language; a missing number is a dash. */
export function formatsOf(locale: Locale): Formats {
  const known = CACHE.get(locale);
  if (known) return known;
  const made = makeFormats(locale);
  CACHE.set(locale, made);
  return made;
}

function makeFormats(locale: Locale): Formats {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const tiny = new Intl.NumberFormat(locale, { notation: "scientific", maximumSignificantDigits: 3 });
  const thousandths = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const roundPercent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: "exceptZero" });
  const ms = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const known = (write: (x: number) => string) => (x: number) => (Number.isFinite(x) ? withMinus(write(x)) : "–");
  return {
    count: known((n) => count.format(n)),
    value: known((x) => formatValue(x, count, short, tiny)),
    column: (values, isSigned = false) => columnFormat(locale, values, isSigned),
    chance: known((p) => (p < CHANCE_LEAST ? `< ${CHANCE_LEAST}` : thousandths.format(p))),
    signed: known((x) => decimal.format(x)),
    share: known((x) => percent.format(x)),
    roundShare: known((x) => roundPercent.format(x)),
    difference: known((n) => signed.format(n)),
    ms: known((x) => `${ms.format(x)} ms`),
    bytes: known((n) => `${ms.format(n / 1000)} kB`),
  };
}

/** A text with its long numbers in as many digits as people read. */
export function shortened(text: string): string {
  return text.replace(/\d*\.\d{5,}/g, (number) => String(Number(number) >= 1000 ? Math.round(Number(number)) : Number(Number(number).toPrecision(4))));
}

/** Numbers have a minus sign, which is as wide as a plus; `Intl` writes a hyphen. */
function withMinus(text: string): string {
  return text.replace("-", "−");
}

/** How a column is written. What its decimals would make nought of, and extremes, stand as if alone. */
function columnFormat(locale: Locale, values: readonly Maybe[], isSigned: boolean): (x: Maybe) => string {
  const { value } = formatsOf(locale);
  const numbers = values.map((x) => x ?? NaN);
  const decimals = decimalsOf(numbers);
  const written = fixedFormat(locale, decimals, isSigned);
  const fits = (x: number) => Number.isFinite(x) && Math.abs(x) < GREAT && (x === 0 || Number(x.toFixed(decimals)) !== 0);
  return (x) => (fits(x ?? NaN) ? withMinus(written.format(x ?? NaN)) : `${isSigned && (x ?? 0) > 0 ? "+" : ""}${value(x ?? NaN)}`);
}

const FIXED = new Map<string, Intl.NumberFormat>();

/** Making one takes longer than writing a whole table by it. */
function fixedFormat(locale: Locale, decimals: number, isSigned: boolean): Intl.NumberFormat {
  const key = `${locale} ${decimals} ${isSigned}`;
  const signDisplay = isSigned ? "exceptZero" : "negative";
  const made = FIXED.get(key) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay });
  FIXED.set(key, made);
  return made;
}

function formatValue(x: number, count: Intl.NumberFormat, short: Intl.NumberFormat, tiny: Intl.NumberFormat): string {
  const size = Math.abs(x);
  if (size >= 1000 && size < GREAT) return count.format(x);
  if (size >= GREAT || (size > 0 && size < 1e-4)) return tiny.format(x);
  return short.format(x);
}
