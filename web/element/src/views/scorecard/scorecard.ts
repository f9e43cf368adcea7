import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import type { Column } from "../../client/protocol";
import { dataTable, numeric } from "../../parts/data-table";
import "../../parts/costs";
import { happenedOf, USUAL_COSTS, type Costs, type Happened, type Ranked } from "../../parts/costs-state";
import { outcomesIn } from "../../parts/outcomes";
import "../../parts/question";
import { freshQuestion, highest, keptQuestion, LimitsReader, type Limits, type Named, type Question } from "../../parts/question-state";
import { numbersIn } from "../../parts/reply-columns";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { ModuleView, type Rest } from "../../view";
import {
  acceptedOutcome,
  candidates,
  columnsUsed,
  evaluateRequest,
  fitRequest,
  countsOf,
  initialSettings,
  reachRequest,
  scoreRequest,
  settingsOf,
  whatIfRequest,
  type Counts,
  type Points,
  type Settings,
} from "./state";
import type { Card, FitBody, Measures, Model, NamedMover, Reach, ScoreBody, WhatIfBody } from "./types";
import "./accepted";
import "./movers";
import "./points";
import "./settings";

/** Customers below the cut-off who are offered at once. */
const N_CUSTOMERS = 20;

/** Parameters that have a control of their own. */
const OWN = ["target", "columns", "selection.min_iv"];

/** What a person has set. */
interface State {
  settings: Settings | undefined;
  edits: Edit[];
  points: Points;
  question: Question | undefined;
  costs: Costs;
  /** A card that was given to score with, until other settings ask for a fit. */
  model?: Model | undefined;
}

/** A scorecard of the table, and what moves its customers. */
@customElement("gf-scorecard")
export class ScorecardView extends ModuleView<State> {
  @state() private settings: Settings | undefined;
  @state() private edits: Edit[] = [];
  @state() private fit: Card | undefined;
  @state() private whatIf: WhatIfBody | undefined;
  @state() private movers: NamedMover[] = [];
  /** Columns of the card that hold whole numbers. */
  @state() private counts: Counts = {};
  @state() private points: Points = {};
  @state() private question: Question | undefined;
  @state() private limits: Limits | undefined;
  @state() private customers: Named[] = [];
  @state() private reach: Reach | undefined;
  @state() private costs = USUAL_COSTS;
  /** Customers by the points of the card as it was fitted. */
  @state() private ranked: Ranked | undefined;
  @state() private happened: Happened | undefined;

  #model: Model | undefined;
  #limitsReader = new LimitsReader();
  /** Whose customers are listed, and the request that the answer shown is to. */
  #reached: { card: Card; standing: string; request: string } | undefined;

  protected override get kept(): State {
    const { settings, edits, points, question, costs } = this;
    return { settings, edits, points, question, costs, ...(this.#model && { model: this.#model }) };
  }

  protected override begin({ settings, edits = [], points = {}, question, costs = USUAL_COSTS, model }: Partial<State>): void {
    this.#model = model;
    this.settings = model ? settingsOf(model, settings?.cutOff) : (settings ?? initialSettings(this.table));
    this.edits = edits;
    this.points = points;
    this.question = question;
    this.costs = costs;
    this.fit = undefined;
    this.ranked = undefined;
    this.whatIf = undefined;
    this.anew(() => this.#fit());
  }

  protected override get others(): Rest {
    return { module: "scorecard", op: "fit", own: OWN, words: this.t.scorecard.params };
  }

  protected override render() {
    const { locale, table, settings, fit, whatIf } = this;
    if (!settings) return html`<p class="card">${this.t.scorecard.noTarget}</p>`;
    return this.layout(
      html`<gf-scorecard-settings
          .table=${table}
          .settings=${settings}
          .points=${whatIf?.points.before}
          .locale=${locale}
          @gf-settings=${this.#changeSettings}
        ></gf-scorecard-settings>
        ${this.scenario(numbersOf(fit), this.edits, this.t.scorecard.whatIfIntro)}`,
      // Where there is no card and none is under way, what stands above says why.
      fit || this.waiting !== "" ? this.#results(settings) : html``,
    );
  }

  #results(settings: Settings) {
    const { locale, table, fit, waiting } = this;
    const isEdited = active(this.edits).length > 0 || Object.keys(this.points).length > 0;
    return html`<gf-accepted .fit=${fit} .waiting=${waiting} .whatIf=${this.whatIf} .isEdited=${isEdited} .ms=${this.ms} .locale=${locale}></gf-accepted>
      ${this.effects()} ${this.#contacts(settings)} ${this.#reverse()}
      <gf-points .fit=${fit} .waiting=${waiting} .table=${table} .counts=${this.counts} .points=${this.points} .locale=${locale} @gf-points=${this.#changePoints}></gf-points>
      <gf-points-movers ?hidden=${!isEdited} .movers=${this.movers} .locale=${locale}></gf-points-movers>`;
  }

  #contacts(settings: Settings) {
    if (settings.cutOff === undefined || !this.ranked) return "";
    const take = ({ detail }: CustomEvent<number>) => {
      this.settings = { ...settings, cutOff: detail };
      this.#compareNext();
    };
    return html`<gf-costs
      .asIs=${this.ranked}
      .happened=${this.happened}
      .costs=${this.costs}
      .threshold=${settings.cutOff}
      .locale=${this.locale}
      @gf-costs=${this.#changeCosts}
      @gf-threshold=${take}
    ></gf-costs>`;
  }

  #changeCosts({ detail }: CustomEvent<Costs>): void {
    this.costs = detail;
    this.tellState();
  }

