import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import type { Column } from "../../client/protocol";
import { shortened } from "../../format/numbers";
import type { ExplainReply, Model, Mover, ReverseReply, WhatIfReply } from "../../generated/tree";
import { dataTable, numeric } from "../../parts/data-table";
import { figures } from "../../parts/figures";
import { selectField } from "../../parts/fields";
import "../../parts/migration";
import "../../parts/question";
import "../../parts/costs";
import { happenedOf, USUAL_COSTS, type Costs, type Happened, type Ranked } from "../../parts/costs-state";
import { outcomesIn } from "../../parts/outcomes";
import { freshQuestion, highest, keptQuestion, LimitsReader, Remembered, stepsOf, type Limits, type Named, type Question } from "../../parts/question-state";
import { levelAt, numbersIn } from "../../parts/reply-columns";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { numberColumns } from "../../table";
import { ModuleView, type Rest } from "../../view";
import "./changed";
import "./picture";
import "./settings";
import {
  askedColumns,
  columnsUsed,
  fitParams,
  initialSettings,
  nLeaves,
  reverseParams,
  thresholdEdits,
  settingsOf,
  whatIfParams,
  type Fit,
  type Settings,
  type Thresholds,
} from "./state";
import "./thresholds";

/** Customers whom one may ask the reverse question for at once. */
const N_CUSTOMERS = 20;

/** Parameters that have a control of their own. */
const OWN = ["target", "columns", "max_depth", "min_leaf", "class_weight", "ccp_alpha"];

/** As likely as not. */
const CONTACT_FROM = 0.5;

/** What a person has set. */
interface State {
  settings: Settings | undefined;
  edits: Edit[];
  thresholds: Thresholds;
  question: Question | undefined;
  /** The class that the customer of the question should come to; none: another than its own. */
  goal: string;
  costs: Costs;
  /** Customers with this chance of the event or more are contacted. */
  contactFrom: number;
  /** A model that was given to judge with, until other settings ask for a fit. */
  model?: Model | undefined;
}

/** Which questions tell classes of customers apart, and what would change the answer. */
@customElement("gf-tree")
export class TreeView extends ModuleView<State> {
  @state() private settings: Settings | undefined;
  @state() private edits: Edit[] = [];
  @state() private thresholds: Thresholds = {};
  @state() private question: Question | undefined;
  @state() private limits: Limits | undefined;
  @state() private goal = "";
  @state() private fit: Fit | undefined;
  @state() private rules: ExplainReply["rules"] = [];
  @state() private comparison: WhatIfReply | undefined;
  @state() private movers: (Mover & Named)[] = [];
  @state() private costs = USUAL_COSTS;
  @state() private contactFrom = CONTACT_FROM;
  /** Customers by their chance of the event, where the tree tells one. */
  @state() private ranked: { before: Ranked; after: Ranked } | undefined;
  @state() private happened: Happened | undefined;
  @state() private customers: Named[] = [];
  @state() private steps: Record<string, number> = {};

  #model: Model | undefined;
  #limitsReader = new LimitsReader();
  #reversed = new Remembered<ReverseReply | null>();
  /** The tree whose likeliest customers are at hand: no edit moves them, and to find them takes a look at every row. */
  #ranked: Model | undefined;

