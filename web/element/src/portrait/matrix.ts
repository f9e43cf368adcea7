import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import type { Drawing } from "../charts/frame";
import { tableDrawing } from "../charts/table-drawing";
import { GridfolkElement } from "../element";
import "../parts/picture";
import { changeOf, changeStyles, differenceOf } from "./change";
import { crossOf, levelsOf, sizesOf, type Counts } from "./counts";
import { textOf, titleOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

/** How the groups of one column fall into the levels of others: before, and after a scenario. */
@customElement("gf-matrix")
export class Matrix extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    changeStyles,
    css`
      /* As many levels side by side as there is room for. */
      th,
      td {
        padding-inline: 7px;
      }
      tbody th {
        min-width: 9.5em;
        white-space: normal;
      }
      td {
        position: relative;
      }
      .share {
        position: absolute;
        inset: auto auto 0 0;
        height: 3px;
        background: var(--gf-accent);
        print-color-adjust: exact;
      }
      @media (forced-colors: active) {
        .share {
          forced-color-adjust: none;
          background: CanvasText;
        }
      }
      @media print {
        th,
        td {
          padding-inline: 2px;
          font-size: 9px;
        }
        td .quiet {
          font-size: 9px;
        }
        tbody th {
          min-width: 0;
        }
      }
      thead tr:first-child th {
        border-bottom: 0;
      }
      .first {
        border-inline-start: 1px solid var(--gf-line);
      }
    `,
  ];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) block!: Extract<Block, { kind: "matrix" }>;
  @property({ attribute: false }) counts!: Counts;
  /** The same counts after a scenario. */
  @property({ attribute: false }) countsAfter!: Counts;

  protected override render() {
    const { pipeline, summary, block, counts: before, countsAfter: after, locale } = this;
    const columns = block.columns.filter((name) => before.crossed[block.by]?.[name]);
    if (columns.length === 0) return "";
    const rows = levelsOf(pipeline, block.by, before, after);
    const [sizes, sizesAfter] = [sizesOf(before, block.by, rows), sizesOf(after, block.by, rows)];
    const parts = columns.map((column) => {
      const levels = levelsOf(pipeline, column, before, after);
      const cross = (counts: Counts) => crossOf(counts, block.by, rows, column, levels);
      return { column, levels, before: cross(before), after: cross(after) };
    });
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${textOf(block.title, locale)}</h2>
      <gf-picture .heading=${textOf(block.title, locale)} .draw=${this.#drawing} .locale=${locale}>
        <div class="scroll" tabindex="0" role="group" aria-label=${textOf(block.title, locale)}>
          <table>
            <thead>
              <tr>
                <td></td>
                <td></td>
                ${parts.map(
                  ({ column, levels }) => html`<th scope="colgroup" class="first" colspan=${levels.length}>${titleOf(pipeline, column, locale)}</th>`,
                )}
              </tr>
              <tr>
                <th scope="col">${titleOf(pipeline, block.by, locale)}</th>
                <th scope="col" class="number">${this.t.portrait.customers}</th>
                ${parts.map(({ column, levels }) =>
                  levels.map((level, at) => html`<th scope="col" class="number ${at === 0 ? "first" : ""}">${wordOf(pipeline, summary, column, level, locale)}</th>`),
                )}
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                (row, i) => html`<tr>
                  <th scope="row">${wordOf(pipeline, summary, block.by, row, locale)}</th>
                  <td class="number">${changeOf(sizes[i] ?? 0, sizesAfter[i] ?? 0, this.format)}</td>
                  ${parts.map(({ before, after }) =>
                    (after[i] ?? []).map((n, j) => this.#cell(before[i]?.[j] ?? 0, n, sizesAfter[i] ?? 0, j === 0)),
                  )}
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </gf-picture>
    </section>`;
  }

  #drawing = (): Drawing | undefined => {
    const table = this.renderRoot.querySelector("table");
    return table ? tableDrawing(table) : undefined;
  };

  #cell(before: number, after: number, size: number, isFirst: boolean) {
    const share = size > 0 ? after / size : 0;
    const difference = differenceOf(before, after, this.format);
    return html`<td class="number ${isFirst ? "first" : ""}">
      ${this.format.count(after)}
      ${difference && html`<br />${difference}`}
      <br /><span class="quiet">${this.format.share(share)}</span>
      <span class="share" aria-hidden="true" .style=${`width:${(share * 100).toFixed(1)}%`}></span>
    </td>`;
  }
}