  #reverse() {
    const { fit, question, reach } = this;
    if (!fit || !question) return "";
    const t = this.t.scorecard;
    return html`<gf-question
      .client=${this.client}
      .table=${this.table}
      .heading=${t.reverse(this.format.count(reach?.cut_off ?? NaN))}
      .customers=${this.customers}
      .columns=${fit.model.columns.map(({ column }) => column)}
      .question=${question}
      .limits=${this.limits}
      .isWithout=${reach?.is_reachable === false}
      .locale=${this.locale}
      @gf-question=${this.#ask}
    >
      ${reach ? this.#answer(reach) : ""}
    </gf-question>`;
  }

  #answer({ changes, points_now, points_after, is_reachable }: Reach) {
    const t = this.t.scorecard;
    const { count, value, difference } = this.format;
    if (!is_reachable) return html`<p role="status">${t.notReachable(count(points_now), count(points_after))}</p>`;
    if (changes.length === 0) return html`<p role="status">${t.hasPoints(count(points_now))} ${this.t.question.already}</p>`;
    const { now, then, together } = this.t.sensitivity;
    const shown = (cell: number | string | null | undefined) => (typeof cell === "number" ? value(cell) : (cell ?? t.missing));
    return html`<p role="status">${t.reachable(count(points_now), count(points_after))}</p>
      ${dataTable({
        label: together,
        head: [{ text: this.t.whatIf.column }, numeric(now), numeric(then), numeric(t.points)],
        rows: changes.map(({ column, level, number, points }) => [
          ...[this.breakable(column), shown(this.#valueNow(column)), shown(level ?? number), difference(points)],
        ]),
      })}`;
  }

  /** What the customer of the question has. */
  #valueNow(name: string): number | string | null {
    return this.limits?.columns.find(({ column }) => column === name)?.now ?? null;
  }

  #changePoints({ detail }: CustomEvent<Points>): void {
    this.points = detail;
    this.#compareNext();
  }

  #ask({ detail }: CustomEvent<Question>): void {
    this.question = detail;
    this.#compareNext();
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    const { settings } = this;
    const isSameCard = settings?.target === detail.target && settings.minIv === detail.minIv;
    if (isSameCard) {
      this.settings = detail;
      this.#compareNext();
      return;
    }
    // Another card has other points.
    this.settings = { ...detail, cutOff: undefined };
    this.points = {};
    this.refit();
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.#compareNext();
  }

  /** Fits anew; a card that was given is given up. */
  protected override refit(): void {
    this.#model = undefined;
    this.anew(() => this.#fit());
  }

  #compareNext(): void {
    this.next(() => this.#compare());
  }

  async #fit(): Promise<void> {
    const { settings, table } = this;
    if (!settings) return;
    const { card: fit, columns } = this.#model ? await this.#scored(this.#model) : await this.#fitted(settings);
    const hasChances = columns.some(({ name }) => name === "probability");
    this.ranked = hasChances ? { side: "below", scores: numbersIn(columns, "points"), chances: numbersIn(columns, "probability") } : undefined;
    this.happened = await happenedOf(this.client, table, settings.target);
    const names = numbersOf(fit);
    const kept = this.edits.filter(({ column }) => names.includes(column));
    this.edits = kept.length > 0 ? kept : names.slice(0, 1).map((name) => freshEdit(0, name));
    this.counts = countsOf(table, fit.model);
    this.fit = fit;
    this.learnt();
    await this.#compare();
  }

  async #fitted(settings: Settings): Promise<{ card: Card; columns: Column[] }> {
    const columns = [...candidates(this.table, settings.target), settings.target];
    const reply = await this.run("scorecard", fitRequest(this.table, settings), columns);
    const body: FitBody = JSON.parse(reply.body);
    return { card: { ...body, n_rows: body.measures.n_rows, isGiven: false }, columns: reply.columns };
  }

  /** A card that was given, on the present table; how well it does is known where the table has its target. */
  async #scored(model: Model): Promise<{ card: Card; columns: Column[] }> {
    const names = columnsUsed(model, []);
    const reply = await this.run("scorecard", scoreRequest(model), names);
    const { n_rows, points }: ScoreBody = JSON.parse(reply.body);
    const hasTarget = this.table.columns.some(({ name }) => name === model.target);
    const measures: Measures | undefined = hasTarget ? await this.#run(evaluateRequest(model), [...names, model.target ?? ""]) : undefined;
    return { card: { model, n_rows, isGiven: true, measures, middle: points.p50 ?? undefined, left_out: [] }, columns: reply.columns };
  }

  async #compare(): Promise<void> {
    const { fit, settings, edits } = this;
    if (!fit || !settings) return;
    const cutOff = settings.cutOff ?? fit.measures?.ks_points ?? fit.middle;
    const columns = columnsUsed(fit.model, edits);
    const reply = await this.run(
      "scorecard",
      whatIfRequest(fit.model, cutOff === undefined ? undefined : Math.round(cutOff), edits, this.points),
      columns,
    );
    const whatIf: WhatIfBody = JSON.parse(reply.body);
    this.movers = await this.named(whatIf.movers);
    await this.#reachCutOff(fit, whatIf, reply.columns, columns);
    this.whatIf = whatIf;
    this.tellOutcomes([...outcomesIn(reply.columns), ...acceptedOutcome(reply.columns, whatIf.accepted)]);
    // Where the slider was not moved yet it begins where the card tells customers apart best.
    if (this.settings?.cutOff === undefined) this.settings = { ...settings, cutOff: whatIf.accepted?.cut_off_before };
  }

  /**
   * What brings one customer over the cut-off, by the card as it stands, with the columns as they are: edits of columns
   * change neither who stands just below it nor what would help.
   */
  async #reachCutOff(card: Card, { accepted }: WhatIfBody, replied: Column[], columns: string[]): Promise<void> {
    if (!accepted) {
      this.#reached = undefined;
      this.reach = undefined;
      return;
    }
    const standing = JSON.stringify([accepted.cut_off_before, this.points]);
    if (this.#reached?.card !== card || this.#reached.standing !== standing) {
      const rows = highest(numbersIn(replied, "points_before"), N_CUSTOMERS, accepted.cut_off_before);
      this.customers = await this.named(rows.map((row) => ({ row })));
      this.#reached = { card, standing, request: "" };
    }
    const { model } = card;
    const names = model.columns.map(({ column }) => column);
    this.question = this.question ? keptQuestion(this.question, names) : freshQuestion(this.customers[0]?.row ?? 0);
    this.limits = await this.#limitsReader.read(this.client, this.table, this.question, names);
    const request = reachRequest(model, accepted.cut_off_before, this.points, this.question.row, this.limits);
    if (this.#reached.request === request) return;
    this.reach = undefined;
    const { ms } = this;
    this.reach = (await this.#run<WhatIfBody>(request, columns)).reach ?? undefined;
    // The time that stands there is that of the comparison.
    this.ms = ms;
    this.#reached.request = request;
  }

  async #run<Body>(request: string, columns: string[]): Promise<Body> {
    return JSON.parse((await this.run("scorecard", request, columns, "all")).body);
  }
}

/** The card's columns that sliders can move, the one with the highest information value first. */
function numbersOf(fit: Card | undefined): string[] {
  const numbers = (fit?.model.columns ?? []).filter(({ kind }) => kind === "number");
  return numbers.sort((a, b) => b.iv - a.iv).map(({ column }) => column);
}
