import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { SelectReply } from "../../generated/tags";
import { bar, barStyles } from "../../parts/bar";
import { dataTable, numeric } from "../../parts/data-table";
import { fieldStyles, selectField, sliderField, valueOf } from "../../parts/fields";
import { stepOf } from "../../parts/question-state";
import { numberColumn, type TableData } from "../../table";
import { isMovable, SIGNS, thresholdsOf, withThreshold, type Move, type Threshold } from "./state";

/** Who meets an expression, and where its threshold must be for a wanted size. */
@customElement("gf-tags-expression")
export class ExpressionCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    barStyles,
    css`
      textarea {
        width: 100%;
        min-height: 72px;
        font: 0.93rem/1.5 ui-monospace, monospace;
        color: inherit;
        background: var(--gf-surface);
        border: 1px solid var(--gf-field);
        border-radius: 7px;
        padding: 8px 11px;
        resize: vertical;
      }
      .count {
        font-size: 1.24rem;
        font-weight: 600;
      }
      .move {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 210px), 1fr));
        gap: 10px 16px;
        align-items: start;
      }
      form input {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property() where = "";
  /** Of the expression as it stands. */
  @property({ attribute: false }) selected: SelectReply | undefined;
  @property({ attribute: false }) move: Move | undefined;
  /** The same with the threshold moved. */
  @property({ attribute: false }) moved: SelectReply | undefined;

  protected override render() {
    const t = this.t.tags;
    const { selected } = this;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.select}</h2>
      <div class="field">
        <label for="where">${t.where}</label>
        <textarea id="where" spellcheck="false" .value=${this.where} @input=${(event: Event) => this.emit("gf-where", valueOf(event))}></textarea>
        <p class="quiet">${t.whereHelp}</p>
      </div>
      ${selected ? this.#shown(selected) : ""}
    </section>`;
  }

  #shown(selected: SelectReply) {
    const t = this.t.tags;
    const { count, share } = this.format;
    const { n_selected, n_rows, n_unknown } = selected;
    const thresholds = thresholdsOf(selected.where);
    return html`<p role="status">
        <span class="count">${t.selected(count(n_selected), count(n_rows), share(selected.share))}</span>
        ${n_unknown > 0 ? t.open(count(n_unknown)) : ""}
      </p>
      ${selected.steps.length > 1 ? this.#steps(selected) : ""}
      ${thresholds.map((threshold, i) => this.#slider(threshold, i, selected))} ${this.#keep()} ${this.#mover(thresholds, selected)}`;
  }

  #steps({ steps, n_rows }: SelectReply) {
    const t = this.t.tags;
    const { count } = this.format;
    return dataTable({
      label: t.steps,
      caption: t.steps,
      head: [{ text: t.part }, numeric(t.alone), numeric(t.soFar)],
      rows: steps.map(({ expression, n_alone, n_so_far }) => [
        ...[expression, count(n_alone)],
        html`${count(n_so_far)} ${bar(n_so_far / n_rows)}`,
      ]),
    });
  }

  #slider({ column, test, value, path }: Threshold, index: number, { where }: SelectReply) {
    const range = numberColumn(this.table, column)?.range ?? { min: value, max: value };
    const step = stepOf(range.max - range.min);
    const [below, above] = [Math.ceil((value - range.min) / step), Math.ceil((range.max - value) / step)];
    const snapped = (to: number) => Number((value + Math.round((to - value) / step) * step).toPrecision(12));
    return sliderField({
      ...{ id: `threshold-${index}`, label: html`${this.breakable(column)} ${SIGNS[test]}`, value, shown: this.format.value(value) },
      ...{ min: value - Math.max(0, below) * step, max: value + Math.max(0, above) * step, step },
      change: (to) => this.emit("gf-threshold", withThreshold(where, path, snapped(to))),
    });
  }

  #keep() {
    const t = this.t.tags;
    const keep = (event: SubmitEvent) => {
      event.preventDefault();
      const form = event.target as HTMLFormElement;
      const title = String(new FormData(form).get("title")).trim();
      if (title === "") return;
      this.emit("gf-keep", title);
      form.reset();
    };
    return html`<form class="row" @submit=${keep}>
      <input type="text" name="title" autocomplete="off" aria-label=${t.ownTitle} placeholder=${t.ownTitle} />
      <button>${t.keep}</button>
    </form>`;
  }

  #mover(all: Threshold[], { n_rows }: SelectReply) {
    const t = this.t.tags;
    const { move } = this;
    const movable = all.filter((threshold) => isMovable(threshold, all));
    const [first] = movable;
    if (!first) return "";
    const now = move ?? { column: first.column, test: first.test, wanted: Math.round(n_rows / 10), goal: "at_most" as const };
    const change = (part: Partial<Move>) => this.emit("gf-move", { ...now, ...part });
    return html`<h3>${t.move}</h3>
      <p class="quiet">${t.moveHelp}</p>
      <div class="move">
        ${selectField({
          ...{ id: "move-column", label: t.threshold, chosen: `${now.test} ${now.column}` },
          options: movable.map(({ column, test }) => ({ value: `${test} ${column}`, label: `${column} ${SIGNS[test]}` })),
          choose: (value) => change(movable.find(({ column, test }) => `${test} ${column}` === value) ?? {}),
        })}
        ${selectField({
          ...{ id: "goal", label: t.goal, chosen: now.goal },
          options: [
            { value: "at_most", label: t.atMost },
            { value: "closest", label: t.closest },
          ],
          choose: (goal) => change({ goal: goal as Move["goal"] }),
        })}
        ${sliderField({
          ...{ id: "wanted", label: t.wanted, value: now.wanted, shown: this.format.count(now.wanted), min: 0, max: n_rows, step: 1 },
          change: (wanted) => change({ wanted }),
        })}
      </div>
      ${move && this.moved?.move ? this.#answer(this.moved) : ""}`;
  }

  #answer({ move, expression }: SelectReply) {
    if (!move) return "";
    const t = this.t.tags;
    const { count, value } = this.format;
    return html`<p role="status">
        ${t.moved(value(move.threshold_before), value(move.threshold_after), count(move.n_before), count(move.n_after))}
        ${move.is_reached ? "" : t.notReached}
      </p>
      <div><button @click=${() => this.emit("gf-where", expression)}>${t.take}</button></div>`;
  }
}
