import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../element";
import { unitOf } from "../format/units";
import { levelsOf, sizesOf, type Counts } from "./counts";
import { textOf, titleOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

/** A mean that is so many standard deviations from that of all is marked. */
const STANDS_OUT_SD = 0.5;

/** The means of numbers by group. */
@customElement("gf-profile")
export class Profile extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .high,
      .low {
        background: var(--gf-raised);
        font-weight: 600;
      }
      .high {
        color: var(--gf-up);
      }
      .low {
        color: var(--gf-down);
      }
    `,
  ];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) block!: Extract<Block, { kind: "profile" }>;
  @property({ attribute: false }) counts!: Counts;

  protected override render() {
    const { pipeline, summary, block, counts, locale } = this;
    const means = counts.means[block.by];
    if (!means) return "";
    const levels = levelsOf(pipeline, block.by, counts);
    const sizes = sizesOf(counts, block.by, levels);
    const columns = block.numbers.flatMap((name) => (means[name] ? [{ name, ...means[name], write: this.format.column(means[name].means) }] : []));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${textOf(block.title, locale)}</h2>
      <div class="scroll" tabindex="0" role="group" aria-label=${textOf(block.title, locale)}>
        <table>
          <caption>
            ${this.t.portrait.marked}
          </caption>
          <thead>
            <tr>
              <th scope="col">${titleOf(pipeline, block.by, locale)}</th>
              <th scope="col" class="number">${this.t.portrait.customers}</th>
              ${columns.map(({ name }) => html`<th scope="col" class="number">${titleOf(pipeline, name, locale)} ${this.#unit(name)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${levels.map(
              (level, i) => html`<tr>
                <th scope="row">${wordOf(pipeline, summary, block.by, level, locale)}</th>
                <td class="number">${this.format.count(sizes[i] ?? 0)}</td>
                ${columns.map(({ means, mean, sd, write }) => {
                  const value = means[i] ?? NaN;
                  const apart = (value - (mean ?? NaN)) / (sd ?? NaN);
                  const mark = apart >= STANDS_OUT_SD ? "high" : apart <= -STANDS_OUT_SD ? "low" : "";
                  return html`<td class="number ${mark}">${write(value)}</td>`;
                })}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #unit(name: string) {
    const unit = unitOf(this.pipeline.inputs[name]?.unit, this.locale);
    return unit ? html`<br /><span class="quiet">${unit}</span>` : "";
  }
}
