import { css, html, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import type { Client } from "../client/client";
import { problemOf, refusal } from "../client/problem";
import type { CallProblem } from "../client/protocol";
import { GridfolkElement } from "../element";
import type { TableData } from "../table";
import { saveFile } from "./download";
import { csvColumns, csvParts, editedColumns } from "./export-state";
import { fieldStyles, selectField } from "./fields";
import { mainResult } from "./outcomes";
import "./problem";
import { resultName } from "./result-name";
import { NO_RESULTS, type Results } from "./results";
import { RowWork } from "./row-work";
import type { Edit } from "./scenario-state";

/** How many customers have other results after the change, and a CSV of them. */
@customElement("gf-export")
export class ExportCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .parts {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 14px;
        align-items: end;
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) results: Results = NO_RESULTS;
  @property({ attribute: false }) edits: readonly Edit[] = [];
  /** Whether newer results are on their way. */
  @property({ type: Boolean }) isBehind = false;
  /** The module or pipeline whose results these are, for the file's name. */
  @property() source = "";

  /** The result that must differ; empty: any; nothing said: the one that one asks about first. */
  @state() private result: string | undefined;
  @state() private isBusy = false;
  @state() private said = "";
  @state() private problem: CallProblem | undefined;

  #nChanged = new RowWork<number>(this, (thrown) => this.#fail(thrown));

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("table")) this.#forget();
    const { results } = this;
    const result = this.#result;
    this.#nChanged.want([results, result], this.table.nRows, () => results.nChanged(this.#meant));
  }

  /** What was told of another table says nothing of this one. */
  #forget(): void {
    this.#nChanged.drop();
    this.problem = undefined;
    this.said = "";
  }

  /** The results of which one must differ. */
  get #meant(): string[] {
    const result = this.#result;
    return result === "" ? this.results.heads.map(({ name }) => name) : [result];
  }

  /** What is there no longer, as of another table, gives way. */
  get #result(): string {
    const { result } = this;
    const { heads } = this.results;
    const isThere = result === "" || heads.some(({ name }) => name === result);
    return (isThere ? result : mainResult(heads)) ?? "";
  }

  protected override render() {
    const { heads } = this.results;
    if (heads.length === 0) return "";
    const t = this.t.effects;
    const { value: n = NaN } = this.#nChanged;
    const isBehind = this.isBehind || this.#nChanged.isBehind;
    const said = n === 0 ? t.noneChanged : t.nChanged(this.format.count(n), this.format.count(this.table.nRows));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.changed}</h2>
      <p role="status" aria-busy=${isBehind}>${said}</p>
      <div class="parts">
        ${selectField({
          ...{ id: "result", label: t.changedIn, chosen: this.#result },
          options: [{ value: "", label: t.anyResult }, ...heads.map((one) => ({ value: one.name, label: resultName(this.t, one) }))],
          choose: (result) => (this.result = result),
        })}
        <button ?disabled=${!(n > 0) || this.isBusy || isBehind} @click=${() => void this.#save()}>${t.export}</button>
      </div>
      <p class="quiet">${t.exportHelp}</p>
      <p role="status">${this.said}</p>
      ${this.problem ? html`<gf-problem .problem=${this.problem} .locale=${this.locale}></gf-problem>` : ""}
    </section>`;
  }

  async #save(): Promise<void> {
    this.isBusy = true;
    this.problem = undefined;
    this.said = this.t.app.working;
    try {
      this.said = await this.#saved();
    } catch (thrown) {
      this.said = "";
      this.#fail(thrown);
    } finally {
      this.isBusy = false;
    }
  }

  #fail(thrown: unknown): void {
    this.problem = problemOf(thrown);
    this.emit("gf-problem", this.problem);
  }

  /** Writes the file of the results as they stand now, whatever is moved meanwhile. */
  async #saved(): Promise<string> {
    const { client, table, results, edits } = this;
    const [rows, columns] = await Promise.all([results.changed(this.#meant), results.columns()]);
    const edited = await editedColumns(edits, (name) => client.call("column", { name }));
    const [idHead = "row"] = table.ids;
    const idsOf = (some: readonly number[]) => client.call("ids", { rows: some });
    const parts = await csvParts({ idHead, rows, idsOf, columns: csvColumns(columns, edited) });
    // Ids of another table would be those of other customers.
    if (this.table !== table) throw refusal("table_replaced", "the table was replaced while the file was written");
    const name = `${this.source}-changed-customers.csv`;
    const { isSure } = saveFile(name, parts, "text/csv;charset=utf-8");
    const text = this.t.effects.saved(name, this.format.count(rows.length));
    return isSure ? text : `${text} ${this.t.effects.unsure}`;
  }
}
