import { css, html, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import type { LegendEntry } from "../charts/frame";
import { Narrow } from "../charts/narrow";
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
import { ofTable } from "./of-table";
import { RowWork } from "./row-work";
import { slicesPicture, sliceStyles } from "./slices-picture";
import { completed, sliceColumns, type SliceChoice } from "./slices-state";

/** The most levels that the picture shows; the table has all. */
const SHOWN_MAX = 20;
/** What a comparison is of: for a large table it may be that of a moment ago. */
type Compared = readonly [results: Results, by: Category, result: string, level: string];

/** What is shown: a result in words, by a column. */
interface Shown {
  by: string;
  what: string;
  isShare: boolean;
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
    sliceStyles,
    css`
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
        gap: 10px 16px;
        align-items: end;
      }
      /* A level of one long word breaks: what is counted of it stays in sight. */
      tbody th,
      tbody th button {
        white-space: normal;
        overflow-wrap: anywhere;
      }
      tbody th {
        min-width: 7em;
      }
      tbody th .quiet {
        font-weight: 400;
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

  #narrow = new Narrow(this);
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
      const column = await ofTable(this.client, () => this.isConnected && table === this.table, () => this.client.call("column", { name }));
      if (column?.kind === "category" && table === this.table && this.#chosen?.by === name) this.by = column;
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

  #shown(told: Slices, [results, { name: by }, result, level]: Compared) {
    const t = this.t.effects;
    const outcome = headOf(results.heads, result);
    // A mean of nobody is no number.
    if (told.all.n === 0) return html`<p role="status">${t.nobodyHas(resultName(this.t, outcome))}</p>`;
    const { slices, nWithout } = told;
    const what = this.#what(outcome, level);
    return html`<p class="quiet">${what} ${slices.length > SHOWN_MAX ? t.shownMost(this.format.count(SHOWN_MAX)) : ""}</p>
      ${this.#compare(told, { by, what, isShare: outcome.isShare || outcome.levels.length > 0 })}
      ${nWithout > 0 ? html`<p class="quiet">${t.without(this.format.count(nWithout))}</p>` : ""}`;
  }

  /** What is compared, as a sentence. */
  #what(outcome: OutcomeHead, level: string): string {
    const t = this.t.effects;
    if (level !== "") return t.shareIn(outcome.nameOf?.(level) ?? level);
    return (outcome.isFlag ? t.shareWith : t.meanOf)(resultName(this.t, outcome));
  }

  #compare({ slices, all }: Slices, { by, what, isShare }: Shown) {
    const t = this.t.effects;
    const { count, share, column, signed, roundShare, value } = this.format;
    const both = [...slices, all].map(({ before, after }) => ({ before, after, difference: after - before }));
    const write = isShare ? share : column(both.flatMap(({ before, after }) => [before, after]));
    const differs = isShare ? (x: number) => signed(100 * x) : column(both.map(({ difference }) => difference), true);
    const isSame = slices.every(({ before, after }) => before === after);
    const heads = isSame ? [this.t.sensitivity.now] : [this.t.whatIf.before, this.t.whatIf.after, isShare ? t.points : this.t.whatIf.difference];
    const cells = ({ before, after }: Slice) => (isSame ? [write(after)] : [write(before), write(after), differs(after - before)]);
    const picture = slicesPicture(slices.slice(0, SHOWN_MAX), {
      ...{ isSame, write, writeTick: isShare ? roundShare : value, nameOf: (slice) => this.#name(slice) },
      ...{ isNarrow: this.#narrow.isNarrow, description: isSame ? t.slicesNow(what, by) : t.slicesDescription(what, by) },
    });
    return html`<gf-picture .heading=${this.t.words.named(`${t.slices} (${by})`, what)} .legend=${isSame ? [] : this.#legend()} .locale=${this.locale}>
        <div class="scroll" tabindex="0" role="group" aria-label=${t.picture}>${picture}</div>
      </gf-picture>
      <p class="quiet">${isSame ? t.same : t.barsHelp}</p>
      ${this.#table(by, heads, [
        ...slices.map((slice) => ({ name: this.#group(by, slice), size: count(slice.n), cells: cells(slice) })),
        { name: t.all, size: count(all.n), cells: cells(all) },
      ])}`;
  }

  /** How many customers there are of a kind stands below its name where there is no room beside it. */
  #table(by: string, heads: readonly string[], kinds: readonly { name: unknown; size: string; cells: string[] }[]) {
    const { isNarrow } = this.#narrow;
    const { nCustomers, rows } = this.t.data;
    return dataTable({
      label: this.t.effects.slices,
      head: [{ text: by }, ...[...(isNarrow ? [] : [nCustomers]), ...heads].map(numeric)],
      rows: kinds.map(({ name, size, cells }) =>
        isNarrow ? [html`${name}<br /><span class="quiet">${rows(size)}</span>`, ...cells] : [name, size, ...cells],
      ),
    });
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
}
