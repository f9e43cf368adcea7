import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import { Latest } from "../../client/latest";
import type { Column } from "../../client/protocol";
import type { CustomerTrace, LabelReply, ProfileReply, SelectReply } from "../../generated/tags";
import { today } from "../../format/today";
import "../../parts/customer";
import { dataTable } from "../../parts/data-table";
import type { Named } from "../../parts/question-state";
import { outcomeOf } from "../../parts/outcomes";
import { numberColumnIn } from "../../parts/reply-columns";
import { ModuleView, type Rest } from "../../view";
import "./expression";
import "./profile";
import "./taxonomy";
import { initialWhere, labelParams, narrowed, selectParams, thresholdsOf, type Move, type OwnTag } from "./state";

/** Customers who are offered at once; others are found by their id. */
const N_CUSTOMERS = 20;

/** Parameters that have a control of their own. */
const OWN = ["as_of", "trace_rows", "missing_columns"];

/** What a person has set. */
interface State {
  asOf: string;
  own: OwnTag[];
  where: string;
  move: Move | undefined;
  /** The customer whose tags are explained. */
  row: number;
}

/** Tags of the table's customers, groups by expressions, and what sets a group apart. */
@customElement("gf-tags")
export class TagsView extends ModuleView<State> {
  @state() private asOf = "";
  @state() private own: OwnTag[] = [];
  @state() private where = "";
  @state() private move: Move | undefined;
  @state() private row = 0;
  @state() private labelled: LabelReply | undefined;
  @state() private selected: SelectReply | undefined;
  @state() private moved: SelectReply | undefined;
  @state() private profile: ProfileReply | undefined;
  @state() private trace: CustomerTrace | undefined;
  @state() private customers: Named[] = [];

  #latestTrace = new Latest();
  /** An expression whose threshold was moved, until it has been selected by and stands there as text. */
  #wanted: object | undefined;

  protected override get kept(): State {
    const { asOf, own, where, move, row } = this;
    return { asOf, own, where, move, row };
  }

  protected override begin({ asOf = today(), own = [], where = "", move, row = 0 }: Partial<State>): void {
    this.asOf = asOf;
    this.own = own;
    this.where = where;
    this.move = move;
    this.row = row;
    this.labelled = undefined;
    this.selected = undefined;
    this.moved = undefined;
    this.#wanted = undefined;
    this.profile = undefined;
    this.refit();
  }

  protected override get others(): Rest {
    return { module: "tags", op: "label", own: OWN, words: this.t.tags.params };
  }

