import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import type { Client } from "../../client/client";
import { GridfolkElement } from "../../element";
import { dataTable, numeric } from "../../parts/data-table";
import "../../parts/question";
import type { Limits, Named, Question } from "../../parts/question-state";
import type { TableData } from "../../table";
import type { Change, Reverse } from "./types";

/** What would bring one customer to the threshold. */
@customElement("gf-sensitivity-reverse")
export class ReverseCard extends GridfolkElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  /** Whom one may ask for at once: the customers with the highest probabilities. */
  @property({ attribute: false }) customers: readonly Named[] = [];
  @property({ attribute: false }) columns: readonly string[] = [];
  @property({ attribute: false }) question: Question | undefined;
  @property({ attribute: false }) limits: Limits | undefined;
  @property({ attribute: false }) answer: Reverse | undefined;
  @property({ attribute: false }) threshold = 0.5;

  protected override render() {
    return html`<gf-question
      .client=${this.client}
      .table=${this.table}
      .heading=${this.t.sensitivity.reverse(this.format.share(this.threshold))}
      .customers=${this.customers}
      .columns=${this.columns}
      .question=${this.question}
      .limits=${this.limits}
      .isWithout=${this.answer?.reached === false}
      .locale=${this.locale}
    >
      ${this.answer ? this.#shown(this.answer) : ""}
    </gf-question>`;
  }

  #shown({ probability, probability_after, reached, changes, alone }: Reverse) {
    const t = this.t.sensitivity;
    const { share } = this.format;
    const said = reached ? t.reached : t.notReached;
    const [first, ...others] = changes;
    const isSaid = ({ column, value_after, level_after }: Change) =>
      others.length === 0 && column === first?.column && value_after === first.value_after && level_after === first.level_after;
    return html`<p role="status">${said(share(probability), share(probability_after))}</p>
      ${this.#table(t.together, changes)} ${this.#table(t.alone, alone.filter((change) => !isSaid(change)))}
      ${changes.length > 0 ? html`<p class="quiet">${t.smallest}</p>` : ""}`;
  }

  #table(label: string, changes: Change[]) {
    const { value, column } = this.format;
    if (changes.length === 0) return "";
    const cell = (number: number | undefined, level: string | undefined) => level ?? value(number ?? NaN);
    const difference = (from: number | undefined, to: number | undefined) => (from === undefined || to === undefined ? "" : column([to - from], true)(to - from));
    return dataTable({
      ...{ label, caption: html`<strong>${label}</strong>` },
      head: [{ text: this.t.whatIf.column }, numeric(this.t.sensitivity.now), numeric(this.t.sensitivity.then), numeric(this.t.whatIf.difference)],
      rows: changes.map((change) => [
        ...[this.breakable(change.column), cell(change.value, change.level), cell(change.value_after, change.level_after)],
        difference(change.value, change.value_after),
      ]),
    });
  }
}