  protected override get kept(): State {
    const { settings, edits, thresholds, question, goal, costs, contactFrom } = this;
    return { settings, edits, thresholds, question, goal, costs, contactFrom, ...(this.#model && { model: this.#model }) };
  }

  protected override begin(given: Partial<State>): void {
    const { settings, edits = [], thresholds = {}, question, goal = "", costs = USUAL_COSTS, contactFrom = CONTACT_FROM } = given;
    this.costs = costs;
    this.contactFrom = contactFrom;
    this.ranked = undefined;
    this.#model = given.model;
    this.settings = this.#model ? settingsOf(this.table, this.#model) : (settings ?? initialSettings(this.table));
    this.edits = edits;
    this.thresholds = thresholds;
    this.question = question;
    this.goal = goal;
    this.fit = undefined;
    this.#ranked = undefined;
    this.comparison = undefined;
    this.#learn();
  }

  protected override get others(): Rest {
    return { module: "tree", op: "fit", own: OWN, words: this.t.tree.params };
  }

  protected override render() {
    const { locale, table, settings, fit } = this;
    if (!settings) return html`<p class="card">${this.t.tree.noTarget}</p>`;
    return this.layout(
      html`<gf-tree-settings .table=${table} .settings=${settings} .locale=${locale} @gf-settings=${this.#changeSettings}></gf-tree-settings>
        <gf-tree-thresholds
          .table=${table}
          .model=${fit?.model}
          .thresholds=${this.thresholds}
          .steps=${this.steps}
          .locale=${locale}
          @gf-thresholds=${this.#changeThresholds}
        ></gf-tree-thresholds>
        ${this.scenario(this.#editable, this.edits, this.t.tree.whatIf)}`,
      html`${this.#tree()} ${this.#rules()} ${this.#moves()} ${this.effects()} ${this.#contacts()} ${this.#reverse()}`,
    );
  }

  #tree() {
    const t = this.t.tree;
    const { fit, comparison } = this;
    return html`<section class="card" aria-labelledby="tree" aria-busy=${!fit}>
      <div class="row between">
        <h2 id="tree">${t.title}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <p role="status">${fit ? this.#summary(fit) : this.waiting}</p>
      ${fit ? this.#quality(fit) : ""}
      <gf-tree-picture
        .model=${comparison?.model ?? fit?.model}
        .leaves=${comparison?.leaves ?? []}
        .edited=${fit ? thresholdEdits(fit.model, this.thresholds).map(({ node }) => node) : []}
        .locale=${this.locale}
      ></gf-tree-picture>
      <p class="quiet">${t.pictureHelp(this.#about)}</p>
    </section>`;
  }

  #summary({ model, n_rows = 0, n_rows_used, n_leaves = 0, splits }: Fit): string {
    const { count } = this.format;
    if (n_rows_used === undefined) return this.t.tree.given(count(this.table.nRows), count(nLeaves(model)));
    const text = this.t.tree.summary(count(n_rows_used), count(n_rows), count(n_leaves));
    return splits === "exact" ? text : `${text} ${this.t.tree.histogram}`;
  }

