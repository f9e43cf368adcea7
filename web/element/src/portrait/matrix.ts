import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Drawing } from "../charts/frame";
import { tableDrawing } from "../charts/table-drawing";
import { GridfolkElement } from "../element";
import "../parts/picture";
import { changeOf, changeStyles } from "./change";
import { crossCounts, levelsOf, sizesOf, type Category } from "./counts";
import { textOf, titleOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

/** How the groups of one column fall into the levels of others: before, and after a scenario. */
@customElement("gf-matrix")
export class Matrix extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    changeStyles,
    css`
      td {
        position: relative;
      }
      .share {
        position: absolute;
        inset: auto auto 0 0;
        height: 3px;
        background: var(--gf-accent);
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
  /** The columns before. */
  @property({ attribute: false }) columns: ReadonlyMap<string, Category> = new Map();
  /** The columns that a scenario changed. */
  @property({ attribute: false }) changed: ReadonlyMap<string, Category> = new Map();

  protected override render() {
    const { pipeline, summary, block, columns, locale } = this;
    const by = columns.get(block.by);
    const others = block.columns.flatMap((name) => columns.get(name) ?? []);
    if (!by || others.length === 0) return "";
    const byAfter = this.changed.get(block.by) ?? by;
    const rows = levelsOf(pipeline, by, byAfter);
    const [sizes, sizesAfter] = [sizesOf(by, rows), sizesOf(byAfter, rows)];
    const parts = others.map((column) => {
      const after = this.changed.get(column.name) ?? column;
      const levels = levelsOf(pipeline, column, after);
      const before = crossCounts(by, rows, column, levels);
      const isSame = after === column && byAfter === by;
      return { column, levels, before, after: isSame ? before : crossCounts(byAfter, rows, after, levels) };
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
                  ({ column, levels }) => html`<th scope="colgroup" class="first" colspan=${levels.length}>${titleOf(pipeline, column.name, locale)}</th>`,
                )}
              </tr>
              <tr>
                <th scope="col">${titleOf(pipeline, block.by, locale)}</th>
                <th scope="col" class="number">${this.t.portrait.customers}</th>
                ${parts.map(({ column, levels }) =>
                  levels.map((level, at) => html`<th scope="col" class="number ${at === 0 ? "first" : ""}">${wordOf(pipeline, summary, column.name, level, locale)}</th>`),
                )}
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                (row, i) => html`<tr>
                  <th scope="row">${wordOf(pipeline, summary, block.by, row, locale)}</th>
                  <td class="number">${this.#count(sizes[i] ?? 0, sizesAfter[i] ?? 0)}</td>
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
    return html`<td class="number ${isFirst ? "first" : ""}">
      ${this.#count(before, after)}
      <br /><span class="quiet">${this.format.share(share)}</span>
      <span class="share" aria-hidden="true" .style=${`width:${(share * 100).toFixed(1)}%`}></span>
    </td>`;
  }

  #count(before: number, after: number) {
    return changeOf(before, after, this.format);
  }
}
