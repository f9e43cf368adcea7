import { css, html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { unitOf } from "../format/units";
import { changeOf, changeStyles } from "./change";
import { levelsOf, meansOf, sizesOf, type Counts } from "./counts";
import { textOf, titleOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

type Write = (x: number) => string;

/** A mean that is so many standard deviations from that of all is marked. */
const STANDS_OUT_SD = 0.5;

/** What marks a mean; the legend shows the same. */
const SIGNS = { high: html`<span class="sign" aria-hidden="true"></span>`, low: html`<span class="sign low" aria-hidden="true"></span>` };

/** The means of numbers by group. */
@customElement("gf-profile")
export class Profile extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    changeStyles,
    css`
      .marked {
        background: var(--gf-raised);
        font-weight: 600;
      }
      /* Drawn, not written: the first letter that a font lacks has the browser look through all others. */
      .sign {
        display: inline-block;
        width: 0.65em;
        height: 0.6em;
        margin-inline-end: 3px;
        background: var(--gf-accent);
        clip-path: polygon(50% 0, 100% 100%, 0 100%);
      }
      .low {
        clip-path: polygon(0 0, 100% 0, 50% 100%);
      }
      .legend + .legend {
        margin-inline-start: 1em;
      }
      /* It says what a colour alone does not: it stays where backgrounds are left out. */
      .sign {
        print-color-adjust: exact;
      }
      @media (forced-colors: active) {
        .sign {
          forced-color-adjust: none;
          background: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) block!: Extract<Block, { kind: "profile" }>;
  @property({ attribute: false }) counts!: Counts;
  /** The same counts after a scenario. */
  @property({ attribute: false }) countsAfter!: Counts;

  protected override render() {
    const { pipeline, summary, block, counts, countsAfter, locale } = this;
    const { by } = block;
    const columns = block.numbers.filter((name) => counts.means[by]?.[name]);
    if (columns.length === 0) return "";
    const levels = levelsOf(pipeline, by, counts, countsAfter);
    const [sizes, sizesAfter] = [sizesOf(counts, by, levels), sizesOf(countsAfter, by, levels)];
    const cells = columns.map((name) => this.#cellsOf(name, levels));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${textOf(block.title, locale)}</h2>
      <div class="scroll" tabindex="0" role="group" aria-label=${textOf(block.title, locale)}>
        <table>
          <caption>
            <span class="legend">${SIGNS.high}${this.t.portrait.markedHigh}</span>
            <span class="legend">${SIGNS.low}${this.t.portrait.markedLow}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">${titleOf(pipeline, by, locale)}</th>
              <th scope="col" class="number">${this.t.portrait.customers}</th>
              ${columns.map((name) => html`<th scope="col" class="number">${titleOf(pipeline, name, locale)} ${this.#unit(name)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${levels.map(
              (level, i) => html`<tr>
                <th scope="row">${wordOf(pipeline, summary, by, level, locale)}</th>
                <td class="number">${changeOf(sizes[i] ?? 0, sizesAfter[i] ?? 0, this.format)}</td>
                ${cells.map((ofColumn) => ofColumn[i])}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  /** The means of a number by group, and below those that a scenario changes by how much. */
  #cellsOf(name: string, levels: readonly string[]): TemplateResult[] {
    const { by } = this.block;
    const [before, after] = [this.counts, this.countsAfter].map((counts) => meansOf(counts, by, name, levels)) as [number[], number[]];
    const differenceAt = (i: number) => (after[i] ?? NaN) - (before[i] ?? NaN);
    const [write, differ] = [false, true].map((isSigned) => this.format.column([...before, ...after], isSigned)) as [Write, Write];
    const { mean, sd } = this.countsAfter.means[by]?.[name] ?? {};
    return after.map((value, i) => {
      const mark = this.#mark((value - (mean ?? NaN)) / (sd ?? NaN));
      const isSame = write(value) === write(before[i] ?? NaN);
      return html`<td class="number ${mark && "marked"}">${mark}${write(value)}${isSame ? "" : html`<br />(${differ(differenceAt(i))})`}</td>`;
    });
  }

  /** A sign, and its words for who cannot see it, where a mean stands out by so many standard deviations. */
  #mark(apart: number): TemplateResult | "" {
    if (!(Math.abs(apart) >= STANDS_OUT_SD)) return "";
    const t = this.t.portrait;
    const isHigh = apart > 0;
    return html`${isHigh ? SIGNS.high : SIGNS.low}<span class="hidden-visually">${isHigh ? t.high : t.low} </span>`;
  }

  #unit(name: string) {
    const unit = unitOf(this.pipeline.inputs[name]?.unit, this.locale);
    return unit ? html`<br /><span class="quiet">${unit}</span>` : "";
  }
}
