import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../element";
import { bar, barStyles } from "../parts/bar";
import { changeOf, changeStyles } from "./change";
import { sizesOf, type Coded } from "./counts";
import { textOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

/** How many customers have each level or item of a column, the most frequent first: before, and after a scenario. */
@customElement("gf-bars")
export class Bars extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, barStyles, changeStyles];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) block!: Extract<Block, { kind: "bars" }>;
  @property({ attribute: false }) column: Coded | undefined;
  /** The same after a scenario; none where it was not asked for it. */
  @property({ attribute: false }) afterwards: Coded | undefined;
  /** Whether a scenario is shown elsewhere. */
  @property({ type: Boolean }) isCompared = false;

  protected override render() {
    const { pipeline, summary, block, column, locale } = this;
    if (!column) return "";
    const levels = [...new Set([...column.levels, ...(this.afterwards?.levels ?? [])])];
    const [before, after] = [sizesOf(column, levels), sizesOf(this.afterwards ?? column, levels)];
    const rows = levels.map((level, i) => ({ level, before: before[i] ?? 0, after: after[i] ?? 0 })).filter((row) => row.before + row.after > 0);
    rows.sort((a, b) => b.before - a.before);
    const most = Math.max(...rows.map((row) => Math.max(row.before, row.after)));
    const title = textOf(block.title, locale);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${title}</h2>
      ${this.isCompared && !this.afterwards ? html`<p class="quiet">${this.t.portrait.beforeAlone}</p>` : ""}
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
                <th scope="row">${wordOf(pipeline, summary, column.name, level, locale)}</th>
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
