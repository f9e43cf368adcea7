import { html } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import type { Column } from "../client/protocol";
import { dataTable } from "../parts/data-table";
import { selectField } from "../parts/fields";
import { withValues, type ParamValues } from "../parts/params-state";
import { ModuleView } from "../view";
import { operationsOf, partsOf, type Manifest, type Part } from "./state";

/** Rows of a list, and of columns, that are shown. */
const N_ROWS = 50;

/** What a person has set. */
interface State {
  op: string;
  values: ParamValues;
}

/** A module without a view of its own: a form from its manifest, and its reply as tables. */
@customElement("gf-generic")
export class GenericView extends ModuleView<State> {
  @property() module = "";

  @state() private manifest: Manifest | undefined;
  @state() private op = "";
  @state() private values: ParamValues = {};
  @state() private model: object | undefined;
  @state() private body: Record<string, unknown> | undefined;
  @state() private columns: Column[] = [];

  protected override get kept(): State {
    return { op: this.op, values: this.values };
  }

  protected override begin({ op = "", values = {} }: Partial<State>): void {
    this.values = values;
    this.body = undefined;
    this.columns = [];
    this.model = undefined;
    this.anew(async () => {
      this.manifest = JSON.parse(await this.client.call("manifest", { module: this.module }));
      this.op = op || (this.manifest ? (operationsOf(this.manifest, false)[0] ?? "") : "");
    });
  }

  protected override render() {
    const { manifest, op } = this;
    if (!manifest) return this.layout(html``, html`<p class="card" role="status">${this.t.app.loading}</p>`);
    const t = this.t.generic;
    const operation = manifest.operations[op];
    const summary = operation?.summary[this.locale === "zh-CN" ? "zh" : "en"];
    return this.layout(
      html`<section class="card" aria-labelledby="title">
          <div class="row between">
            <h2 id="title">${this.module}</h2>
            ${this.lastReply(this.ms)}
          </div>
          ${selectField({
            ...{ id: "op", label: t.operation, chosen: op, help: summary, options: operationsOf(manifest, this.model !== undefined) },
            choose: (name) => this.#choose(name),
          })}
          <button class="primary" ?disabled=${!operation} @click=${() => this.#ask()}>${t.run}</button>
        </section>
        <gf-params
          isOpen
          .schema=${operation?.params}
          .values=${this.values}
          .locale=${this.locale}
          @gf-params=${({ detail }: CustomEvent<ParamValues>) => (this.values = detail)}
        ></gf-params>`,
      html`${this.body ? partsOf(this.body).map((part) => this.#part(part)) : html`<p class="card">${t.nothingYet}</p>`} ${this.#rows()}`,
    );
  }

  #part(part: Part) {
    const t = this.t.generic;
    const name = part.name || t.figures;
    if ("value" in part) return html`<section class="card"><h3>${name}</h3><pre>${JSON.stringify(part.value, null, 1)}</pre></section>`;
    const head = part.head.length > 0 ? part.head.map((text) => ({ text })) : [{ text: this.t.modules.name }, { text: t.value }];
    return html`<section class="card">
      <h3>${name}</h3>
      ${dataTable({ label: name, head, rows: part.rows.slice(0, N_ROWS).map((row) => row.map((cell) => this.#cell(cell))) })}
    </section>`;
  }

  /** The first rows of the columns that came with the reply. */
  #rows() {
    const t = this.t.generic;
    const { columns } = this;
    if (columns.length === 0) return "";
    const rows = Array.from({ length: Math.min(N_ROWS, this.table.nRows) }, (_, row) => [
      this.customer({ row }),
      ...columns.map((column) => this.#cell(valueAt(column, row))),
    ]);
    return html`<section class="card">
      <h3>${t.rows}</h3>
      ${dataTable({ label: t.rows, head: [{ text: this.t.whatIf.customer }, ...columns.map(({ name }) => ({ text: this.breakable(name) }))], rows })}
    </section>`;
  }

  #cell(value: unknown): string {
    if (typeof value === "number") return this.format.value(value);
    if (value === null || value === undefined) return "–";
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  #choose(op: string): void {
    this.op = op;
    this.values = {};
    this.body = undefined;
    this.columns = [];
  }

  #ask(): void {
    const { module, op, manifest, model, values } = this;
    const operation = manifest?.operations[op];
    if (!operation) return;
    const names = operation.takes_table ? this.table.columns.map(({ name }) => name) : [];
    this.next(async () => {
      // An operation without parameters may refuse even empty ones.
      const params = Object.keys(values).length > 0 && { params: withValues({}, values) };
      const request = { op, ...params, ...(operation.takes_model && model && { model }), rows_as: "columns" };
      const reply = await this.run(module, JSON.stringify(request), names);
      const body: Record<string, unknown> = JSON.parse(reply.body);
      this.body = body;
      this.columns = reply.columns;
      if (typeof body.model === "object" && body.model !== null) this.model = body.model;
    });
  }
}

function valueAt(column: Column, row: number): unknown {
  if (column.kind === "number") return column.values[row];
  if (column.kind === "category") return column.levels[column.codes[row] ?? column.levels.length];
  const codes = column.codes.slice(row === 0 ? 0 : column.ends[row - 1], column.ends[row]);
  return [...codes].map((code) => column.levels[code]).join(", ");
}
