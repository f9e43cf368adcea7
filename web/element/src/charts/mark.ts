import { svg, html, type TemplateResult } from "lit";
import { markOf, type Shape } from "./palette";

const SHAPES: Record<Shape, TemplateResult> = {
  circle: svg`<circle cx="6" cy="6" r="5" />`,
  triangle: svg`<path d="M6 1 11.5 11H.5z" />`,
  rect: svg`<path d="M1.5 1.5h9v9h-9z" />`,
  diamond: svg`<path d="M6 0 12 6 6 12 0 6z" />`,
};

/** A segment's sign, as in the scatter plot. */
export function segmentMark(index: number, isDark: boolean): TemplateResult {
  const { color, shape } = markOf(index, isDark);
  return html`<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill=${color}>${SHAPES[shape]}</svg>`;
}
