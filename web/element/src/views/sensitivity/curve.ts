import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { scaleOf, type Scale } from "../../charts/axis";
import { axisStyles, axisTitles } from "../../charts/axis-titles";
import { GridfolkElement } from "../../element";
import "../../parts/picture";
import type { CurveBody, Point } from "./types";

const WIDTH = 640;
const HEIGHT = 278;
const EDGE = { left: 64, right: 14, top: 10, bottom: 48 };

/** How the probability moves with one column: the mean, and single customers behind it. */
@customElement("gf-sensitivity-curve")
export class Curve extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    axisStyles,
    css`
      .grid {
        stroke: var(--gf-line);
      }
      .one {
        fill: none;
        stroke: var(--gf-quiet);
        stroke-opacity: 0.45;
      }
      .mean {
        fill: none;
        stroke: var(--gf-accent);
        stroke-width: 3;
      }
      .bar {
        fill: var(--gf-accent);
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
    `,
  ];

  @property({ attribute: false }) columns: string[] = [];
  @property({ attribute: false }) column = "";
  @property({ attribute: false }) curve: CurveBody | undefined;

  protected override render() {
    const t = this.t.sensitivity;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.curve}</h2>
        <div class="row">
          <label for="column">${this.t.whatIf.column}</label>
          <select id="column" @change=${(event: Event) => this.emit("gf-column", (event.target as HTMLSelectElement).value)}>
            ${this.columns.map((name) => html`<option value=${name} ?selected=${name === this.column}>${name}</option>`)}
          </select>
        </div>
      </div>
      ${this.curve ? this.#shown(this.curve) : ""}
    </section>`;
  }

  #shown(curve: CurveBody) {
    const t = this.t.sensitivity;
    const { share, value } = this.format;
    const { average_marginal_effect: effect, elasticity } = curve;
    const rough = (x: number) => value(Number(x.toPrecision(2)));
    const written = this.format.column(curve.points.map(({ value: x }) => x));
    return html`<p class="quiet">
        ${t.curveHelp} ${effect === null ? "" : t.marginal(rough(effect * 100), rough(elasticity ?? NaN))}
      </p>
      ${this.#picture(curve)}
      <details>
        <summary>${t.figures}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">${curve.column}</th>
              <th scope="col" class="number">${t.meanProbability}</th>
            </tr>
          </thead>
          <tbody>
            ${curve.points.map(
              ({ value: x, level, probability }) => html`<tr>
                <th scope="row">${level ?? written(x)}</th>
                <td class="number">${share(probability)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </details>`;
  }

  #picture({ column, points }: CurveBody) {
    const all = points.flatMap(({ probability, individual }) => [probability, ...individual.map((p) => p ?? 0)]);
    const up = scaleOf(0, Math.max(...all, 0.01), HEIGHT - EDGE.bottom, EDGE.top);
    const isNumbers = points.every(({ value }) => value !== undefined);
    const t = this.t.sensitivity;
    return html`<gf-picture .heading=${this.t.words.named(t.curve, column)} .locale=${this.locale}>
      <div class="scroll" tabindex="0" role="group" aria-label=${t.picture}>
        <svg class="plane" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${t.curveDescription(column)}>
          ${up.ticks.map(
            (tick) =>
              svg`<line class="grid" x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${up.at(tick)} y2=${up.at(tick)}></line>
                <text class="up" x=${EDGE.left - 6} y=${up.at(tick)}>${this.format.roundShare(tick)}</text>`,
          )}
          ${isNumbers ? this.#lines(points, up) : this.#bars(points, up)}
          ${axisTitles({ width: WIDTH, height: HEIGHT, edge: EDGE }, t.chance, column)}
        </svg>
      </div>
    </gf-picture>`;
  }

  #lines(points: Point[], up: Scale) {
    const values = points.map(({ value }) => value ?? 0);
    const across = scaleOf(Math.min(...values), Math.max(...values), EDGE.left, WIDTH - EDGE.right, 7);
    const path = (of: (point: Point) => number | null | undefined) =>
      points.map((point, i) => `${i === 0 ? "M" : "L"}${across.at(values[i] ?? 0).toFixed(1)} ${up.at(of(point) ?? 0).toFixed(1)}`).join("");
    const nCurves = points[0]?.individual.length ?? 0;
    const shown = Array.from({ length: nCurves }, (_, i) => i).filter((i) => points[0]?.individual[i] !== null);
    return svg`${across.ticks.map((tick) => svg`<text class="across" x=${across.at(tick)} y=${HEIGHT - EDGE.bottom + 20}>${this.format.value(tick)}</text>`)}
      ${shown.map((i) => svg`<path class="one" d=${path(({ individual }) => individual[i])}></path>`)}
      <path class="mean" d=${path(({ probability }) => probability)}></path>`;
  }

  #bars(points: Point[], up: Scale) {
    const step = (WIDTH - EDGE.left - EDGE.right) / points.length;
    return points.map(({ level, probability }, i) => {
      const x = EDGE.left + i * step;
      return svg`<rect class="bar" x=${x + step * 0.2} width=${step * 0.6} y=${up.at(probability)} height=${up.at(0) - up.at(probability)}></rect>
        <text class="across" x=${x + step / 2} y=${HEIGHT - EDGE.bottom + 20}>${level}</text>`;
    });
  }
}
