import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import { ModuleView, type Rest } from "../../view";
import "./edit";
import "./graph";
import "./rules";
import "./settings";
import type { Column } from "../../client/protocol";
import { levelTest } from "../../parts/export-state";
import { adviceOutcomes, editedItems } from "./advice";
import {
  columnsUsed,
  editedMineParams,
  initialSettings,
  itemColumns,
  mineRequest,
  modelAt,
  whatIfRequest,
  type Edit,
  type Settings,
} from "./state";
import type { MineBody, Model, Rule, WhatIfBody } from "./types";

/** Parameters that have a control of their own. */
const OWN = ["columns", "min_support", "rules.min_confidence", "rules.min_lift", "rules.by", "min_count"];

/** What a person has set. */
interface State {
  settings: Settings;
  edit: Edit | undefined;
}

/** What goes together in the table, and what would change it. */
@customElement("gf-apriori")
export class AprioriView extends ModuleView<State> {
  @state() private settings!: Settings;
  @state() private edit: Edit | undefined;
  @state() private mined: MineBody | undefined;
  @state() private shown: WhatIfBody | undefined;
  /** Whether `shown` compares with an edit. */
  @state() private isEdited = false;

  protected override get kept(): State {
    return { settings: this.settings, edit: this.edit };
  }

  protected override begin({ settings, edit }: Partial<State>): void {
    this.settings = { ...initialSettings(this.table), ...settings };
    this.edit = edit;
    this.mined = undefined;
    this.shown = undefined;
    this.refit();
  }

  protected override get others(): Rest {
    return { module: "apriori", op: "mine", own: OWN, words: this.t.apriori.params };
  }

  protected override render() {
    const { locale, table, settings, shown, mined } = this;
    if (itemColumns(table).length === 0) return html`<p class="card">${this.t.apriori.noColumns}</p>`;
    const rules = shown?.rules ?? [];
    return this.layout(
      html`<gf-rule-settings
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
          : ""}`,
      html`<gf-rule-graph .rules=${rules} .ms=${this.ms} .locale=${locale}></gf-rule-graph>
        <gf-rules .heading=${this.t.apriori.rules} .note=${this.#summary(shown)} .rules=${rules} .locale=${locale}></gf-rules>
        ${shown && this.isEdited ? this.#comparison(shown) : ""} ${this.effects()}`,
    );
  }

  #summary(shown: WhatIfBody | undefined): string {
    if (!shown) return "";
    const { count } = this.format;
    const { n_rules, n_rules_redundant, n_itemsets } = shown.after;
    return this.t.apriori.summary(count(n_rules), count(n_rules_redundant), count(n_itemsets));
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
    else this.refit();
  }

  #changeEdit({ detail }: CustomEvent<Edit | null>): void {
    this.edit = detail ?? undefined;
    this.#show();
  }

  protected override refit(): void {
    if (this.settings.columns.length === 0) return;
    if (this.edit && !this.settings.columns.includes(this.edit.column)) this.edit = undefined;
    this.anew(async () => {
      this.mined = JSON.parse(await this.#run(mineRequest(this.settings), this.settings));
      await this.#rules();
    });
  }

  #show(): void {
    this.next(() => this.#rules());
  }

  async #rules(): Promise<void> {
    if (!this.mined) return;
    const { edit } = this;
    const { model } = this.mined;
    this.shown = JSON.parse(await this.#run(whatIfRequest(model, this.settings, edit), model));
    this.isEdited = edit !== undefined;
    this.atRest(() => this.#advise());
  }

  async #advise(): Promise<void> {
    if (!this.mined) return;
    const { edit, settings } = this;
    const { model } = this.mined;
    const before = await this.#advice(modelAt(model, settings), []);
    const after = edit && (await this.#editedAdvice(model, edit));
    this.tellOutcomes(adviceOutcomes(before, after));
  }

  /** What customers are recommended by the rules of the table with an edit. */
  async #editedAdvice(model: Model, edit: Edit): Promise<Column[]> {
    const [column, only] = await Promise.all(
      [edit.column, edit.only?.column].map((name) => (name === undefined ? undefined : this.client.call("column", { name }))),
    );
    if (column?.kind !== "items") return [];
    const isMeant = edit.only && only ? levelTest(only, edit.only.level) : () => true;
    const edited = [editedItems(column, edit, isMeant)];
    const others = model.columns.filter((name) => name !== edit.column);
    const { body } = await this.ask("apriori", { op: "mine", params: editedMineParams(model, this.settings) }, others, edited);
    // Mining gives a model unless it is told not to.
    return this.#advice(body.model as object, edited);
  }

  async #advice(model: object, edited: readonly Column[]): Promise<Column[]> {
    const names = this.mined?.model.columns.filter((name) => !edited.some((column) => column.name === name)) ?? [];
    const params = { n_items: 1, n_listed: 1, by: this.settings.by };
    return (await this.ask("apriori", { op: "recommend", model, params }, names, edited)).columns;
  }

  /** A model may have other columns than those that are chosen: where mining was cancelled, it is the one before. */
  async #run(request: string, of: Pick<Settings, "columns">): Promise<string> {
    return (await this.run("apriori", request, columnsUsed(of, this.edit))).body;
  }
}
