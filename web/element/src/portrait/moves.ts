import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../element";
import { titleOf, wordOf } from "./names";
import type { Changes, GroupChange, Pipeline, Summary } from "./types";

/** Who moves where under a scenario: each grouping that changed. */
@customElement("gf-moves")
export class Moves extends GridfolkElement {
  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) changes: Changes | undefined;
  @property({ type: Number }) ms = NaN;

  protected override render() {
    const t = this.t.portrait;
    const { changes, pipeline, locale } = this;
    const groups = Object.entries(changes?.groups ?? {}).filter(([, { n_moved }]) => n_moved > 0);
    const scores = Object.entries(changes?.scores ?? {});
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${this.t.whatIf.results}</h2>
        ${Number.isFinite(this.ms) ? html`<span class="quiet">${this.t.kmeans.replyTime(this.format.ms(this.ms))}</span>` : ""}
      </div>
      <p role="status" class="quiet">${changes ? (groups.length === 0 ? t.nobodyMoves : t.someMove) : this.t.whatIf.noChange}</p>
      ${groups.map(([name, change]) => this.#group(name, change))}
      ${scores.length > 0
        ? html`<table>
            <thead>
              <tr>
                <th scope="col">${t.score}</th>
                <th scope="col" class="number">${t.meanBefore}</th>
                <th scope="col" class="number">${t.meanAfter}</th>
              </tr>
            </thead>
            <tbody>
              ${scores.map(
                ([name, { before, after }]) => html`<tr>
                  <th scope="row">${titleOf(pipeline, name, locale)}</th>
                  <td class="number">${this.format.value(before.mean ?? NaN)}</td>
                  <td class="number">${this.format.value(after.mean ?? NaN)}</td>
                </tr>`,
              )}
            </tbody>
          </table>`
        : ""}
      ${Object.entries(changes?.refused ?? {}).map(([step, { message }]) => html`<p class="problem">${step}: ${message}</p>`)}
    </section>`;
  }

  #group(name: string, { groups, migration, n_moved }: GroupChange) {
    const title = titleOf(this.pipeline, name, this.locale);
    const word = (group: string) => wordOf(this.pipeline, this.summary, name, group, this.locale);
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${title}>
      <table>
        <caption>
          <strong>${title}</strong>
          ${this.t.portrait.moved(this.format.count(n_moved))}
        </caption>
        <thead>
          <tr>
            <th scope="col">${this.t.whatIf.fromTo}</th>
            ${groups.map((group) => html`<th scope="col" class="number">${word(group)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${migration.map(
            (row, from) => html`<tr>
              <th scope="row">${word(groups[from] ?? "")}</th>
              ${row.map((n) => html`<td class="number">${this.format.count(n)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
