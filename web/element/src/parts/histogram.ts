import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { scaleOf } from "../charts/axis";
import { axisStyles, axisTitles } from "../charts/axis-titles";
import { GridfolkElement } from "../element";
import "./picture";

const WIDTH = 640;
const HEIGHT = 208;
const EDGE = { left: 26, right: 12, top: 8, bottom: 42 };

/** How a score is spread over customers, before and after. */
@customElement("gf-histogram")
export class Histogram extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    axisStyles,
    css`
      svg.plane {
        max-height: 250px;
      }
      .after {
        fill: var(--gf-accent);
        opacity: 0.8;
      }
      .before {
        fill: none;
        stroke: var(--gf-text);
        stroke-width: 1.6;
      }
      line {
        stroke: var(--gf-line);
      }
      text {
        font-size: 12px;
        fill: var(--gf-quiet);
        text-anchor: middle;
      }
    `,
  ];

  @property({ type: Number }) min = 0;
  @property({ type: Number }) max = 100;
  /** Customers by equal parts of the range. */
  @property({ attribute: false }) counts: readonly number[] = [];
  /** The same before a change, where there is one. */
  @property({ attribute: false }) was: readonly number[] | undefined;
  @property() description = "";
  /** What the score is called. */
  @property() score = "";
  /** What is counted, as the heading of saved pictures. */
  @property() heading = "";

  protected override render() {
    const { counts, was } = this;
    const up = scaleOf(0, Math.max(1, ...counts, ...(was ?? [])), HEIGHT - EDGE.bottom, EDGE.top);
    const across = scaleOf(this.min, this.max, EDGE.left, WIDTH - EDGE.right, 10);
    const step = (WIDTH - EDGE.left - EDGE.right) / Math.max(1, counts.length);
    const x = (part: number) => EDGE.left + part * step;
    const outline = was?.map((n, part) => `${x(part)} ${up.at(n)}L${x(part + 1)} ${up.at(n)}`).join("L");
    return html`<gf-picture .heading=${this.heading} .locale=${this.locale}>
      <div class="scroll" tabindex="0" role="group" aria-label=${this.heading}>
        <svg class="plane" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${this.description}>
          <line x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${up.at(0)} y2=${up.at(0)}></line>
          ${counts.map(
            (n, part) => svg`<rect class="after" x=${x(part) + 0.5} width=${Math.max(0, step - 1)} y=${up.at(n)} height=${up.at(0) - up.at(n)}></rect>`,
          )}
          ${outline ? svg`<path class="before" d="M${outline}"></path>` : ""}
          ${across.ticks.map((tick) => svg`<text x=${across.at(tick)} y=${HEIGHT - EDGE.bottom + 17}>${this.format.value(tick)}</text>`)}
          ${axisTitles({ width: WIDTH, height: HEIGHT, edge: EDGE }, this.t.data.nCustomers, this.score)}
        </svg>
      </div>
    </gf-picture>`;
  }
}
