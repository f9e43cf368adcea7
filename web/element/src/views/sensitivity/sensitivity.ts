import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import { Latest } from "../../client/latest";
import type { RunReply } from "../../client/protocol";
import "../../parts/costs";
import { happenedOf, USUAL_COSTS, type Costs, type Happened, type Ranked } from "../../parts/costs-state";
import { flagOutcome, outcomesIn } from "../../parts/outcomes";
import { freshQuestion, highest, keptQuestion, LimitsReader, Remembered, type Limits, type Named, type Question } from "../../parts/question-state";
import { numbersIn } from "../../parts/reply-columns";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { numberColumns } from "../../table";
import { ModuleView, type Rest } from "../../view";
import "./coefficients";
import "./curve";
import "./expected";
import "./reverse";
import "./settings";
import {
  columnsUsed,
  curveRequest,
  fitRequest,
  fitted,
  initialSettings,
  initialThreshold,
  predictRequest,
  reverseRequest,
  scored,
  settingsOf,
  whatIfRequest,
  type Settings,
} from "./state";
import type { CurveBody, Fit, Model, Mover, Reverse, WhatIfBody } from "./types";

/** Customers whom one may ask the reverse question for. */
const N_CUSTOMERS = 20;

/** Parameters that have a control of their own. */
const OWN = ["target", "event", "columns", "standardize", "missing"];

/** What a person has set. */
interface State {
  settings: Settings | undefined;
  edits: Edit[];
  /** The column whose curve is drawn. */
  column: string;
  threshold: number;
  question: Question | undefined;
  costs: Costs;
  /** A model that was given to predict with, until other settings ask for a fit. */
  model?: Model | undefined;
}

/** What drives the chance of an event, and what would change it. */
@customElement("gf-sensitivity")
export class SensitivityView extends ModuleView<State> {
  @state() private settings: Settings | undefined;
  @state() private edits: Edit[] = [];
  @state() private fit: Fit | undefined;
  @state() private column = "";
  @state() private curve: CurveBody | undefined;
  @state() private threshold = 0.5;
  @state() private comparison: WhatIfBody | undefined;
  @state() private movers: (Mover & Named)[] = [];
  @state() private customers: Named[] = [];
  @state() private question: Question | undefined;
  @state() private limits: Limits | undefined;
  @state() private reverse: Reverse | undefined;

  @state() private costs = USUAL_COSTS;
  /** Customers by their probability before and after the scenario. */
  @state() private ranked: { before: Ranked; after: Ranked } | undefined;
  @state() private happened: Happened | undefined;

  #latestCurve = new Latest();
  #limitsReader = new LimitsReader();
  #reversed = new Remembered<Reverse | undefined>();
  #model: Model | undefined;
  /** What the next fit begins with in place of a threshold that suits its share of events. */
  #threshold: number | undefined;

  protected override get kept(): State {
    const { settings, edits, column, threshold, question, costs } = this;
    return { settings, edits, column, threshold, question, costs, ...(this.#model && { model: this.#model }) };
  }

  protected override begin({ settings, edits = [], column = "", threshold, question, costs = USUAL_COSTS, model }: Partial<State>): void {
    this.#model = model;
    this.settings = model ? settingsOf(model) : (settings ?? initialSettings(this.table));
    this.edits = edits;
    this.column = column;
    this.question = question;
    this.costs = costs;
    this.#threshold = threshold;
    this.fit = undefined;
    this.ranked = undefined;
    this.comparison = undefined;
    this.reverse = undefined;
    this.#learn();
  }

  protected override get others(): Rest {
    return { module: "sensitivity", op: "fit", own: OWN, words: this.t.sensitivity.params };
  }

  protected override render() {
    const { locale, table, settings, fit } = this;
    if (!settings) return html`<p class="card">${this.t.sensitivity.noEvent}</p>`;
    const columns = fit?.model.columns.map(({ column }) => column) ?? [];
    return this.layout(
      html`<gf-sensitivity-settings
          .table=${table}
          .settings=${settings}
          .locale=${locale}
          @gf-settings=${this.#changeSettings}
        ></gf-sensitivity-settings>
        ${this.scenario(this.#editable(settings), this.edits, this.t.sensitivity.whatIf)}`,
      html`<gf-sensitivity-drivers
          .fit=${fit}
          .waiting=${this.waiting}
          .column=${this.column}
          .ms=${this.ms}
          .locale=${locale}
          @gf-column=${this.#changeColumn}
        ></gf-sensitivity-drivers>
        <gf-sensitivity-curve
          .columns=${columns}
          .column=${this.column}
          .curve=${this.curve}
          .locale=${locale}
          @gf-column=${this.#changeColumn}
        ></gf-sensitivity-curve>
        <gf-sensitivity-expected
          .comparison=${this.comparison}
          .movers=${this.movers}
          .threshold=${this.threshold}
          .locale=${locale}
          @gf-threshold=${this.#changeThreshold}
        ></gf-sensitivity-expected>
        ${this.effects()}
        <gf-costs
          .asIs=${this.ranked?.before}
          .changed=${active(this.edits).length > 0 ? this.ranked?.after : undefined}
          .happened=${this.happened}
          .costs=${this.costs}
          .threshold=${this.threshold}
          .locale=${locale}
          @gf-costs=${this.#changeCosts}
          @gf-threshold=${this.#changeThreshold}
        ></gf-costs>
        <gf-sensitivity-reverse
          .client=${this.client}
          .table=${table}
          .customers=${this.customers}
          .columns=${columns}
          .question=${this.question}
          .limits=${this.limits}
          .answer=${this.reverse}
          .threshold=${this.threshold}
          .locale=${locale}
          @gf-question=${this.#changeQuestion}
        ></gf-sensitivity-reverse>`,
    );
  }

  /** Numbers of the model: what sliders can move. */
  #editable({ columns }: Settings): string[] {
    return numberColumns(this.table)
      .map(({ name }) => name)
      .filter((name) => columns.includes(name));
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    this.settings = detail;
    this.refit();
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.#recompare();
  }

  #changeThreshold({ detail }: CustomEvent<number>): void {
    this.threshold = detail;
    this.#recompare();
  }

