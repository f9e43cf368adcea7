import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { Model } from "../../generated/tree";
import { fieldStyles, sliderField } from "../../parts/fields";
import { stepOf } from "../../parts/question-state";
import { numberColumn, type TableData } from "../../table";
import { numberNodes, thresholdEdits, thresholdSpan, type Thresholds } from "./state";

/** A slider for the threshold of every question about a number. */
@customElement("gf-tree-thresholds")
export class TreeThresholds extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .list {
        display: grid;
        gap: 12px;
        max-height: 420px;
        overflow: auto;
        padding-inline-end: 4px;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  /** As it was fitted. */
  @property({ attribute: false }) model: Model | undefined;
  @property({ attribute: false }) thresholds: Thresholds = {};
  /** By column, how finely it is changed. */
  @property({ attribute: false }) steps: Record<string, number> = {};

  protected override render() {
    const t = this.t.tree;
    const { model } = this;
    const nodes = model ? numberNodes(model) : [];
    if (!model || nodes.length === 0) return "";
    const isEdited = thresholdEdits(model, this.thresholds).length > 0;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.thresholds}</h2>
        <button class="plain" ?disabled=${!isEdited} @click=${() => this.emit("gf-thresholds", {})}>${this.t.whatIf.reset}</button>
      </div>
      <p class="quiet">${t.thresholdsHelp}</p>
      <div class="list">
        ${nodes.map(({ name, node }) => this.#slider(name, node.column ?? "", node.lte ?? 0, node.n_rows))}
      </div>
    </section>`;
  }

  #slider(name: string, column: string, lte: number, nRows: number) {
    const { value, count } = this.format;
    const span = thresholdSpan(numberColumn(this.table, column), lte);
    const now = this.thresholds[name] ?? lte;
    // From the fitted threshold in round steps: a slider that has not moved stands exactly there.
    const step = Math.min(this.steps[column] ?? Infinity, stepOf(span.max - span.min));
    const min = lte - Math.ceil((lte - span.min) / step) * step;
    const max = lte + Math.ceil((span.max - lte) / step) * step;
    return sliderField({
      ...{ id: name, label: html`${this.breakable(column)} ≤`, value: now, shown: value(now), min, max, step },
      help: now === lte ? this.t.tree.known(count(nRows)) : this.t.tree.fitted(value(lte)),
      change: (to) => this.emit("gf-thresholds", { ...this.thresholds, [name]: snapped(to, lte, step) }),
    });
  }
}

/** The nearest whole number of steps from the fitted threshold, without the dust of the sum. */
function snapped(to: number, lte: number, step: number): number {
  return Number((lte + Math.round((to - lte) / step) * step).toPrecision(12));
}
