/** A count after a scenario, with how it differs from before. */

import { css, html, type TemplateResult } from "lit";
import type { Formats } from "../format/numbers";

/**
 * A colour that says neither better nor worse. A weight of its own would cost: browsers let a font go that no text has any
 * more, and take some 40 ms to find it again for the next difference.
 */
export const changeStyles = css`
  .difference {
    color: var(--gf-accent);
  }
`;

/** 1,234, or 1,234 (+12). */
export function changeOf(before: number, after: number, format: Formats): TemplateResult {
  return html`${format.count(after)} ${differenceOf(before, after, format)}`;
}

/** (+12), or nothing; more is neither better nor worse. */
export function differenceOf(before: number, after: number, format: Formats): TemplateResult | string {
  return before === after ? "" : html`<span class="difference">(${format.difference(after - before)})</span>`;
}