  #changeCosts({ detail }: CustomEvent<Costs>): void {
    this.costs = detail;
    this.tellState();
  }

  #changeQuestion({ detail }: CustomEvent<Question>): void {
    this.question = detail;
    this.#recompare();
  }

  #changeColumn({ detail }: CustomEvent<string>): void {
    this.column = detail;
    this.next(() => this.#draw(), this.#latestCurve);
  }

  /** Fits anew; a model that was given is given up. */
  protected override refit(): void {
    this.#model = undefined;
    this.#learn();
  }

  /** The edits stay, but for those of columns that the model no longer has. */
  #learn(): void {
    const { settings } = this;
    if (!settings || settings.columns.length === 0) return;
    this.edits = this.edits.filter(({ column }) => settings.columns.includes(column));
    this.anew(() => this.#fit(settings));
  }

  #recompare(): void {
    this.next(() => this.#compare());
  }

  async #fit(settings: Settings): Promise<void> {
    const model = this.#model;
    const reply = await this.#run(model ? predictRequest(model) : fitRequest(settings), settings);
    const fit = model ? scored(model, JSON.parse(reply.body)) : fitted(JSON.parse(reply.body));
    this.customers = await this.named(highest(numbersIn(reply.columns, "probability"), N_CUSTOMERS).map((row) => ({ row })));
    const [first] = this.customers;
    const question = keptQuestion({ ...freshQuestion(first?.row ?? 0), ...this.question }, settings.columns);
    this.question = first && (this.#threshold === undefined ? { ...question, row: first.row } : question);
    this.threshold = this.#threshold ?? initialThreshold(fit.n_events / fit.n_rows_used);
    this.#threshold = undefined;
    this.fit = fit;
    this.learnt();
    this.happened = await happenedOf(this.client, this.table, settings.target, settings.event);
    if (!settings.columns.includes(this.column)) this.column = clearest(fit);
    const [column] = this.#editable(settings);
    if (this.edits.length === 0 && column) this.edits = [freshEdit(0, this.#editable(settings).find((name) => name === this.column) ?? column)];
    await this.#draw();
    await this.#compare();
  }

  async #draw(): Promise<void> {
    if (!this.fit) return;
    const { ms } = this;
    const { body } = await this.#run(curveRequest(this.fit.model, this.column, this.table.nRows), settingsOf(this.fit.model));
    this.curve = JSON.parse(body);
    // The time that stands there is that of fits and comparisons.
    this.ms = ms;
  }

  async #compare(): Promise<void> {
    const { fit } = this;
    if (!fit) return;
    const { model } = fit;
    const reply = await this.#run(whatIfRequest(model, this.edits, this.threshold), settingsOf(model));
    const comparison: WhatIfBody = JSON.parse(reply.body);
    this.movers = await this.named(comparison.movers);
    this.comparison = comparison;
    const { threshold } = this;
    const values = { before: numbersIn(reply.columns, "probability_before"), after: numbersIn(reply.columns, "probability_after") };
    const ranked = (scores: Float64Array): Ranked => ({ side: "from", scores, chances: scores });
    this.ranked = { before: ranked(values.before), after: ranked(values.after) };
    this.tellOutcomes([...outcomesIn(reply.columns), flagOutcome("above_threshold", values, { before: threshold, after: threshold })]);
    await this.#ask(fit);
  }

  /** What brings one customer to the threshold, as it is: edits of columns change no answer. */
  async #ask(fit: Fit): Promise<void> {
    const { question, ms } = this;
    if (!question) return;
    const columns = fit.model.columns.map(({ column }) => column);
    const limits = await this.#limitsReader.read(this.client, this.table, question, columns);
    const request = reverseRequest(fit.model, this.threshold, question.row, limits);
    this.reverse = await this.#reversed.answer([this.table, fit, request], async () => {
      const { body } = await this.run("sensitivity", request, columnsUsed(this.table, settingsOf(fit.model), []), "all");
      return (JSON.parse(body) as WhatIfBody).reverse;
    });
    // The time that stands there is that of fits and comparisons.
    this.ms = ms;
    this.limits = limits;
  }

  /** A model may have other columns than those that are chosen: where a fit was cancelled, it is the one before. */
  #run(request: string, of: Settings): Promise<RunReply> {
    return this.run("sensitivity", request, columnsUsed(this.table, of, this.edits));
  }
}

/** The column of the term that is least likely to be chance; of a model that was given, of the first term. */
function clearest({ coefficients, quality }: Fit): string {
  const terms = coefficients.filter(({ column }) => column !== undefined);
  return (quality ? [...terms].sort((a, b) => a.p - b.p) : terms)[0]?.column ?? "";
}
