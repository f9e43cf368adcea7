import { css, html, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../../define";
import { sampledRows, POINTS_MAX } from "../../charts/sampling";
import { hasFewWhole, type Axis, type ScatterData } from "../../charts/scatter-option";
import type { GridData } from "../../charts/grid-option";
import type { Client } from "../../client/client";
import { Latest } from "../../client/latest";
import { ofTable } from "../../parts/of-table";
import { problemOf } from "../../client/problem";
import { DarkMode } from "../../charts/dark";
import { segmentMark } from "../../charts/mark";
import { GridfolkElement } from "../../element";
import { REST_MS } from "../../parts/row-work";
import { numberColumn, numberColumns, type NumberSummary, type TableData } from "../../table";
import { gridCall, gridOf } from "./grid";
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
  /** Of tables with more rows than points can be shown. */
  @state() private grid: GridData | undefined;
  /** Whether the module that counts is at hand; else a part of the points is shown. */
  @state() private canCount = true;

  #counting = new Latest();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dark = new DarkMode(this);
  #isChosen = false;
  #rows: Uint32Array = new Uint32Array();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("table")) {
      this.axes = {};
      this.grid = undefined;
      this.#isChosen = false;
      this.#rows = sampledRows(this.table.nRows);
    }
    if (changed.has("fit") && this.fit && !this.#isChosen) this.#showTelling(this.fit);
    const isChosen = ["table", "axes", "fit", "showsAfter", "canCount"].some((name) => changed.has(name as keyof ScatterCard));
    if (this.#isCounted && (isChosen || changed.has("comparison"))) this.#countSoon(isChosen ? 0 : REST_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Counts what was chosen now, and what a slider moved once it rests: its next answer comes first. */
  #countSoon(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#counting.submit(() => this.#count()), ms);
  }

  /** Whether cells are shown in place of points. */
  get #isCounted(): boolean {
    return this.canCount && this.table.nRows > POINTS_MAX;
  }

  /** Segments before or after the change, and the columns to show them on. */
  get #shown() {
    const { x, y } = this.axes;
    if (!this.fit || !x || !y || this.fit.codes.length !== this.table.nRows) return undefined;
    const codes = this.comparison && this.showsAfter ? this.comparison.codes : this.fit.codes;
    return { x, y, codes, levels: this.fit.levels };
  }

  async #count(): Promise<void> {
    const shown = this.#shown;
    const { table } = this;
    if (!shown) return;
    try {
      const axes = { x: this.#ends(shown.x), y: this.#ends(shown.y) };
      const { body } = await this.client.call("run", gridCall(axes, shown.codes, shown.levels));
      if (table === this.table) this.grid = gridOf(axes, shown.levels, body);
    } catch (thrown) {
      if (table !== this.table) return;
      const problem = problemOf(thrown);
      if (problem.code !== "unknown_module") return void this.emit("gf-problem", problem);
      this.canCount = false;
      // Points need the values that cells do not.
      await Promise.all(Object.entries(this.axes).map(([side, { name }]) => this.#load(side as Side, name, true)));
    }
  }

  #ends({ name, isLog, isWhole }: Axis) {
    return { name, isLog, whole: isWhole ? this.#summaryOf(name)?.range : undefined };
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

  #data(): ScatterData | GridData | undefined {
    if (this.#isCounted) return this.grid;
    const shown = this.#shown;
    return shown && { ...shown, rows: this.#rows };
  }

  #description(): string {
    return this.t.scatter.description(this.axes.x?.name ?? "", this.axes.y?.name ?? "");
  }

  #sampling(): string {
    const { nRows } = this.table;
    const t = this.t.scatter;
    const all = this.format.count(nRows);
    if (this.#isCounted) return this.grid ? t.counted(this.format.count(this.grid.nCounted), all) : "";
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

  async #load(side: Side, name: string, again = false): Promise<void> {
    const { client, table } = this;
    if (this.axes[side]?.name === name && !again) return;
    const isShown = () => this.isConnected && table === this.table;
    const column = await ofTable(client, isShown, () => client.call("column", { name })).catch((problem) => this.emit("gf-problem", problem));
    if (column?.kind !== "number" || table !== this.table) return;
    const axis = axisOf(name, column.values, this.#summaryOf(name));
    this.#setAxis(side, this.#isCounted ? { ...axis, values: new Float64Array() } : axis);
  }

  #summaryOf(name: string): NumberSummary | undefined {
    return numberColumn(this.table, name);
  }

  #setAxis(side: Side, axis: Axis): void {
    this.axes = { ...this.axes, [side]: axis };
  }

  #setLog(side: Side, isLog: boolean): void {
    const axis = this.axes[side];
    if (axis) this.#setAxis(side, { ...axis, isLog });
  }
}

function axisOf(name: string, values: Float64Array, summary: NumberSummary | undefined): Axis {
  return { name, values, isLog: isSkewed(summary), isWhole: hasFewWhole(summary) };
}

function isSkewed(summary: NumberSummary | undefined): boolean {
  return summary !== undefined && summary.range.min > 0 && summary.range.max > SKEWED * summary.range.mean;
}