  #quality({ accuracy, auc, ks }: Fit) {
    const t = this.t.tree;
    if (accuracy === undefined) return "";
    const { share, value } = this.format;
    return html`${figures([
        [t.auc, value(auc ?? NaN)],
        [t.ks, value(ks ?? NaN)],
        [t.accuracy, share(accuracy)],
      ])}
      <p class="quiet">${t.optimistic}</p>`;
  }

  /** What probabilities are of, in words. */
  get #about(): string {
    const model = this.fit?.model;
    return model?.event ? `${model.target}: ${model.event}` : this.t.tree.toldClass;
  }

  #rules() {
    const t = this.t.tree;
    const { count, share, column } = this.format;
    if (this.rules.length === 0) return "";
    const lift = column(this.rules.map((rule) => rule.lift));
    return html`<section class="card" aria-labelledby="rules">
      <h2 id="rules">${t.rules}</h2>
      ${dataTable({
        label: t.rules,
        caption: t.rulesHelp,
        head: [{ text: t.leaf }, { text: t.rule }, numeric(t.knownCases), numeric(t.support), numeric(t.rate), numeric(t.lift)],
        rows: this.rules.map((rule) => [
          html`<button class="plain" @click=${() => this.emit("gf-select", { kind: "group", column: "leaf", level: rule.leaf })}>${rule.leaf}</button>`,
          shortened(this.locale === "zh-CN" ? rule.text.zh : rule.text.en),
          count(rule.n_rows),
          share(rule.support),
          share(rule.rate),
          lift(rule.lift),
        ]),
      })}
    </section>`;
  }

  get #isEdited(): boolean {
    const { fit, thresholds } = this;
    return fit !== undefined && (active(this.edits).length > 0 || thresholdEdits(fit.model, thresholds).length > 0);
  }

  #contacts() {
    const { ranked } = this;
    if (!ranked) return "";
    return html`<gf-costs
      hasSlider
      .asIs=${ranked.before}
      .changed=${this.#isEdited ? ranked.after : undefined}
      .happened=${this.happened}
      .costs=${this.costs}
      .threshold=${this.contactFrom}
      .locale=${this.locale}
      @gf-costs=${({ detail }: CustomEvent<Costs>) => this.#changeContacts({ costs: detail })}
      @gf-threshold=${({ detail }: CustomEvent<number>) => this.#changeContacts({ contactFrom: detail })}
    ></gf-costs>`;
  }

  #changeContacts({ costs = this.costs, contactFrom = this.contactFrom }: Partial<State>): void {
    this.costs = costs;
    this.contactFrom = contactFrom;
    this.tellState();
  }

  #moves() {
    const { comparison, fit } = this;
    const isEdited = this.#isEdited;
    return html`<gf-migration
        .change=${isEdited ? comparison?.classes : undefined}
        .label=${fit?.model.target ?? this.t.tree.class}
        .locale=${this.locale}
      ></gf-migration>
      ${isEdited && comparison
        ? html`<gf-tree-changed .comparison=${comparison} .movers=${this.movers} .locale=${this.locale}></gf-tree-changed>`
        : ""}`;
  }

  #reverse() {
    const { fit, question } = this;
    if (!fit || !question) return "";
    const t = this.t.tree;
    return html`<gf-question
      .client=${this.client}
      .table=${this.table}
      .heading=${t.reverse}
      .customers=${this.customers}
      .columns=${this.#asked}
      .question=${question}
      .limits=${this.limits}
      .isWithout=${this.comparison?.reverse?.after === null}
      .locale=${this.locale}
      @gf-question=${this.#ask}
    >
      ${selectField({
        ...{ id: "goal", label: t.goal, chosen: this.goal },
        options: [{ value: "", label: t.otherClass }, ...fit.model.classes],
        choose: (goal) => {
          this.goal = goal;
          this.#recompare();
        },
      })}
      ${this.comparison?.reverse ? this.#answer(this.comparison.reverse) : ""}
    </gf-question>`;
  }

  #answer({ before, after, changes }: ReverseReply) {
    const t = this.t.tree;
    const { share, value } = this.format;
    const s = this.t.sensitivity;
    const place = ({ class: told, probability }: typeof before) => t.place(told, share(probability));
    if (!after) return html`<p role="status">${t.isNow(place(before))} ${this.t.question.nothing}</p>`;
    if (changes.length === 0) return html`<p role="status">${t.isNow(place(before))} ${this.t.question.already}</p>`;
    const shown = (x: string | number | null | undefined) => (typeof x === "number" ? value(x) : (x ?? this.t.scorecard.missing));
    return html`<p role="status">${t.reached(place(before), place(after))}</p>
      ${dataTable({
        label: s.together,
        head: [{ text: this.t.whatIf.column }, numeric(s.now), numeric(s.then)],
        rows: changes.map((change) => [this.breakable(change.column), shown(change.before), shown(change.after)]),
      })}`;
  }

  /** What questions are about: nothing else changes an answer. */
  get #asked(): string[] {
    return this.fit ? askedColumns(this.fit.model) : [];
  }

  /** The numbers of these: what sliders can move. */
  get #editable(): string[] {
    const numbers = numberColumns(this.table).map(({ name }) => name);
    return this.#asked.filter((name) => numbers.includes(name));
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    this.settings = detail;
    this.refit();
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.#recompare();
  }

  #changeThresholds({ detail }: CustomEvent<Thresholds>): void {
    this.thresholds = detail;
    this.#recompare();
  }

  #ask({ detail }: CustomEvent<Question>): void {
    this.question = detail;
    this.#recompare();
  }

  /** Fits anew; a model that was given is given up. */
  protected override refit(): void {
    this.#model = undefined;
    this.#learn();
  }

  #learn(): void {
    const { settings } = this;
    if (settings && settings.columns.length > 0) this.anew(() => this.#fit(settings));
  }

  #recompare(): void {
    this.next(() => this.#compare());
  }

  /** Fits anew. Another tree has other thresholds; the edits stay, but for those of columns that it no longer asks for. */
  async #fit(settings: Settings): Promise<void> {
    const body = await this.#fitted(settings);
    const isSameTree = this.fit === undefined || JSON.stringify(this.fit.model.nodes) === JSON.stringify(body.model.nodes);
    if (!isSameTree) this.thresholds = {};
    const names = askedColumns(body.model);
    this.steps = stepsOf(this.table, names);
    this.fit = body;
    this.learnt();
    const { event } = body.model;
    this.happened = await happenedOf(this.client, this.table, settings.target, event);
    const [first] = this.#editable;
    this.edits = this.edits.filter(({ column }) => names.includes(column));
    if (this.edits.length === 0 && first) this.edits = [freshEdit(0, first)];
    if (this.question) this.question = keptQuestion(this.question, names);
    if (this.goal !== "" && !body.model.classes.includes(this.goal)) this.goal = "";
    await this.#compare();
  }

  async #fitted(settings: Settings): Promise<Fit> {
    if (this.#model) return { model: this.#model };
    return (await this.ask("tree", { op: "fit", params: fitParams(settings) }, [...settings.columns, settings.target])).body;
  }

  async #compare(): Promise<void> {
    const { fit, edits, thresholds } = this;
    if (!fit) return;
    const columns = columnsUsed(fit.model, edits);
    const reply = await this.ask("tree", { op: "what_if", model: fit.model, params: whatIfParams(fit.model, edits, thresholds, undefined) }, columns);
    const { ms } = this;
    this.movers = await this.named(reply.body.movers);
    if (this.#ranked !== fit.model) {
      this.customers = await this.named(highest(numbersIn(reply.columns, "probability_before"), N_CUSTOMERS).map((row) => ({ row })));
      this.#ranked = fit.model;
    }
    this.question ??= freshQuestion(this.customers[0]?.row ?? 0);
    const reverse = await this.#answered(fit.model, this.question, columns, reply.columns);
    const model = (reply.body.model ?? fit.model) as Model;
    this.rules = (await this.askBody("tree", { op: "explain", model }, columns)).rules;
    // The time that stands there is that of the comparison.
    this.ms = ms;
    this.comparison = { ...reply.body, reverse };
    const { event } = fit.model;
    this.tellOutcomes(outcomesIn(reply.columns).map((one) => (one.name === "class" && event != null ? { ...one, about: event } : one)));
    this.ranked = fit.model.event == null ? undefined : rankedIn(reply.columns);
  }

  /** The reverse question is asked of the table and the tree as they are, before all edits. */
  async #answered(model: Model, question: Question, columns: string[], replied: Column[]): Promise<ReverseReply | null> {
    const own = levelAt(replied, "class_before", question.row);
    const goal = this.goal || model.classes.find((name) => name !== own);
    if (goal === undefined) return null;
    this.limits = await this.#limitsReader.read(this.client, this.table, question, askedColumns(model));
    const params = { reverse: reverseParams(question.row, goal, this.limits) };
    const ask = async () => (await this.askBody("tree", { op: "what_if", model, params }, columns)).reverse ?? null;
    return this.#reversed.answer([this.table, model, JSON.stringify(params)], ask);
  }
}

/** Customers by the chance of the event that the reply tells. */
function rankedIn(replied: Column[]): { before: Ranked; after: Ranked } {
  const ranked = (name: string): Ranked => {
    const scores = numbersIn(replied, name);
    return { side: "from", scores, chances: scores };
  };
  return { before: ranked("probability_before"), after: ranked("probability_after") };
}
