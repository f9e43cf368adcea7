/** A count after a scenario, with how it differs from before. */

import { css, html, type TemplateResult } from "lit";
import type { Formats } from "../format/numbers";

export const changeStyles = css`
  .up {
    color: var(--gf-up);
  }
  .down {
    color: var(--gf-down);
  }
`;

/** 1,234, or 1,234 (+12). */
export function changeOf(before: number, after: number, format: Formats): TemplateResult {
  return html`${format.count(after)} ${differenceOf(before, after, format)}`;
}

/** (+12), or nothing. */
export function differenceOf(before: number, after: number, format: Formats): TemplateResult | string {
  if (before === after) return "";
  return html`<span class=${after > before ? "up" : "down"}>(${format.difference(after - before)})</span>`;
}
