import { css, html, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element";
import { meaningOf, type TableData } from "../../table";
import type { Bin, CardColumn, FitBody } from "./types";

const BAR_WIDTH = 160;

/** The card: points of each bin, with bars that begin at 0, and the columns that were left out. */
@customElement("gf-points")
export class PointsTable extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .axis {
        stroke: var(--gf-line);
      }
      .up {
        fill: var(--gf-up);
      }
      .down {
        fill: var(--gf-down);
      }
      .bin {
        white-space: normal;
        font-weight: 400;
        overflow-wrap: anywhere;
        min-width: 120px;
      }
      .head th {
        background: var(--gf-raised);
        white-space: normal;
      }
      .head .quiet {
        font-weight: 400;
      }
      details[open] > summary {
        margin-bottom: 8px;
      }
    `,
  ];

  @property({ attribute: false }) fit: FitBody | undefined;
  @property({ attribute: false }) table!: TableData;

  protected override render() {
    const t = this.t.scorecard;
    return html`<section class="card" aria-labelledby="title" aria-busy=${!this.fit}>
      <h2 id="title">${t.card}</h2>
      ${this.fit ? html`${this.#card(this.fit)} ${this.#leftOut(this.fit)}` : html`<p>${this.t.app.working}</p>`}
    </section>`;
  }

  #card({ model }: FitBody) {
    const t = this.t.scorecard;
    const sizes = model.columns.flatMap(({ bins }) => bins.map(({ points }) => Math.abs(points)));
    const most = Math.max(1, ...sizes);
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t.card}>
      <table>
        <caption>
          ${t.cardHelp(this.format.count(model.base_points))}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.bin}</th>
            <th scope="col" class="number">${t.points}</th>
            <th scope="col"><span class="hidden-visually">${t.points}</span></th>
            <th scope="col" class="number">${t.share}</th>
            <th scope="col" class="number">${t.rate}</th>
          </tr>
        </thead>
        ${model.columns.map((column) => this.#column(column, most))}
      </table>
    </div>`;
  }

  #column({ column, iv, strength, bins }: CardColumn, most: number) {
    const t = this.t.scorecard;
    const meaning = meaningOf(this.table, column, this.locale);
    return html`<tbody>
      <tr class="head">
        <th scope="rowgroup" colspan="5">
          ${this.breakable(column)} <span class="quiet">${t.iv(this.format.value(iv), t.strengths[strength])}</span>
          ${meaning ? html`<br /><span class="quiet">${meaning}</span>` : ""}
        </th>
      </tr>
      ${bins
        .filter(({ n_rows }) => n_rows > 0)
        .map(
          (bin) => html`<tr>
            <th scope="row" class="bin">${this.#label(bin)}</th>
            <td class="number">${this.format.difference(bin.points)}</td>
            <td>${this.#bar(bin.points, most)}</td>
            <td class="number">${this.format.share(bin.share)}</td>
            <td class="number">${this.format.share(bin.bad_rate ?? NaN)}</td>
          </tr>`,
        )}
    </tbody>`;
  }

  #label({ kind, from, to, levels }: Bin): string {
    const t = this.t.scorecard;
    const { value } = this.format;
    if (kind === "missing") return t.missing;
    if (kind === "other") return t.other;
    if (levels) return levels.join(", ");
    if (kind === "special") return t.special(value(from ?? NaN));
    if (from === undefined) return to === undefined ? t.anyNumber : t.below(value(to));
    return to === undefined ? t.atLeast(value(from)) : t.between(value(from), value(to));
  }

  #bar(points: number, most: number) {
    const middle = BAR_WIDTH / 2;
    const length = (Math.abs(points) / most) * middle;
    return html`<svg width=${BAR_WIDTH} height="12" aria-hidden="true">
      ${svg`<rect class=${points < 0 ? "down" : "up"} x=${points < 0 ? middle - length : middle} y="1" width=${length} height="10" rx="2" />
        <line class="axis" x1=${middle} x2=${middle} y2="12" />`}
    </svg>`;
  }

  #leftOut({ left_out }: FitBody) {
    const t = this.t.scorecard;
    if (left_out.length === 0) return "";
    return html`<details>
      <summary>${t.leftOut(this.format.count(left_out.length))}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${t.leftOutTitle}>
        <table>
          <thead>
            <tr>
              <th scope="col">${this.t.data.column}</th>
              <th scope="col" class="number">${t.ivTitle}</th>
              <th scope="col">${t.reason}</th>
            </tr>
          </thead>
          <tbody>
            ${left_out.map(
              ({ column, iv, reason, with: other }) => html`<tr>
                <th scope="row">${this.breakable(column)}</th>
                <td class="number">${this.format.value(iv)}</td>
                <td>${reason === "correlated" ? t.correlated(other ?? "") : t.reasons[reason]}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}
