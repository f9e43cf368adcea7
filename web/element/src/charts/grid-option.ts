/** What ECharts is told about how densely customers lie: squares in the colour of the segment with the most of them. */

import type { EChartsCoreOption } from "echarts/core";
import { markOf } from "./palette";
import { frameOption, type Look } from "./scatter-option";

/** Cells over two columns, and how many customers of each level lie in them. */
export interface GridData {
  x: GridAxis;
  y: GridAxis;
  levels: readonly string[];
  /** Customers in all cells: those with both values, and within the axes. */
  nCounted: number;
  /** Cells with customers, in lists of equal length; those of one cell stand together. */
  cells: { x: readonly number[]; y: readonly number[]; level?: readonly number[]; n: readonly number[] };
}

export interface GridAxis {
  name: string;
  isLog: boolean;
  /** Where cells begin and end. */
  edges: readonly number[];
}

/** How dark cells are, from few customers to many. */
const OPACITIES = [0.3, 0.5, 0.75, 1];

/** The option, with one series for each segment and darkness. `size` is that of the picture, in pixels. */
export function gridOption(data: GridData, look: Look, size: { width: number; height: number }): EChartsCoreOption {
  const squares = squaresOf(data);
  const cell = [size.width / (data.x.edges.length - 1), size.height / (data.y.edges.length - 1)].map((pixels) => Math.max(1.5, pixels - 0.5));
  const { xAxis, yAxis, ...frame } = frameOption(data, look);
  return {
    ...frame,
    xAxis: { ...xAxis, ...ends(data.x) },
    yAxis: { ...yAxis, ...ends(data.y) },
    series: squares.map(({ level, shade, points }) => ({
      type: "scatter",
      name: data.levels[level],
      data: points,
      dimensions: ["x", "y"],
      encode: { x: "x", y: "y" },
      symbol: "rect",
      symbolSize: cell,
      itemStyle: { color: markOf(level, look.isDark).color, opacity: OPACITIES[shade] },
      silent: true,
      large: true,
      largeThreshold: 500,
      progressive: 0,
    })),
  };
}

/** The squares of one segment and one darkness: flat x, y pairs of their middles. */
interface Squares {
  level: number;
  shade: number;
  points: Float64Array;
}

/** Every cell once: its segment is the one with most of its customers, its darkness goes by the logarithm of all of them. */
export function squaresOf({ x, y, levels, cells }: GridData): Squares[] {
  const lists = levels.map(() => OPACITIES.map((): number[] => []));
  const found = cellsOf(cells, levels.length);
  const most = found.reduce((most, { n }) => Math.max(most, n), 1);
  const [across, up] = [middles(x), middles(y)];
  for (const { column, row, level, n } of found) {
    const shade = Math.min(OPACITIES.length - 1, Math.floor((OPACITIES.length * Math.log(n)) / Math.log(most + 1)));
    lists[level]?.[shade]?.push(across[column] ?? NaN, up[row] ?? NaN);
  }
  return lists.flatMap((shades, level) => shades.map((points, shade) => ({ level, shade, points: Float64Array.from(points) })));
}

interface Cell {
  column: number;
  row: number;
  /** The level with most customers. */
  level: number;
  /** Customers of all levels. */
  n: number;
}

/** A level beyond those that are shown is none: its customers make a cell darker, and give it no colour. */
function cellsOf({ x, y, level, n }: GridData["cells"], nLevels: number): Cell[] {
  const cells: Cell[] = [];
  let most = 0;
  for (let at = 0; at < n.length; at++) {
    const [column, row, count] = [x[at] ?? 0, y[at] ?? 0, n[at] ?? 0];
    let cell = cells.at(-1);
    if (cell?.column !== column || cell.row !== row) {
      cell = { column, row, level: nLevels, n: 0 };
      cells.push(cell);
      most = 0;
    }
    cell.n += count;
    const of = level?.[at] ?? 0;
    if (count > most && of < nLevels) [cell.level, most] = [of, count];
  }
  return cells;
}

function middles({ edges, isLog }: GridAxis): number[] {
  const middle = (a: number, b: number) => (isLog ? Math.sqrt(a * b) : (a + b) / 2);
  return edges.slice(1).map((edge, cell) => middle(edges[cell] ?? edge, edge));
}

function ends({ edges }: GridAxis): { min: number | undefined; max: number | undefined } {
  return { min: edges[0], max: edges.at(-1) };
}
