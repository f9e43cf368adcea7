import { css, html, nothing, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { scaleOf, type Scale } from "../../charts/axis";
import { GridfolkElement } from "../../element";
import type { Formats } from "../../format/numbers";
import type { Coefficient, Fit, Quality, Term } from "./types";

const WIDTH = 260;
const HEIGHT = 24;
/** Coefficients whose p is below this are drawn in full colour. */
const P_CLEAR = 0.05;

/** What drives the event: each coefficient with its interval, as a picture and in figures. */
@customElement("gf-sensitivity-drivers")
export class Coefficients extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      tbody th {
        min-width: 9rem;
      }
      .plot {
        width: 280px;
        min-width: 180px;
        padding-block: 2px;
        vertical-align: middle;
      }
      svg {
        display: block;
        width: 100%;
        max-width: 280px;
        height: auto;
        overflow: visible;
      }
      .zero {
        stroke: var(--gf-field);
        stroke-dasharray: 2 3;
      }
      .clear {
        color: var(--gf-accent);
      }
      .vague {
        color: var(--gf-quiet);
      }
      .interval {
        stroke: currentColor;
        stroke-width: 2;
      }
      .estimate {
        fill: currentColor;
      }
      text {
        fill: var(--gf-quiet);
        font-size: 11px;
        text-anchor: middle;
      }
      tbody th button {
        text-align: start;
        white-space: normal;
        overflow-wrap: anywhere;
        min-height: 0;
        padding: 0;
        font-weight: 600;
      }
      tbody tr[aria-selected="true"] {
        background: var(--gf-raised);
      }
    `,
  ];

  @property({ attribute: false }) fit: Fit | undefined;
  /** What stands here until there is one. */
  @property() waiting = "";
  @property({ attribute: false }) column = "";
  @property({ attribute: false }) ms = NaN;

  protected override render() {
    const t = this.t.sensitivity;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.drivers}</h2>
        ${this.lastReply(this.ms)}
      </div>
      ${this.fit ? html`${this.#summary(this.fit)} ${this.fit.quality ? this.#warnings(this.fit.quality) : ""} ${this.#table(this.fit)}` : html`<p class="quiet">${this.waiting}</p>`}
    </section>`;
  }

  #summary({ n_rows_used, n_rows, n_events, quality }: Fit) {
    const t = this.t.sensitivity;
    const { count, share, value } = this.format;
    const left = n_rows > n_rows_used ? ` ${this.t.kmeans.left(count(n_rows - n_rows_used))}` : "";
    return html`<p class="quiet number">
      ${(quality ? t.summary : t.given)(count(n_events), count(n_rows_used), share(n_events / n_rows_used))}${left}
      ${quality ? t.quality(value(quality.auc), value(quality.mcfadden_r2)) : ""}
    </p>`;
  }

  #warnings({ separation, method, converged, near_collinear }: Quality) {
    const t = this.t.sensitivity;
    const names = (terms: Term[]) => terms.map(nameOf).join(this.t.words.listed);
    const texts: string[] = [];
    if (separation) texts.push(t.separated[separation.kind](names(separation.terms)));
    if (method === "firth") texts.push(t.firth);
    if (!converged) texts.push(t.notConverged);
    if (near_collinear.length > 0) texts.push(t.collinear(names(near_collinear.map(({ term }) => term))));
    return texts.map((text) => html`<p role="status">${text}</p>`);
  }

  #table({ coefficients, quality }: Fit) {
    const t = this.t.sensitivity;
    const terms = coefficients.filter(({ column }) => column !== undefined);
    const inOrder = [...terms].sort(quality ? (a, b) => a.p - b.p : (a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient));
    const least = Math.min(0, ...terms.map(({ ci_low }) => ci_low));
    const most = Math.max(0, ...terms.map(({ ci_high }) => ci_high));
    const scale = scaleOf(least, most, 8, WIDTH - 8, 4);
    const ratio = this.format.column(terms.map(({ odds_ratio }) => odds_ratio));
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
      <table>
        <caption>
          ${quality ? t.driversHelp : t.givenHelp}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.driver}</th>
            <th scope="col" class="plot">${t.effect} ${this.#axis(scale)}</th>
            <th scope="col" class="number">${t.oddsRatio}</th>
            <th scope="col" class="number">${t.interval}</th>
            <th scope="col" class="number">p</th>
          </tr>
        </thead>
        <tbody>
          ${inOrder.map((coefficient) => this.#row(coefficient, scale, ratio))}
        </tbody>
      </table>
    </div>`;
  }

  #axis(scale: Scale) {
    return html`<svg viewBox="0 0 ${WIDTH} 16" aria-hidden="true">
      ${scale.ticks.map((tick) => svg`<text x=${scale.at(tick)} y="12">${this.format.value(tick)}</text>`)}
    </svg>`;
  }

  #row(coefficient: Coefficient, scale: Scale, ratio: Formats["value"]) {
    const { column = "", level, odds_ratio, odds_ratio_low, odds_ratio_high, p } = coefficient;
    const { chance } = this.format;
    return html`<tr aria-selected=${column === this.column ? "true" : nothing}>
      <th scope="row">
        <button class="plain" @click=${() => this.emit("gf-column", column)}>
          ${this.breakable(column)}${level === undefined ? "" : html` = ${level}`}
        </button>
      </th>
      <td class="plot ${p >= P_CLEAR ? "vague" : "clear"}">${this.#mark(coefficient, scale)}</td>
      <td class="number">${ratio(odds_ratio)}</td>
      <td class="number">${ratio(odds_ratio_low)} – ${ratio(odds_ratio_high ?? NaN)}</td>
      <td class="number">${chance(p)}</td>
    </tr>`;
  }

  #mark({ coefficient, ci_low, ci_high }: Coefficient, { at }: Scale) {
    const middle = HEIGHT / 2;
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
      <line class="zero" x1=${at(0)} x2=${at(0)} y1="0" y2=${HEIGHT}></line>
      <line class="interval" x1=${at(ci_low)} x2=${at(ci_high)} y1=${middle} y2=${middle}></line>
      <circle class="estimate" cx=${at(coefficient)} cy=${middle} r="4.5"></circle>
    </svg>`;
  }
}

function nameOf({ column, level }: Term): string {
  return level === undefined ? column : `${column} = ${level}`;
}
