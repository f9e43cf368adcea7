import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { meaningOf, type TableData } from "../../table";
import { BASE, countsIn, pointsKey, type Counts, type Points } from "./state";
import type { Bin, Card, CardColumn } from "./types";

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
      input[type="number"] {
        width: 82px;
        min-height: 30px;
        padding-block: 2px;
        text-align: end;
      }
      .edited {
        border-color: var(--gf-accent);
        font-weight: 600;
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

  @property({ attribute: false }) fit: Card | undefined;
  /** What stands here until there is one. */
  @property() waiting = "";
  @property({ attribute: false }) table!: TableData;
  /** Columns of whole numbers. */
  @property({ attribute: false }) counts: Counts = {};
  /** Points that were written anew. */
  @property({ attribute: false }) points: Points = {};

  protected override render() {
    const t = this.t.scorecard;
    return html`<section class="card" aria-labelledby="title" aria-busy=${!this.fit && this.waiting !== ""}>
      <div class="row between">
        <h2 id="title">${t.card}</h2>
        <button class="plain" ?disabled=${Object.keys(this.points).length === 0} @click=${() => this.emit("gf-points", {})}>
          ${this.t.whatIf.reset}
        </button>
      </div>
      ${this.fit ? html`${this.#card(this.fit)} ${this.#leftOut(this.fit)}` : html`<p>${this.waiting}</p>`}
    </section>`;
  }

  #card({ model }: Card) {
    const t = this.t.scorecard;
    const sizes = model.columns.flatMap(({ bins }) => bins.map(({ points }) => Math.abs(points)));
    const most = Math.max(1, ...sizes);
    return html`<div class="row">
        <label for="base">${t.base}</label>
        ${this.#input("base", t.base, BASE, model.base_points)}
      </div>
      <div class="scroll" tabindex="0" role="group" aria-label=${t.card}>
      <table>
        <caption>
          ${t.cardHelp(this.format.count(this.points[BASE] ?? model.base_points))} ${t.pointsHelp}
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
    const edge = this.format.column(bins.flatMap(({ kind, from, to }) => (kind === "range" ? [from, to] : [])));
    return html`<tbody>
      <tr class="head">
        <th scope="rowgroup" colspan="5">
          ${this.breakable(column)} <span class="quiet">${t.iv(this.format.value(iv), t.strengths[strength])}</span>
          ${meaning ? html`<br /><span class="quiet">${meaning}</span>` : ""}
        </th>
      </tr>
      ${bins.map((bin, index) => (bin.n_rows > 0 ? this.#bin(column, bin, index, this.#label(column, bin, edge), most) : ""))}
    </tbody>`;
  }

  #bin(column: string, bin: Bin, index: number, label: string, most: number) {
    const key = pointsKey(column, index);
    return html`<tr>
      <th scope="row" class="bin">${label}</th>
      <td class="number">${this.#input(`points-${key}`, `${this.t.scorecard.points}: ${column}, ${label}`, key, bin.points)}</td>
      <td>${this.#bar(this.points[key] ?? bin.points, most)}</td>
      <td class="number">${this.format.share(bin.share)}</td>
      <td class="number">${this.format.share(bin.bad_rate ?? NaN)}</td>
    </tr>`;
  }

  /** Points that can be written anew; those of the card are no edit. */
  #input(id: string, label: string, key: string, fitted: number) {
    const change = (event: Event) => {
      const points = Math.round(Number((event.target as HTMLInputElement).value));
      const { [key]: _, ...others } = this.points;
      this.emit("gf-points", points === fitted ? others : { ...others, [key]: points });
    };
    const isEdited = this.points[key] !== undefined;
    return html`<input
      id=${id}
      class=${isEdited ? "edited" : ""}
      type="number"
      step="1"
      aria-label=${label}
      .value=${String(this.points[key] ?? fitted)}
      @change=${change}
    />`;
  }

  /** What a bin of a column holds; `edge` writes the ends of ranges. */
  #label(column: string, bin: Bin, edge: (x: number) => string): string {
    const t = this.t.scorecard;
    const { kind, from, to, levels } = bin;
    if (kind === "missing") return t.missing;
    if (kind === "other") return t.other;
    if (levels) return levels.join(this.t.words.listed);
    if (kind === "special") return t.special(this.format.value(from ?? NaN));
    const counts = this.counts[column];
    const isBounded = from !== undefined || to !== undefined;
    if (counts && isBounded) return this.#countsLabel(countsIn(bin, counts));
    if (from === undefined) return to === undefined ? t.anyNumber : t.below(edge(to));
    return to === undefined ? t.atLeast(edge(from)) : t.between(edge(from), edge(to));
  }

  /** As people tell counts: 0; 1–2; 3 or more. */
  #countsLabel({ first, last }: ReturnType<typeof countsIn>): string {
    const t = this.t.scorecard;
    const { count } = this.format;
    if (first === undefined) return t.orFewer(count(last ?? NaN));
    if (last === undefined) return t.orMore(count(first));
    return first === last ? count(first) : t.fromTo(count(first), count(last));
  }

  #bar(points: number, most: number) {
    const middle = BAR_WIDTH / 2;
    const length = (Math.abs(points) / most) * middle;
    return html`<svg width=${BAR_WIDTH} height="12" aria-hidden="true">
      ${svg`<rect class=${points < 0 ? "down" : "up"} x=${points < 0 ? middle - length : middle} y="1" width=${length} height="10" rx="2" />
        <line class="axis" x1=${middle} x2=${middle} y2="12" />`}
    </svg>`;
  }

  #leftOut({ left_out }: Card) {
    const t = this.t.scorecard;
    if (left_out.length === 0) return "";
    const value = this.format.column(left_out.map(({ iv }) => iv));
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
                <td class="number">${value(iv)}</td>
                <td>${reason === "correlated" ? t.correlated(other ?? "") : t.reasons[reason]}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}
