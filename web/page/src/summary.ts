import { css, html } from "lit";
import type { ColumnSummary } from "../../element/src/client/protocol";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element/src/element";
import { meaningOf, type TableData } from "../../element/src/table";

const LEVELS_NAMED = 4;

/** What the table holds: rows, columns, ids kept aside. */
@customElement("gf-table-summary")
export class TableSummaryView extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 18px;
      }
      .scroll {
        max-height: 340px;
        overflow: auto;
        margin-top: 10px;
      }
    `,
  ];

  @property({ attribute: false }) table: TableData | undefined;

  protected override render() {
    if (!this.table) return "";
    const t = this.t.data;
    const { name, nRows, columns, ids } = this.table;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <div class="facts">
          <h2 id="title">${name === "sample" ? this.t.sample.name : name}</h2>
          <span class="number">${t.rows(this.format.count(nRows))}</span>
          <span class="number">${t.columns(this.format.count(columns.length))}</span>
          <span class="quiet">${ids.length > 0 ? t.ids(ids.join(", ")) : t.noIds}</span>
        </div>
        <button @click=${() => this.emit("gf-another", undefined)}>${t.another}</button>
      </div>
      <details>
        <summary>${t.showColumns}</summary>
        <div class="scroll" tabindex="0" role="group" aria-label=${t.showColumns}>${this.#columns(columns)}</div>
      </details>
    </section>`;
  }

  #columns(columns: ColumnSummary[]) {
    const t = this.t.data;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${t.column}</th>
          <th scope="col">${t.kind}</th>
          <th scope="col" class="number">${t.missing}</th>
          <th scope="col">${t.range}</th>
        </tr>
      </thead>
      <tbody>
        ${columns.map(
          (column) => html`<tr>
            <th scope="row">${column.name}</th>
            <td>${t.kinds[column.kind]}</td>
            <td class="number">${this.format.count(column.nMissing)}</td>
            <td>${this.#contents(column)} ${this.#meaning(column.name)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #contents({ range, nLevels, levels }: ColumnSummary): string {
    if (range) return `${this.format.value(range.min)} … ${this.format.value(range.max)}`;
    if (nLevels === undefined) return "–";
    const named = (levels ?? []).slice(0, LEVELS_NAMED).map(({ level }) => level);
    const text = named.join(", ") + (nLevels > named.length ? ", …" : "");
    return `${this.t.data.nLevels(this.format.count(nLevels))}${text && `: ${text}`}`;
  }

  #meaning(column: string) {
    const meaning = this.table && meaningOf(this.table, column, this.locale);
    return meaning ? html`<span class="quiet">${meaning}</span>` : "";
  }
}
