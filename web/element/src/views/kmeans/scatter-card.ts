import { css, html, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sampledRows, POINTS_MAX } from "../../charts/sampling";
import { isWhole, type Axis, type ScatterData } from "../../charts/scatter-option";
import type { Client } from "../../client/client";
import { DarkMode } from "../../charts/dark";
import { segmentMark } from "../../charts/mark";
import { GridfolkElement } from "../../element";
import { numberColumns, type NumberSummary, type TableData } from "../../table";
import type { Comparison, Fit } from "./replies";
import { tellingColumns } from "./standing-out";
import "../../charts/scatter";

type Side = "x" | "y";

/** A maximum this far above the mean leaves most points in a corner. */
const SKEWED = 12;

/** The scatter plot of two columns, with its choices. */
@customElement("gf-scatter-card")
export class ScatterCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
        list-style: none;
      }
      .legend li {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 18px;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) fit: Fit | undefined;
  @property({ attribute: false }) comparison: Comparison | undefined;

  @state() private axes: Partial<Record<Side, Axis>> = {};
  @state() private showsAfter = true;

  #dark = new DarkMode(this);
  #isChosen = false;
  #rows: Uint32Array = new Uint32Array();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("table")) {
      this.axes = {};
      this.#isChosen = false;
      this.#rows = sampledRows(this.table.nRows);
    }
    if (changed.has("fit") && this.fit && !this.#isChosen) this.#showTelling(this.fit);
  }

  protected override render() {
    const t = this.t.scatter;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.title}</h2>
        ${this.comparison ? this.#when() : ""}
      </div>
      <div class="choices">${this.#axis("x", t.x)} ${this.#axis("y", t.y)}</div>
      <gf-scatter .data=${this.#data()} .description=${this.#description()} .locale=${this.locale}></gf-scatter>
      <ul class="legend">
        ${this.fit?.levels.map((level, index) => html`<li>${segmentMark(index, this.#dark.isDark)}${level}</li>`)}
      </ul>
      <p class="quiet">${this.#sampling()}</p>
    </section>`;
  }

  #when() {
    const t = this.t.scatter;
    const button = (isAfter: boolean, label: string) =>
      html`<button aria-pressed=${this.showsAfter === isAfter} @click=${() => (this.showsAfter = isAfter)}>${label}</button>`;
    return html`<div class="row" role="group" aria-label=${t.when}>${button(false, t.before)} ${button(true, t.after)}</div>`;
  }

  #axis(side: Side, label: string) {
    const axis = this.axes[side];
    const numbers = numberColumns(this.table);
    const isPositive = (numbers.find(({ name }) => name === axis?.name)?.range.min ?? 0) > 0;
    return html`<div class="row">
      <label for=${side}>${label}</label>
      <select id=${side} @change=${(event: Event) => this.#choose(side, (event.target as HTMLSelectElement).value)}>
        ${numbers.map(({ name }) => html`<option value=${name} ?selected=${name === axis?.name}>${name}</option>`)}
      </select>
      <label>
        <input
          type="checkbox"
          ?disabled=${!isPositive}
          .checked=${axis?.isLog ?? false}
          @change=${(event: Event) => this.#setLog(side, (event.target as HTMLInputElement).checked)}
        />
        ${this.t.scatter.log}
      </label>
    </div>`;
  }

  #data(): ScatterData | undefined {
    const { x, y } = this.axes;
    if (!this.fit || !x || !y || this.fit.codes.length !== this.table.nRows) return undefined;
    const codes = this.comparison && this.showsAfter ? this.comparison.codes : this.fit.codes;
    return { x, y, codes, levels: this.fit.levels, rows: this.#rows };
  }

  #description(): string {
    return this.t.scatter.description(this.axes.x?.name ?? "", this.axes.y?.name ?? "");
  }

  #sampling(): string {
    const { nRows } = this.table;
    const t = this.t.scatter;
    const all = this.format.count(nRows);
    const shown = nRows > POINTS_MAX ? t.sampled(this.format.count(this.#rows.length), all) : t.allShown(all);
    const isSpread = [this.axes.x, this.axes.y].some((axis) => axis?.isWhole && !axis.isLog);
    return isSpread ? `${shown} ${t.spread}` : shown;
  }

  /** The two columns that tell the segments apart best, until the person at the page chooses. */
  #showTelling(fit: Fit): void {
    const [first, second] = tellingColumns(fit.body.profile);
    if (first) void this.#load("x", first);
    if (second ?? first) void this.#load("y", second ?? first ?? "");
  }

  #choose(side: Side, name: string): void {
    this.#isChosen = true;
    void this.#load(side, name);
  }

  async #load(side: Side, name: string): Promise<void> {
    const { table } = this;
    if (this.axes[side]?.name === name) return;
    const column = await this.client.call("column", { name }).catch((problem) => this.emit("gf-problem", problem));
    if (column?.kind !== "number" || table !== this.table) return;
    const summary = numberColumns(table).find((candidate) => candidate.name === name);
    this.axes = { ...this.axes, [side]: axisOf(name, column.values, summary) };
  }

  #setLog(side: Side, isLog: boolean): void {
    const axis = this.axes[side];
    if (axis) this.axes = { ...this.axes, [side]: { ...axis, isLog } };
  }
}

function axisOf(name: string, values: Float64Array, summary: NumberSummary | undefined): Axis {
  return { name, values, isLog: isSkewed(summary), isWhole: isWhole(values) };
}

function isSkewed(summary: NumberSummary | undefined): boolean {
  return summary !== undefined && summary.range.min > 0 && summary.range.max > SKEWED * summary.range.mean;
}
