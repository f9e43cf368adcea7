/** What ECharts is told about a scatter plot of segments. */

import type { EChartsCoreOption } from "echarts/core";
import type { NumberSummary } from "../table";
import { markOf } from "./palette";

/** Above this, points are so small that ECharts draws plain squares, which takes a fifth of the time. */
const SMALL_ABOVE = 10_000;

export interface ScatterData {
  x: Axis;
  y: Axis;
  /** Segment of each row; a code without a level is no segment. */
  codes: Uint32Array;
  levels: readonly string[];
  /** Which rows are shown. */
  rows: Uint32Array;
}

export interface Axis {
  name: string;
  values: Float64Array;
  isLog: boolean;
  /** Counts and other whole numbers: points are spread a little, so that equal ones do not hide each other. */
  isWhole: boolean;
}

export interface Look {
  isDark: boolean;
  text: string;
  line: string;
  font: string;
  formatValue(x: number): string;
}

/** The option, with one series a segment. */
export function scatterOption(data: ScatterData, look: Look): EChartsCoreOption {
  const points = pointsBySegment(data);
  const size = data.rows.length > SMALL_ABOVE ? 3 : data.rows.length > 3000 ? 4 : 6;
  return {
    ...frameOption(data, look),
    tooltip: { renderMode: "richText", trigger: "item", confine: true },
    series: data.levels.map((level, index) => {
      const { color, shape } = markOf(index, look.isDark);
      return {
        type: "scatter",
        name: level,
        data: points[index],
        dimensions: ["x", "y"],
        encode: { x: "x", y: "y" },
        symbol: shape,
        symbolSize: size,
        itemStyle: { color, opacity: 0.62 },
        large: true,
        largeThreshold: 500,
        // Banding above 3000 points otherwise.
        progressive: 0,
      };
    }),
  };
}

type Scaled = Pick<Axis, "name" | "isLog"> & Partial<Pick<Axis, "isWhole">>;

/** Half a number of room for points beside their value, instead of a whole step of the axis below 0. */
const WHOLE_ENDS = {
  minInterval: 1,
  min: ({ min }: { min: number }) => Math.round(min) - 0.5,
  max: ({ max }: { max: number }) => Math.round(max) + 0.5,
};

/** The axes around any picture of two columns. */
export function frameOption({ x, y }: Record<"x" | "y", Scaled>, look: Look) {
  return {
    animation: false,
    textStyle: { fontFamily: look.font, color: look.text },
    grid: { left: 8, right: 24, top: 30, bottom: 30, containLabel: true },
    xAxis: axisOption(x, look, 28),
    yAxis: axisOption(y, look, 12),
  };
}

function axisOption(axis: Scaled, look: Look, nameGap: number): object {
  const isSpread = axis.isWhole && !axis.isLog;
  return {
    type: axis.isLog ? "log" : "value",
    name: axis.name,
    nameGap,
    nameLocation: nameGap > 20 ? "middle" : "end",
    nameTextStyle: { color: look.text, align: nameGap > 20 ? "center" : "left" },
    scale: true,
    ...(isSpread && WHOLE_ENDS),
    axisLabel: { color: look.text, formatter: look.formatValue, hideOverlap: true, showMinLabel: !isSpread, showMaxLabel: !isSpread },
    // At the edge, where its labels and its name are, wherever 0 lies.
    axisLine: { onZero: false, lineStyle: { color: look.line } },
    splitLine: { lineStyle: { color: look.line, opacity: 0.6 } },
  };
}

/** Flat x, y pairs of the shown rows, by segment. */
export function pointsBySegment({ x, y, codes, levels, rows }: ScatterData): Float64Array[] {
  const isShown = (row: number) => isDrawable(x, row) && isDrawable(y, row);
  const counts = new Uint32Array(levels.length);
  for (const row of rows) {
    const code = codes[row] ?? levels.length;
    if (code < levels.length && isShown(row)) counts[code] = (counts[code] ?? 0) + 1;
  }
  const points = Array.from(counts, (n) => new Float64Array(2 * n));
  counts.fill(0);
  for (const row of rows) {
    const code = codes[row] ?? levels.length;
    const into = points[code];
    if (!into || !isShown(row)) continue;
    const at = 2 * (counts[code] ?? 0);
    into[at] = placeOf(x, row, 0x9e3779b1);
    into[at + 1] = placeOf(y, row, 0x85ebca6b);
    counts[code] = at / 2 + 1;
  }
  return points;
}

/** Where a row is drawn on an axis: whole numbers up to 0.3 beside their value, always the same for a row. */
function placeOf({ values, isWhole, isLog }: Axis, row: number, salt: number): number {
  const value = values[row] ?? NaN;
  if (!isWhole || isLog) return value;
  return value + ((Math.imul(row + 1, salt) >>> 0) / 2 ** 32 - 0.5) * 0.6;
}

/** Whether a column holds few different whole numbers. */
export function hasFewWhole(summary: NumberSummary | undefined): boolean {
  const WHOLE_MAX = 60;
  return !!summary?.isWhole && Math.max(-summary.range.min, summary.range.max) <= WHOLE_MAX;
}

function isDrawable({ values, isLog }: Axis, row: number): boolean {
  const value = values[row] ?? NaN;
  return isLog ? value > 0 : !Number.isNaN(value);
}
