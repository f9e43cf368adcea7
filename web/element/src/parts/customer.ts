import { css, html } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import type { Client } from "../client/client";
import { GridfolkElement } from "../element";
import type { TableData } from "../table";
import { fieldStyles, valueOf } from "./fields";
import { rowOf, type Named } from "./question-state";

/** Chooses one customer: one of those that are offered, or any by its id. */
@customElement("gf-customer")
export class CustomerChoice extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .who {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
        gap: 10px 16px;
        align-items: end;
      }
      form.row {
        flex-wrap: nowrap;
      }
      form input {
        flex: 1;
        min-width: 0;
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) customers: readonly Named[] = [];
  /** The row that is chosen. */
  @property({ type: Number }) row = 0;

  /** What was asked for and is not there. */
  @state() private unknown = "";
  /** The name of the chosen customer, where it was found by its id. */
  @state() private found: Named | undefined;

  protected override render() {
    return html`<div class="who">${this.#offered()} ${this.#search()}</div>
      ${this.unknown ? html`<p role="status">${this.t.portrait.unknownCustomer(this.unknown)}</p>` : ""}`;
  }

  #offered() {
    const isOffered = this.customers.some(({ row }) => row === this.row);
    const own = this.found?.row === this.row ? this.found : { row: this.row, id: undefined };
    const all = isOffered ? this.customers : [own, ...this.customers];
    return html`<div class="field">
      <label for="customer">${this.t.whatIf.customer}</label>
      <select id="customer" @change=${(event: Event) => this.emit("gf-customer", Number(valueOf(event)))}>
        ${all.map(
          ({ row, id }) => html`<option value=${row} ?selected=${row === this.row}>${id || this.t.whatIf.row(this.format.count(row))}</option>`,
        )}
      </select>
    </div>`;
  }

  #search() {
    const hasIds = this.table.ids.length > 0;
    const label = hasIds ? this.t.portrait.customerId : this.t.question.row;
    return html`<form class="row" @submit=${this.#find}>
      <input type="text" name="id" autocomplete="off" aria-label=${label} placeholder=${label} />
      <button>${this.t.portrait.show}</button>
    </form>`;
  }

  async #find(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("id")).trim();
    const row = await rowOf(this.client, this.table, text);
    this.unknown = row === undefined ? text : "";
    if (row === undefined) return;
    this.found = this.table.ids.length > 0 ? { row, id: text } : undefined;
    this.emit("gf-customer", row);
  }
}
