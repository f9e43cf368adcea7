/** A share as a small bar, for cells of tables. */

import { css, svg, html, type TemplateResult } from "lit";

export const barStyles = css`
  .bar {
    display: block;
    margin-top: 3px;
  }
  td.number .bar {
    margin-left: auto;
  }
  .bar .track {
    fill: var(--gf-raised);
  }
  .bar .filled {
    fill: var(--gf-accent);
  }
  .bar .was {
    fill: var(--gf-quiet);
  }
`;

const WIDTH = 110;

/** A bar of a part of its full length; `kind` is its colour. */
export function bar(part: number, kind: "filled" | "was" = "filled"): TemplateResult {
  const length = WIDTH * Math.min(1, Math.max(0, Number.isFinite(part) ? part : 0));
  return html`<svg class="bar" width=${WIDTH} height="6" aria-hidden="true">
    ${svg`<rect class="track" width=${WIDTH} height="6" rx="3" /><rect class=${kind} width=${length} height="6" rx="3" />`}
  </svg>`;
}
