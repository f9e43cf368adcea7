import { css, html, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ColumnSummary } from "../../element/src/client/protocol";
import { GridfolkElement } from "../../element/src/element";
import "../../element/src/parts/under-way";
import type { WorkState } from "../../element/src/parts/under-way-state";
import { meaningOf, type TableData } from "../../element/src/table";
import { KINDS, type Kind, type Kinds, type OpenFile } from "./read";

const LEVELS_NAMED = 4;

/** What the table holds: rows, columns, ids kept aside; of a file, what its columns are read as. */
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
        margin-block: 10px;
      }
      tbody > tr > * {
        vertical-align: middle;
      }
    `,
  ];

  @property({ attribute: false }) table: TableData | undefined;
  /** Where the table is that of a file. */
  @property({ attribute: false }) opened: OpenFile | undefined;
  @property({ type: Boolean }) isBusy = false;
  /** Of a file that is read again. */
  @property({ attribute: false }) work: WorkState | undefined;
  /** What was chosen since the file was read. */
  @state() private chosen: Kinds = {};

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("table")) this.chosen = {};
  }

  protected override render() {
    if (!this.table) return "";
    const t = this.t.data;
    const { name, nRows, columns, ids } = this.table;
    const foundIds = this.opened?.foundIds ?? [];
    return html`${this.opened ? html`<gf-under-way .state=${this.work} .locale=${this.locale}></gf-under-way>` : ""}
    <section class="card" aria-labelledby="title">
      <div class="row between">
        <div class="facts">
          <h2 id="title">${name === "sample" ? this.t.sample.name : name}</h2>
          <span class="number">${t.rows(this.format.count(nRows))}</span>
          <span class="number">${t.columns(this.format.count(columns.length))}</span>
          <span class="quiet">${ids.length > 0 ? t.ids(ids.join(this.t.words.listed)) : t.noIds}</span>
        </div>
        <button @click=${() => this.emit("gf-another", undefined)}>${t.another}</button>
      </div>
      ${foundIds.length > 0 ? html`<p class="quiet">${t.foundIds(foundIds.join(this.t.words.listed))}</p>` : ""}
      <details>
        <summary>${t.showColumns}</summary>
        ${this.opened?.kinds ? html`<p class="quiet">${t.kindsNote}</p>` : ""}
        <div class="scroll" tabindex="0" role="group" aria-label=${t.showColumns}>${this.#columns(columns)}</div>
        ${this.opened?.kinds ? this.#readAgain(this.opened.kinds) : ""}
      </details>
    </section>`;
  }

  #columns(columns: readonly ColumnSummary[]) {
    const t = this.t.data;
    const names = this.opened?.kinds ? this.opened.names : columns.map(({ name }) => name);
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
        ${names.map((name) => {
          // Ids, and what is left out, are no columns of the table.
          const column = columns.find((one) => one.name === name);
          return html`<tr>
            <th scope="row">${name}</th>
            <td>${this.#kind(name)}</td>
            <td class="number">${column ? this.format.count(column.nMissing) : "–"}</td>
            <td>${column ? this.#contents(column) : "–"} ${this.#meaning(name)}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  #kind(name: string) {
    const t = this.t.data;
    const present = this.#present(name);
    if (!this.opened?.kinds) return t.kinds[present];
    const choose = ({ target }: Event) => (this.chosen = { ...this.chosen, [name]: (target as HTMLSelectElement).value as Kind });
    return html`<select aria-label=${t.kindOf(name)} @change=${choose}>
      ${KINDS.map((kind) => html`<option value=${kind} .selected=${kind === (this.chosen[name] ?? present)}>${t.kinds[kind]}</option>`)}
    </select>`;
  }

  /** What the column is read as now. */
  #present(name: string): Kind {
    const column = this.table?.columns.find((one) => one.name === name);
    return this.opened?.kinds?.[name] ?? column?.kind ?? "id";
  }

  #readAgain(kinds: Kinds) {
    const changes = Object.entries(this.chosen).filter(([name, kind]) => kind !== this.#present(name));
    const read = () => this.emit("gf-kinds", { ...kinds, ...Object.fromEntries(changes) });
    return html`<div class="row">
      <button ?disabled=${this.isBusy || changes.length === 0} @click=${read}>${this.t.data.readAgain}</button>
      <span class="quiet" role="status">${this.isBusy ? this.t.app.working : ""}</span>
    </div>`;
  }

  #contents({ range, nLevels, levels }: ColumnSummary): string {
    if (range) return `${this.format.value(range.min)} … ${this.format.value(range.max)}`;
    if (nLevels === undefined) return "–";
    const named = (levels ?? []).slice(0, LEVELS_NAMED).map(({ level }) => level);
    const text = [...named, ...(nLevels > named.length ? ["…"] : [])].join(this.t.words.listed);
    return `${this.t.data.nLevels(this.format.count(nLevels))}${text && `: ${text}`}`;
  }

  #meaning(column: string) {
    const meaning = this.table && meaningOf(this.table, column, this.locale);
    return meaning ? html`<span class="quiet">${meaning}</span>` : "";
  }
}
