import { svg, html, type TemplateResult } from "lit";
import { markOf, SHAPE_PATHS } from "./palette";

/** A segment's sign, as in the scatter plot. */
export function segmentMark(index: number, isDark: boolean): TemplateResult {
  const { color, shape } = markOf(index, isDark);
  return html`<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill=${color}>${svg`<path d=${SHAPE_PATHS[shape]} />`}</svg>`;
}
