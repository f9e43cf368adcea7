import { css, html, svg, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { scaleOf } from "../charts/axis";
import type { LegendEntry } from "../charts/frame";
import { cut } from "../charts/letters";
import type { Client } from "../client/client";
import { problemOf } from "../client/problem";
import { GridfolkElement } from "../element";
import type { Category, Slice, Slices } from "../rows/slices";
import type { TableData } from "../table";
import { dataTable, numeric } from "./data-table";
import { fieldStyles, selectField } from "./fields";
import "./picture";
import type { OutcomeHead } from "./outcomes";
import { resultName } from "./result-name";
import { NO_RESULTS, type Results } from "./results";
import { RowWork } from "./row-work";
import { completed, sliceColumns, type SliceChoice } from "./slices-state";

const WIDTH = 640;
const EDGE = { left: 190, right: 62, top: 6, bottom: 24 };
/** Height of one level: two bars and the room between levels. */
const ROW = 32;
const BAR = 11;
/** The most levels that the picture shows; the table has all. */
const SHOWN_MAX = 20;
/** The most letters of a level beside its bars; wide letters count twice. */
const LETTERS = 26;

/** What a comparison is of: for a large table it may be that of a moment ago. */
type Compared = readonly [results: Results, by: Category, result: string, level: string];

/** What the bars are of. */
interface Look {
  isShare: boolean;
  /** Whether one bar stands for before and after. */
  isSame: boolean;
  write(x: number): string;
}

function headOf(heads: readonly OutcomeHead[], wanted: string): OutcomeHead {
  return heads.find(({ name }) => name === wanted) ?? { name: wanted, levels: [] };
}

/** A result before and after, by the levels of a category: bars, and a table. */
@customElement("gf-slices")
export class SlicesCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
        gap: 10px 16px;
        align-items: end;
      }
      svg {
        display: block;
        width: 100%;
        min-width: 460px;
        height: auto;
      }
      .before {
        fill: var(--gf-quiet);
      }
      .after {
        fill: var(--gf-accent);
      }
      .grid {
        stroke: var(--gf-line);
      }
      text {
        fill: var(--gf-text);
        font-size: 12px;
        dominant-baseline: middle;
      }
      .tick {
        fill: var(--gf-quiet);
        text-anchor: middle;
      }
      .name {
        text-anchor: end;
      }
      .value {
        fill: var(--gf-quiet);
        font-size: 10px;
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) results: Results = NO_RESULTS;
  @property({ attribute: false }) choice: SliceChoice = {};
  /** Whether newer results are on their way. */
  @property({ type: Boolean }) isBehind = false;

  /** The category that is compared by. */
  @state() private by: Category | undefined;

  #compared = new RowWork<Slices, Compared>(this, (thrown) => this.emit("gf-problem", problemOf(thrown)));

  get #chosen(): Required<SliceChoice> | undefined {
    return completed(this.choice, this.results.heads, sliceColumns(this.table));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("table")) {
      this.by = undefined;
      this.#compared.drop();
    }
    const chosen = this.#chosen;
    if (chosen && this.by?.name !== chosen.by) void this.#load(chosen.by);
    const { by, results } = this;
    if (!chosen || by?.name !== chosen.by) return;
    const { result, level } = chosen;
    this.#compared.want([results, by, result, level], this.table.nRows, () => results.slices(result, level, by));
  }

  async #load(name: string): Promise<void> {
    const { table } = this;
    try {
      const column = await this.client.call("column", { name });
      if (column.kind === "category" && table === this.table && this.#chosen?.by === name) this.by = column;
    } catch (thrown) {
      this.emit("gf-problem", problemOf(thrown));
    }
  }

  protected override render() {
    const t = this.t.effects;
    const chosen = this.#chosen;
    if (!chosen) return "";
    const { value, of } = this.#compared;
    const isBehind = this.isBehind || this.#compared.isBehind;
    const isThere = this.by?.name === chosen.by;
    return html`<section class="card" aria-labelledby="title" aria-busy=${!isThere || isBehind}>
      <h2 id="title">${t.slices}</h2>
      ${this.#choices(chosen)} ${isThere && value && of ? this.#shown(value, of) : ""}
    </section>`;
  }

  #choices(chosen: Required<SliceChoice>) {
    const t = this.t.effects;
    const { heads } = this.results;
    const { levels, nameOf } = headOf(heads, chosen.result);
    const change = (part: SliceChoice) => this.emit("gf-slice", { ...chosen, ...part });
    return html`<div class="choices">
      ${selectField({ id: "by", label: t.by, options: sliceColumns(this.table), chosen: chosen.by, choose: (by) => change({ by }) })}
      ${selectField({
        ...{ id: "result", label: t.result, chosen: chosen.result },
        options: heads.map((one) => ({ value: one.name, label: resultName(this.t, one) })),
        choose: (result) => change({ result }),
      })}
      ${levels.length > 0
        ? selectField({
            ...{ id: "level", label: t.shareOf, chosen: chosen.level },
            options: levels.map((level) => ({ value: level, label: nameOf?.(level) ?? level })),
            choose: (level) => change({ level }),
          })
        : ""}
    </div>`;
  }

  #shown({ slices, all, nWithout }: Slices, [results, { name: by }, result, level]: Compared) {
    const t = this.t.effects;
    const { now } = this.t.sensitivity;
    const outcome = headOf(results.heads, result);
    const isShare = outcome.isShare || outcome.levels.length > 0;
    const { count, share, column, signed } = this.format;
    const both = [...slices, all].map(({ before, after }) => ({ before, after, difference: after - before }));
    const write = isShare ? share : column(both.flatMap(({ before, after }) => [before, after]));
    const differs = isShare ? (x: number) => signed(100 * x) : column(both.map(({ difference }) => difference), true);
    const what = level === "" ? t.meanOf(resultName(this.t, outcome)) : t.shareIn(outcome.nameOf?.(level) ?? level);
    const shown = slices.slice(0, SHOWN_MAX);
    const isSame = slices.every(({ before, after }) => before === after);
    const heads = isSame ? [now] : [this.t.whatIf.before, this.t.whatIf.after, isShare ? t.points : this.t.whatIf.difference];
    const cells = ({ before, after }: Slice) => (isSame ? [write(after)] : [write(before), write(after), differs(after - before)]);
    return html`<p class="quiet">${what} ${shown.length < slices.length ? t.shownMost(this.format.count(SHOWN_MAX)) : ""}</p>
      <gf-picture .heading=${`${t.slices} (${by}): ${what}`} .legend=${isSame ? [] : this.#legend()} .locale=${this.locale}>
        <div class="scroll" tabindex="0" role="group" aria-label=${t.picture}>${this.#picture(shown, { isShare, isSame, write }, isSame ? t.slicesNow(what, by) : t.slicesDescription(what, by))}</div>
      </gf-picture>
      <p class="quiet">${isSame ? t.same : t.barsHelp}</p>
      ${dataTable({
        label: t.slices,
        head: [{ text: by }, ...[this.t.data.nCustomers, ...heads].map(numeric)],
        rows: [...slices.map((slice) => ({ name: this.#group(by, slice), slice })), { name: t.all, slice: all }].map(({ name, slice }) => [
          ...[name, count(slice.n), ...cells(slice)],
        ]),
      })}
      ${nWithout > 0 ? html`<p class="quiet">${t.without(count(nWithout))}</p>` : ""}`;
  }

  #legend(): LegendEntry[] {
    return [
      { label: this.t.whatIf.before, color: "var(--gf-quiet)", shape: "rect" },
      { label: this.t.whatIf.after, color: "var(--gf-accent)", shape: "rect" },
    ];
  }

  /** A level as a button that selects its customers; the missing one selects nobody. */
  #group(column: string, slice: Slice): unknown {
    const { level } = slice;
    if (level === undefined) return this.#name(slice);
    return html`<button class="plain" @click=${() => this.emit("gf-select", { kind: "group", column, level })}>${level}</button>`;
  }

  #name({ level }: Slice): string {
    return level ?? this.t.scorecard.missing;
  }

  #picture(slices: readonly Slice[], { isShare, isSame, write }: Look, description: string) {
    const values = slices.flatMap(({ before, after }) => [before, after]);
    const most = Math.max(0, ...values);
    const across = scaleOf(Math.min(0, ...values), most > 0 || values.some((x) => x < 0) ? most : 1, EDGE.left, WIDTH - EDGE.right, 5);
    const height = EDGE.top + slices.length * ROW + EDGE.bottom;
    const bar = (x: number, y: number, kind: "before" | "after") => {
      const [start, end] = [across.at(Math.min(0, x)), across.at(Math.max(0, x))];
      return svg`<rect class=${kind} x=${start} width=${Math.max(0, end - start)} y=${y} height=${BAR} rx="1.5"></rect>
        <text class="value" x=${end + 5} y=${y + BAR / 2}>${write(x)}</text>`;
    };
    return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${description}>
      ${across.ticks.map(
        (tick) =>
          svg`<line class="grid" x1=${across.at(tick)} x2=${across.at(tick)} y1=${EDGE.top} y2=${height - EDGE.bottom}></line>
            <text class="tick" x=${across.at(tick)} y=${height - 10}>${isShare ? this.format.roundShare(tick) : this.format.value(tick)}</text>`,
      )}
      ${slices.map((slice, i) => {
        const y = EDGE.top + i * ROW + (ROW - 2 * BAR) / 2;
        return svg`<text class="name" x=${EDGE.left - 8} y=${y + BAR}>${cut(this.#name(slice), LETTERS)}<title>${this.#name(slice)}</title></text>
          ${isSame ? bar(slice.after, y + BAR / 2, "after") : [bar(slice.before, y, "before"), bar(slice.after, y + BAR, "after")]}`;
      })}
    </svg>`;
  }
}
