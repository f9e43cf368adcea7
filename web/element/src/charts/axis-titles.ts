import { css, svg } from "lit";

/** A small picture: its size, and the room around what is drawn. */
export interface Plane {
  width: number;
  height: number;
  edge: { left: number; right: number; top: number; bottom: number };
}

/** How titles look; so small a picture is scrolled before its letters become too small to read. */
export const axisStyles = css`
  svg.plane {
    display: block;
    width: 100%;
    min-width: 460px;
    height: auto;
  }
  text.axis {
    text-anchor: middle;
  }
`;

/** What the axes measure: one title along the left edge, one below the figures of the axis that goes across. */
export function axisTitles({ width, height, edge }: Plane, up: string, across: string) {
  const [x, y] = [(edge.left + width - edge.right) / 2, (edge.top + height - edge.bottom) / 2];
  return svg`<text class="axis" x="12" y=${y} transform="rotate(-90 12 ${y})">${up}</text>
    <text class="axis" x=${x} y=${height - 5}>${across}</text>`;
}
