/** A few numbers that matter, large. */

import { css, html, type TemplateResult } from "lit";

export const figureStyles = css`
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
    gap: 10px;
  }
  .figure {
    background: var(--gf-raised);
    border-radius: min(8px, var(--gf-radius));
    padding: 10px 12px;
  }
  .figure strong {
    display: block;
    font-size: 1.24rem;
    font-variant-numeric: tabular-nums;
  }
`;

/** Values with what they are. */
export function figures(entries: readonly (readonly [label: unknown, value: string])[]): TemplateResult {
  return html`<div class="figures">
    ${entries.map(([label, value]) => html`<div class="figure"><strong>${value}</strong>${label}</div>`)}
  </div>`;
}
