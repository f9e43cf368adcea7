import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { scaleOf } from "../../charts/axis";
import { axisStyles, axisTitles } from "../../charts/axis-titles";
import { GridfolkElement } from "../../element";
import { dataTable, numeric } from "../../parts/data-table";
import "../../parts/picture";

const WIDTH = 640;
const HEIGHT = 246;
const EDGE = { left: 64, right: 18, top: 10, bottom: 44 };
/** Percentiles that the table shows. */
const SHOWN = [1, 5, 10, 25, 50, 75, 90, 95, 99, 100];

/** How far customers are from their neighbours, and where the distance lies that makes one unusual. */
@customElement("gf-density-reach")
export class ReachCurve extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    axisStyles,
    css`
      svg.plane {
        max-height: 290px;
      }
      .grid {
        stroke: var(--gf-line);
      }
      .curve {
        fill: none;
        stroke: var(--gf-accent);
        stroke-width: 3;
      }
      .eps {
        stroke: var(--gf-down);
        stroke-width: 2;
        stroke-dasharray: 6 4;
      }
      text {
        fill: var(--gf-quiet);
        font-size: 12px;
      }
      .across {
        text-anchor: middle;
      }
      .up {
        text-anchor: end;
        dominant-baseline: middle;
      }
      .named {
        fill: var(--gf-down);
        font-weight: 600;
      }
    `,
  ];

  /** The distance that so many hundredths of the customers have at most, from 0 on. */
  @property({ attribute: false }) percentiles: readonly number[] = [];
  @property({ type: Number }) eps = NaN;

  protected override render() {
    const t = this.t.density;
    const { percentiles, eps } = this;
    if (percentiles.length < 2) return "";
    const { value, share, roundShare } = this.format;
    // The farthest customers of all would press the curve flat.
    const top = Math.max(eps * 1.6, percentiles.at(-2) ?? 0);
    const up = scaleOf(0, top, HEIGHT - EDGE.bottom, EDGE.top);
    const across = scaleOf(0, percentiles.length - 1, EDGE.left, WIDTH - EDGE.right, 10);
    const path = percentiles.map((reach, i) => `${across.at(i).toFixed(1)} ${up.at(Math.min(reach, top)).toFixed(1)}`).join("L");
    const listed = SHOWN.map((percent) => Math.round((percent / 100) * (percentiles.length - 1)));
    const written = this.format.column(listed.map((i) => percentiles[i]));
    return html`<gf-picture .heading=${t.curve} .locale=${this.locale}>
        <div class="scroll" tabindex="0" role="group" aria-label=${t.curve}>
          <svg class="plane" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${t.curveDescription}>
            ${up.ticks.map(
              (tick) =>
                svg`<line class="grid" x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${up.at(tick)} y2=${up.at(tick)}></line>
                  <text class="up" x=${EDGE.left - 6} y=${up.at(tick)}>${value(tick)}</text>`,
            )}
            ${across.ticks.map((tick) => svg`<text class="across" x=${across.at(tick)} y=${HEIGHT - EDGE.bottom + 18}>${roundShare(tick / (percentiles.length - 1))}</text>`)}
            <path class="curve" d="M${path}"></path>
            <line class="eps" x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${up.at(eps)} y2=${up.at(eps)}></line>
            <text class="named" x=${EDGE.left + 6} y=${up.at(eps) - 6}>${this.t.words.named(t.eps, value(eps))}</text>
            ${axisTitles({ width: WIDTH, height: HEIGHT, edge: EDGE }, t.reach, t.customersShare)}
          </svg>
        </div>
      </gf-picture>
      <details>
        <summary>${this.t.sensitivity.figures}</summary>
        ${dataTable({
          label: t.curve,
          head: [{ text: t.customersShare }, numeric(t.reachAtMost)],
          rows: listed.map((i) => [
            share(i / (percentiles.length - 1)),
            written(percentiles[i]),
          ]),
        })}
      </details>`;
  }
}
