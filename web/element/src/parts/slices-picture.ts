/** Bars of a result by the levels of a category, before and after. */

import { css, html, svg, type TemplateResult } from "lit";
import { scaleOf } from "../charts/axis";
import { cut } from "../charts/letters";
import type { Slice } from "../rows/slices";

export const sliceStyles = css`
  svg.bars {
    display: block;
    width: 100%;
    height: auto;
    /* Letters wider than most keep their first ones. */
    overflow: visible;
  }
  .before {
    fill: var(--gf-quiet);
  }
  .after {
    fill: var(--gf-accent);
  }
  .grid {
    stroke: var(--gf-line);
  }
  text {
    fill: var(--gf-text);
    font-size: 12px;
    dominant-baseline: middle;
  }
  .tick {
    fill: var(--gf-quiet);
    text-anchor: middle;
  }
  .beside {
    text-anchor: end;
  }
  /* Values and names are read across the lines of the grid. */
  .name,
  .value {
    stroke: var(--gf-surface);
    stroke-width: 3;
  }
  .value {
    fill: var(--gf-quiet);
    font-size: 10px;
  }
`;

/** Where everything stands: names beside the bars where there is room for them, else above. */
interface Layout {
  width: number;
  edge: { left: number; right: number; top: number; bottom: number };
  /** Height of one level with the room around it, and the middle of its name and the upper edge of its bars therein. */
  row: number;
  nameAt: number;
  barsAt: number;
  /** The most letters of a name; wide letters count twice. */
  letters: number;
  nTicks: number;
}

const BAR = 11;
const WIDE: Layout = { width: 640, edge: { left: 190, right: 62, top: 6, bottom: 24 }, row: 32, nameAt: 16, barsAt: 5, letters: 22, nTicks: 5 };
const NARROW: Layout = { width: 320, edge: { left: 12, right: 58, top: 2, bottom: 24 }, row: 46, nameAt: 10, barsAt: 19, letters: 40, nTicks: 3 };

interface PlacedBar {
  /** What it is long for. */
  x: number;
  y: number;
  kind: "before" | "after";
}

/** What the bars are of. */
export interface SlicesLook {
  description: string;
  isNarrow: boolean;
  /** Whether one bar stands for before and after. */
  isSame: boolean;
  nameOf(slice: Slice): string;
  write(x: number): string;
  writeTick(x: number): string;
}

export function slicesPicture(slices: readonly Slice[], look: SlicesLook): TemplateResult {
  const { width, edge, row, nameAt, barsAt, letters, nTicks } = look.isNarrow ? NARROW : WIDE;
  const across = scaleAcross(slices, edge.left, width - edge.right, nTicks);
  const height = edge.top + slices.length * row + edge.bottom;
  const bars = ({ before, after }: Slice, y: number): PlacedBar[] => {
    if (look.isSame) return [{ x: after, y: y + (look.isNarrow ? 0 : BAR / 2), kind: "after" }];
    return [
      { x: before, y, kind: "before" },
      { x: after, y: y + BAR, kind: "after" },
    ];
  };
  const value = ({ x, y }: PlacedBar) =>
    svg`<text class="value" paint-order="stroke" x=${across.at(Math.max(0, x)) + 5} y=${y + BAR / 2}>${look.write(x)}</text>`;
  const bar = ({ x, y, kind }: PlacedBar) => {
    const [start, end] = [across.at(Math.min(0, x)), across.at(Math.max(0, x))];
    return svg`<rect class=${kind} x=${start} width=${Math.max(0, end - start)} y=${y} height=${BAR} rx="1.5"></rect>`;
  };
  return html`<svg class="bars" viewBox="0 0 ${width} ${height}" role="img" aria-label=${look.description}>
    ${across.ticks.map(
      (tick) =>
        svg`<line class="grid" x1=${across.at(tick)} x2=${across.at(tick)} y1=${edge.top} y2=${height - edge.bottom}></line>
          <text class="tick" x=${across.at(tick)} y=${height - 10}>${look.writeTick(tick)}</text>`,
    )}
    ${slices.map((slice, i) => {
      const [top, name] = [edge.top + i * row, look.nameOf(slice)];
      const both = bars(slice, top + barsAt);
      // Bars come last: the room that is kept around a value takes nothing from the bar above.
      return svg`<text class="name ${look.isNarrow ? "" : "beside"}" paint-order="stroke" x=${look.isNarrow ? edge.left : edge.left - 8} y=${top + nameAt}>${cut(name, letters)}<title>${name}</title></text>
        ${both.map(value)} ${both.map(bar)}`;
    })}
  </svg>`;
}

/** From nought, or below it where values are; all nought: to 1. */
function scaleAcross(slices: readonly Slice[], start: number, end: number, nTicks: number) {
  const values = slices.flatMap(({ before, after }) => [before, after]);
  const most = Math.max(0, ...values);
  return scaleOf(Math.min(0, ...values), most > 0 || values.some((x) => x < 0) ? most : 1, start, end, nTicks);
}