  protected override render() {
    const { locale, table, labelled } = this;
    return this.layout(
      html`${this.#settings()} ${labelled ? this.#customer(labelled) : ""}`,
      html`<gf-tags-expression
          .table=${table}
          .where=${this.where}
          .selected=${this.selected}
          .move=${this.move}
          .moved=${this.moved}
          .locale=${locale}
          @gf-where=${({ detail }: CustomEvent<string>) => this.#search(detail)}
          @gf-threshold=${({ detail }: CustomEvent<object>) => this.#search(detail)}
          @gf-move=${this.#changeMove}
          @gf-keep=${this.#keep}
        ></gf-tags-expression>
        ${this.effects()}
        <gf-tags-profile .profile=${this.profile} .titleOf=${(tag: string) => this.#title(tag)} .locale=${locale}></gf-tags-profile>
        ${labelled
          ? html`<gf-tags-taxonomy .labelled=${labelled} .locale=${locale} @gf-use=${this.#use}></gf-tags-taxonomy>`
          : html`<p class="card" role="status">${this.waiting}</p>`}`,
    );
  }

  #settings() {
    const t = this.t.tags;
    const change = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      if (value === "") return;
      this.asOf = value;
      this.refit();
    };
    return html`<section class="card" aria-labelledby="settings" aria-busy=${!this.selected && !this.problem}>
      <div class="row between">
        <h2 id="settings">${t.settings}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <div class="field">
        <label for="as-of">${t.asOf}</label>
        <input id="as-of" type="date" .value=${this.asOf} @change=${change} />
        <p class="quiet">${t.asOfHelp}</p>
      </div>
      ${this.own.length > 0
        ? html`<ul>
            ${this.own.map(
              ({ title, where }, i) => html`<li>
                <strong>${title}</strong>: ${where}
                <button class="plain" @click=${() => this.#forget(i)}>${this.t.activity.removeChannel}</button>
              </li>`,
            )}
          </ul>`
        : ""}
    </section>`;
  }

  #customer({ tags }: LabelReply) {
    const t = this.t.tags;
    const has = (this.trace?.tags ?? []).filter(({ holds }) => holds !== false);
    return html`<section class="card" aria-labelledby="customer">
      <h2 id="customer">${t.customer}</h2>
      <gf-customer
        .client=${this.client}
        .table=${this.table}
        .customers=${this.customers}
        .row=${this.row}
        .locale=${this.locale}
        @gf-customer=${({ detail }: CustomEvent<number>) => this.#choose(detail)}
      ></gf-customer>
      ${has.length === 0
        ? html`<p class="quiet" role="status">${t.noTags}</p>`
        : dataTable({
            label: t.customer,
            head: [{ text: t.tag }, { text: t.because }],
            rows: has.map(({ tag, holds, tests }) => [
              html`${this.#title(tag)}${holds === true ? "" : html` <span class="quiet">(${t.isOpen})</span>`}`,
              tests
                .filter((test) => test.holds !== false)
                .map(({ column, value }) => `${column} = ${this.#shown(value)}`)
                .join("; "),
            ]),
          })}
      <p class="quiet">${t.ofTags(this.format.count(tags.length))}</p>
    </section>`;
  }

  #shown(value: unknown): string {
    if (value === null || value === undefined) return this.t.scorecard.missing;
    if (Array.isArray(value)) return value.map((item) => this.#shown(item)).join(this.t.words.listed);
    return typeof value === "number" ? this.format.value(value) : String(value);
  }

  #title(tag: string): string {
    const title = this.labelled?.tags.find((count) => count.tag === tag)?.title;
    return title ? (this.locale === "zh-CN" ? title.zh : title.en) : tag;
  }

  get #columns(): string[] {
    return this.table.columns.map(({ name }) => name);
  }

  protected override refit(): void {
    this.anew(() => this.#label());
  }

  async #label(): Promise<void> {
    const builtIn = this.labelled?.model.tags.map(({ definition }) => definition).filter(({ id }) => !id.startsWith("own_")) ?? [];
    const { body } = await this.ask("tags", { op: "label", params: labelParams(this.asOf, builtIn, this.own) }, this.#columns);
    this.labelled = body;
    const first = Array.from({ length: Math.min(N_CUSTOMERS, this.table.nRows) }, (_, row) => ({ row }));
    this.customers = await this.named(first);
    this.#choose(this.row);
    // An expression that stands is not printed anew while someone writes it.
    this.where ||= initialWhere(body.tags, this.table);
    await this.#selectWanted();
  }

  /** Selects by a text that is written, or by JSON whose threshold was moved. */
  #search(where: string | object): void {
    if (typeof where === "string") this.where = where;
    this.#wanted = typeof where === "string" ? undefined : where;
    this.next(() => this.#selectWanted());
  }

  async #selectWanted(): Promise<void> {
    const wanted = this.#wanted;
    await this.#select(wanted ?? this.where);
    // Another one may be wanted by now.
    if (!wanted || this.#wanted !== wanted) return;
    this.#wanted = undefined;
    if (this.selected) this.where = this.selected.expression;
  }

  async #select(where: string | object): Promise<void> {
    const model = this.labelled?.model;
    if (!model) return;
    const { body, columns } = await this.ask("tags", { op: "select", model, params: selectParams(where, undefined) }, this.#columns);
    const { ms } = this;
    this.selected = body;
    const moved = await this.#moveTo(where, body);
    const before = numberColumnIn(columns, "selected");
    const selected = outcomeOf("selected", before, moved && numberColumnIn(moved, "selected"));
    this.tellOutcomes([{ ...selected, isShare: true, isFlag: true }]);
    const hasTwoSides = body.n_selected > 0 && body.n_selected + body.n_unknown < body.n_rows;
    this.profile = hasTwoSides ? (await this.ask("tags", { op: "profile", model, params: { group: body.where } }, this.#columns)).body : undefined;
    // The time that stands there is that of the selection.
    this.ms = ms;
  }

  /** The columns of the reply with the threshold moved; a move of one that the expression no longer has is given up. */
  async #moveTo(where: string | object, { where: parsed }: SelectReply): Promise<Column[] | undefined> {
    const { move, labelled } = this;
    const isThere = move && thresholdsOf(parsed).some(({ column, test }) => column === move.column && test === move.test);
    if (!isThere || !labelled) {
      this.move = undefined;
      this.moved = undefined;
      return undefined;
    }
    const { body, columns } = await this.ask("tags", { op: "select", model: labelled.model, params: selectParams(where, move) }, this.#columns);
    this.moved = body;
    return columns;
  }

  #changeMove({ detail: { column, test, wanted, goal } }: CustomEvent<Move>): void {
    this.move = { column, test, wanted, goal };
    this.#search(this.where);
  }

  #use({ detail: { tag, has } }: CustomEvent<{ tag: string; has: boolean }>): void {
    this.#search(narrowed(this.where, tag, has));
  }

  #keep({ detail: title }: CustomEvent<string>): void {
    this.own = [...this.own, { title, where: this.where }];
    this.refit();
  }

  #forget(index: number): void {
    this.own = this.own.filter((_, i) => i !== index);
    this.refit();
  }

  #choose(row: number): void {
    this.row = row;
    this.next(async () => {
      const model = this.labelled?.model;
      if (!model) return;
      const { ms } = this;
      const { body } = await this.ask("tags", { op: "predict", model, params: { trace_rows: [row] } }, this.#columns);
      this.trace = body.traces[0];
      this.ms = ms;
    }, this.#latestTrace);
  }
}
