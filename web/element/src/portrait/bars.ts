import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { bar, barStyles } from "../parts/bar";
import { changeOf, changeStyles } from "./change";
import { levelsOf, sizesOf, type Counts } from "./counts";
import { textOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

/** How many customers have each level or item of a column, the most frequent first: before, and after a scenario. */
@customElement("gf-bars")
export class Bars extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, barStyles, changeStyles];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) block!: Extract<Block, { kind: "bars" }>;
  @property({ attribute: false }) counts!: Counts;
  /** The same counts after a scenario. */
  @property({ attribute: false }) countsAfter!: Counts;
  /** Whether a scenario is shown elsewhere that this column is not asked for. */
  @property({ type: Boolean }) isBehind = false;

  protected override render() {
    const { pipeline, summary, block, locale } = this;
    const levels = levelsOf(pipeline, block.column, this.counts, this.countsAfter);
    if (levels.length === 0) return "";
    const [before, after] = [sizesOf(this.counts, block.column, levels), sizesOf(this.countsAfter, block.column, levels)];
    const rows = levels.map((level, i) => ({ level, before: before[i] ?? 0, after: after[i] ?? 0 }));
    rows.sort((a, b) => b.before - a.before);
    const most = Math.max(...rows.map((row) => Math.max(row.before, row.after)));
    const title = textOf(block.title, locale);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${title}</h2>
      ${this.isBehind ? html`<p class="quiet">${this.t.portrait.beforeAlone}</p>` : ""}
      <div class="scroll" tabindex="0" role="group" aria-label=${title}>
        <table>
          <thead>
            <tr>
              <td></td>
              <th scope="col" class="number">${this.t.portrait.customers}</th>
              <th scope="col" class="number">${this.t.portrait.share}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ level, before, after }) => html`<tr>
                <th scope="row">${wordOf(pipeline, summary, block.column, level, locale)}</th>
                <td class="number">${changeOf(before, after, this.format)}</td>
                <td class="number">${this.format.share(after / summary.n_customers)}${bar(after / most)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }
}
