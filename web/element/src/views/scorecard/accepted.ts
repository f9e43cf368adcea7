import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { bar, barStyles } from "../../parts/bar";
import { figures, figureStyles } from "../../parts/figures";
import type { Card, WhatIfBody } from "./types";

/** How well the card does, who is accepted at the cut-off, and the grades before and after. */
@customElement("gf-accepted")
export class AcceptedCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    barStyles,
    figureStyles,
    css`
      /* What a row counts is read beside its numbers on a narrow screen, too. */
      tbody th {
        white-space: normal;
      }
    `,
  ];

  @property({ attribute: false }) fit: Card | undefined;
  /** What stands here until there is one. */
  @property() waiting = "";
  @property({ attribute: false }) whatIf: WhatIfBody | undefined;
  @property({ type: Boolean }) isEdited = false;
  @property({ type: Number }) ms = NaN;

  protected override render() {
    const t = this.t.scorecard;
    return html`<section class="card" aria-labelledby="title" aria-busy=${!this.whatIf}>
      <div class="row between">
        <h2 id="title">${t.accepted}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <p role="status">${this.#status()}</p>
      ${this.fit ? this.#figures(this.fit) : ""} ${this.whatIf?.accepted ? this.#accepted(this.whatIf) : ""}
      ${this.whatIf ? this.#grades(this.whatIf) : ""}
    </section>`;
  }

  #status(): string {
    if (!this.fit) return this.waiting;
    const { measures, model, n_rows, isGiven } = this.fit;
    const { count } = this.format;
    const nColumns = count(model.columns.length);
    if (isGiven || !measures) return this.t.scorecard.given(count(n_rows), nColumns);
    return this.t.scorecard.summary(count(n_rows), count(measures.n_bads), nColumns);
  }

  #figures({ measures, rounding_error_max = NaN }: Card) {
    const t = this.t.scorecard;
    if (!measures) return "";
    const value = (x: number | null) => this.format.value(x ?? NaN);
    return html`${figures([
      [t.auc, value(measures.auc)],
      [t.ks, value(measures.ks)],
    ])}
    ${Number.isFinite(rounding_error_max) ? html`<p class="quiet">${t.rounding(value(rounding_error_max))}</p>` : ""}`;
  }

  #accepted({ accepted, bads_before, bads_after }: WhatIfBody) {
    if (!accepted) return "";
    const t = this.t.scorecard;
    const { count, share } = this.format;
    const row = (label: string, before: string, after: string) =>
      html`<tr>
        <th scope="row">${label}</th>
        ${this.isEdited ? html`<td class="number">${before}</td>` : ""}
        <td class="number">${after}</td>
      </tr>`;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t.accepted}>
      <table>
        <caption>
          ${t.acceptedAt(count(accepted.cut_off_before))}
        </caption>
        <thead>
          <tr>
            <td></td>
            ${this.isEdited ? html`<th scope="col" class="number">${t.before}</th>` : ""}
            <th scope="col" class="number">${this.isEdited ? t.after : this.t.sensitivity.now}</th>
          </tr>
        </thead>
        <tbody>
          ${row(t.nAccepted, count(accepted.n_before), count(accepted.n_after))}
          ${row(t.badRate, share(accepted.bad_rate_before ?? NaN), share(accepted.bad_rate_after ?? NaN))}
          ${row(t.bads, count(bads_before ?? NaN), count(bads_after ?? NaN))}
        </tbody>
      </table>
      ${this.isEdited ? html`<p role="status">${t.gainedAndLost(count(accepted.n_gained), count(accepted.n_lost))}</p>` : ""}
    </div>`;
  }

  #grades({ grades }: WhatIfBody) {
    const t = this.t.scorecard;
    const { isEdited } = this;
    const most = Math.max(1, ...grades.counts_before, ...grades.counts_after);
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t.grades}>
      <table>
        <caption>
          ${t.grades}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.grade}</th>
            ${isEdited ? html`<th scope="col" class="number">${t.before}</th>` : ""}
            <th scope="col" class="number">${isEdited ? t.after : this.t.data.nCustomers}</th>
          </tr>
        </thead>
        <tbody>
          ${grades.groups.map(
            (grade, index) => html`<tr>
              <th scope="row">${grade}</th>
              ${isEdited ? html`<td class="number">${this.#count(grades.counts_before[index] ?? 0, most, "was")}</td>` : ""}
              <td class="number">${this.#count(grades.counts_after[index] ?? 0, most, "filled")}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #count(n: number, most: number, kind: "filled" | "was") {
    return html`${this.format.count(n)} ${bar(n / most, kind)}`;
  }
}
