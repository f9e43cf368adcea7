/** A count after a scenario, with how it differs from before. */

import { html, type TemplateResult } from "lit";
import type { Formats } from "../format/numbers";

/** 1,234, or 1,234 (+12). */
export function changeOf(before: number, after: number, format: Formats): TemplateResult {
  return html`${format.count(after)} ${differenceOf(before, after, format)}`;
}

/** (+12), or nothing; more is neither better nor worse. */
export function differenceOf(before: number, after: number, format: Formats): TemplateResult | string {
  return before === after ? "" : html`<strong>(${format.difference(after - before)})</strong>`;
}
