import { css, html, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Client } from "../../client/client";
import { Latest } from "../../client/latest";
import type { CallProblem } from "../../client/protocol";
import { GridfolkElement } from "../../element";
import "../../parts/problem";
import type { TableData } from "../../table";
import "./edit";
import "./graph";
import "./rules";
import "./settings";
import { columnsUsed, initialSettings, itemColumns, mineRequest, whatIfRequest, type Edit, type Settings } from "./state";
import type { MineBody, Rule, WhatIfBody } from "./types";

/** What goes together in the table, and what would change it. */
@customElement("gf-apriori")
export class AprioriView extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .layout {
        display: grid;
        grid-template-columns: minmax(300px, 350px) minmax(0, 1fr);
        gap: 16px;
      }
      .column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: 16px;
        min-width: 0;
      }
      @media (max-width: 860px) {
        .layout {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;

  @state() private settings!: Settings;
  @state() private edit: Edit | undefined;
  @state() private mined: MineBody | undefined;
  @state() private shown: WhatIfBody | undefined;
  /** Whether `shown` compares with an edit. */
  @state() private isEdited = false;
  @state() private problem: CallProblem | undefined;
  @state() private ms = NaN;

  #latest = new Latest();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("table")) return;
    this.settings = initialSettings(this.table);
    this.edit = undefined;
    this.mined = undefined;
    this.shown = undefined;
    this.#mine();
  }

  protected override render() {
    const { locale, table, settings, shown, mined } = this;
    if (itemColumns(table).length === 0) return html`<p class="card">${this.t.apriori.noColumns}</p>`;
    const rules = shown?.rules ?? [];
    return html`<div class="layout">
      <div class="column">
        <gf-rule-settings
          .table=${table}
          .settings=${settings}
          .locale=${locale}
          @gf-rule-settings=${this.#changeSettings}
        ></gf-rule-settings>
        ${this.#setColumn
          ? html`<gf-rule-edit
              .table=${table}
              .column=${this.#setColumn}
              .items=${mined?.model.items ?? []}
              .edit=${this.edit}
              .locale=${locale}
              @gf-rule-edit=${this.#changeEdit}
            ></gf-rule-edit>`
          : ""}
      </div>
      <div class="column">
        ${this.problem && html`<gf-problem .problem=${this.problem} .locale=${locale}></gf-problem>`}
        <gf-rule-graph .rules=${rules} .locale=${locale}></gf-rule-graph>
        <gf-rules .heading=${this.t.apriori.rules} .note=${this.#summary(shown)} .rules=${rules} .locale=${locale}></gf-rules>
        ${shown && this.isEdited ? this.#comparison(shown) : ""}
      </div>
    </div>`;
  }

  #summary(shown: WhatIfBody | undefined): string {
    if (!shown) return "";
    const { count, ms } = this.format;
    const { n_rules, n_rules_redundant, n_itemsets } = shown.after;
    return `${this.t.apriori.summary(count(n_rules), count(n_rules_redundant), count(n_itemsets))} ${this.t.kmeans.replyTime(ms(this.ms))}`;
  }

  #comparison({ n_gained, n_lost, n_changed, gained, lost, changed }: WhatIfBody) {
    const t = this.t.apriori;
    const { count } = this.format;
    const table = (heading: string, n: number, rules: Rule[]) =>
      html`<gf-rules .heading=${heading} .note=${t.nRules(count(n))} .rules=${rules} .locale=${this.locale}></gf-rules>`;
    return html`${table(t.gained, n_gained, gained)} ${table(t.lost, n_lost, lost)}
    ${table(t.changed, n_changed, changed.map(({ after }) => after))}`;
  }

  /** The first column of sets that is mined: what an edit is of. */
  get #setColumn(): string {
    const sets = this.table.columns.filter(({ kind }) => kind === "items").map(({ name }) => name);
    return sets.find((name) => this.settings.columns.includes(name)) ?? "";
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    const { columns, floor } = this.settings;
    this.settings = detail;
    // Thresholds above the floor need no new mining.
    if (detail.columns.join("\n") === columns.join("\n") && detail.floor === floor) this.#show();
    else this.#mine();
  }

  #changeEdit({ detail }: CustomEvent<Edit | null>): void {
    this.edit = detail ?? undefined;
    this.#show();
  }

  #mine(): void {
    if (this.settings.columns.length === 0) return;
    if (this.edit && !this.settings.columns.includes(this.edit.column)) this.edit = undefined;
    this.#latest.submit(() =>
      this.#guarded(async () => {
        this.mined = JSON.parse(await this.#run(mineRequest(this.settings)));
        await this.#rules();
      }),
    );
  }

  #show(): void {
    this.#latest.submit(() => this.#guarded(() => this.#rules()));
  }

  async #rules(): Promise<void> {
    if (!this.mined) return;
    const { edit } = this;
    this.shown = JSON.parse(await this.#run(whatIfRequest(this.mined.model, this.settings, edit)));
    this.isEdited = edit !== undefined;
  }

  async #run(request: string): Promise<string> {
    const reply = await this.client.call("run", { module: "apriori", request, columns: columnsUsed(this.settings, this.edit) });
    this.ms = reply.ms;
    return reply.body;
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = undefined;
    } catch (problem) {
      this.problem = problem as CallProblem;
    }
  }
}
