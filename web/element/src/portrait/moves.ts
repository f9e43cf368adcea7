import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { titleOf, wordOf } from "./names";
import type { Changes, GroupChange, Pipeline, Summary } from "./types";

/** The most groups of a matrix, and the most letters of a name above a column. */
const GROUPS_MAX = 8;
const HEAD_MAX = 24;
/** The most moves in a list. */
const MOVES_MAX = 12;

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
    const score = this.format.column(scores.flatMap(([, { before, after }]) => [before.mean, after.mean]));
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${this.t.whatIf.results}</h2>
        ${this.lastReply(this.ms)}
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
                  <td class="number">${score(before.mean)}</td>
                  <td class="number">${score(after.mean)}</td>
                </tr>`,
              )}
            </tbody>
          </table>`
        : ""}
      ${Object.entries(changes?.refused ?? {}).map(([step, { message }]) => html`<p class="problem">${step}: ${message}</p>`)}
    </section>`;
  }

  #group(name: string, change: GroupChange) {
    const t = this.t.portrait;
    const title = titleOf(this.pipeline, name, this.locale);
    const words = change.groups.map((group) => wordOf(this.pipeline, this.summary, name, group, this.locale));
    const isMatrix = words.length <= GROUPS_MAX && words.every((word) => word.length <= HEAD_MAX);
    const n = this.format.count(change.n_moved);
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${title}>
      <table>
        <caption>
          <strong>${title}</strong>
          ${isMatrix ? t.moved(n) : t.movedList(n)}
        </caption>
        ${isMatrix ? this.#matrix(words, change.migration) : this.#list(words, change.migration)}
      </table>
    </div>`;
  }

  #matrix(words: readonly string[], migration: readonly number[][]) {
    return html`<thead>
        <tr>
          <th scope="col">${this.t.whatIf.fromTo}</th>
          ${words.map((word) => html`<th scope="col" class="number">${word}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${migration.map(
          (row, from) => html`<tr>
            <th scope="row">${words[from]}</th>
            ${row.map((n) => html`<td class="number">${this.format.count(n)}</td>`)}
          </tr>`,
        )}
      </tbody>`;
  }

  /** The largest moves alone: a matrix of many groups, or of long names, is mostly noughts. */
  #list(words: readonly string[], migration: readonly number[][]) {
    const t = this.t.portrait;
    const all = migration.flatMap((row, from) => row.map((n, to) => ({ from, to, n })));
    const moves = all.filter(({ from, to, n }) => from !== to && n > 0).sort((a, b) => b.n - a.n);
    const rest = moves.slice(MOVES_MAX).reduce((sum, { n }) => sum + n, 0);
    return html`<thead>
        <tr>
          <th scope="col">${t.from}</th>
          <th scope="col">${t.to}</th>
          <th scope="col" class="number">${t.customers}</th>
        </tr>
      </thead>
      <tbody>
        ${moves.slice(0, MOVES_MAX).map(
          ({ from, to, n }) => html`<tr>
            <td>${words[from]}</td>
            <td>${words[to]}</td>
            <td class="number">${this.format.count(n)}</td>
          </tr>`,
        )}
        ${rest > 0
          ? html`<tr>
              <td colspan="2" class="quiet">${t.otherMoves}</td>
              <td class="number">${this.format.count(rest)}</td>
            </tr>`
          : ""}
      </tbody>`;
  }
}
