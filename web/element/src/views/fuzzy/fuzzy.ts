import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import type { FitReply, Model, Mover, PredictReply, WhatIfReply } from "../../generated/fuzzy";
import { bar } from "../../parts/bar";
import { dataTable, numeric } from "../../parts/data-table";
import "../../parts/migration";
import type { Named } from "../../parts/question-state";
import { outcomesIn } from "../../parts/outcomes";
import { levelAt, numbersIn } from "../../parts/reply-columns";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { ModuleView, type Rest } from "../../view";
import "./memberships";
import "./settings";
import { stackOf } from "./stack";
import {
  BETWEEN,
  candidates,
  columnsUsed,
  editedWeights,
  fitParams,
  initialSettings,
  rowsBetween,
  whatIfParams,
  type Settings,
  type Weights,
} from "./state";

/** Customers between two grades that are listed. */
const N_BETWEEN = 10;
/** Parts of the customers that the picture shows. */
const N_PARTS = 180;

/** Parameters that have a control of their own. */
const OWN = ["columns", "log", "c", "m", "value", "between"];

/** What a person has set. */
interface State {
  settings: Settings;
  weights: Weights;
  between: number;
  edits: Edit[];
}

/** A customer between two grades. */
interface Between extends Named {
  first: string;
  second: string;
  shares: [number, number];
}

/** The grades of the table's customers by the weights as they stand. */
interface Graded {
  body: PredictReply;
  grades: string[];
  layers: number[][];
  between: Between[];
}

/** Grades of value without cliffs, and what would move customers between them. */
@customElement("gf-fuzzy")
export class FuzzyView extends ModuleView<State> {
  @state() private settings!: Settings;
  @state() private weights: Weights = {};
  @state() private between = BETWEEN;
  @state() private edits: Edit[] = [];
  @state() private fit: FitReply | undefined;
  @state() private graded: Graded | undefined;
  @state() private comparison: WhatIfReply | undefined;
  @state() private movers: (Mover & Named)[] = [];

  protected override get kept(): State {
    const { settings, weights, between, edits } = this;
    return { settings, weights, between, edits };
  }

  protected override begin({ settings, weights = {}, between = BETWEEN, edits = [] }: Partial<State>): void {
    this.settings = { ...initialSettings(this.table), ...settings };
    this.weights = weights;
    this.between = between;
    this.edits = edits;
    this.fit = undefined;
    this.graded = undefined;
    this.comparison = undefined;
    this.refit();
  }

  protected override get others(): Rest {
    return { module: "fuzzy", op: "fit", own: OWN, words: this.t.fuzzy.params };
  }

  protected override render() {
    const { locale, table, settings } = this;
    if (candidates(table).length === 0) return html`<p class="card">${this.t.data.noColumns}</p>`;
    return this.layout(
      html`<gf-fuzzy-settings
          .table=${table}
          .settings=${settings}
          .weights=${this.weights}
          .between=${this.between}
          .locale=${locale}
          @gf-settings=${this.#changeSettings}
          @gf-value=${this.#changeValue}
        ></gf-fuzzy-settings>
        ${this.scenario(settings.columns, this.edits, this.t.fuzzy.whatIf)}`,
      html`${this.#grades()}
        <gf-migration .change=${this.#isEdited ? this.comparison?.grades : undefined} .label=${this.t.fuzzy.grade} .locale=${locale}></gf-migration>
        ${this.#isEdited && this.comparison ? this.#changed(this.comparison) : ""} ${this.effects()}
        ${this.graded ? this.#listed(this.graded) : ""}
        ${this.fit ? this.#centres(this.fit) : ""}`,
    );
  }

  get #isEdited(): boolean {
    const isValued = editedWeights(this.settings.columns, this.weights) !== undefined;
    return isValued || this.between !== BETWEEN || active(this.edits).length > 0;
  }

  #grades() {
    const t = this.t.fuzzy;
    const { fit, graded } = this;
    return html`<section class="card" aria-labelledby="grades" aria-busy=${!fit}>
      <div class="row between">
        <h2 id="grades">${t.title}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <p role="status">${fit && graded ? this.#summary(fit, graded) : this.waiting}</p>
      ${fit && graded
        ? html`<gf-fuzzy-memberships .grades=${graded.grades} .layers=${graded.layers} .locale=${this.locale}></gf-fuzzy-memberships>
            <p class="quiet">${t.pictureHelp}</p>
            ${this.#sizes(graded)}`
        : ""}
    </section>`;
  }

  #summary({ converged, coincident }: FitReply, { body, grades }: Graded): string {
    const t = this.t.fuzzy;
    const { count, share } = this.format;
    const parts = [t.summary(count(body.n_rows_used), count(grades.length), count(body.n_between), share(body.n_between / body.n_rows_used))];
    if (!converged) parts.push(t.notConverged);
    if (coincident.length > 0) parts.push(t.coincident(coincident.map((pair) => pair.grades.join(" = ")).join(this.t.words.listed)));
    return parts.join(" ");
  }

  #sizes({ body, grades }: Graded) {
    const t = this.t.fuzzy;
    const { count, share } = this.format;
    return dataTable({
      label: t.sizes,
      head: [{ text: t.grade }, numeric(this.t.kmeans.size), numeric(this.t.kmeans.share)],
      rows: grades.map((grade, k) => {
        const size = body.sizes[k] ?? 0;
        return [grade, count(size), html`${share(size / body.n_rows_used)} ${bar(size / body.n_rows_used)}`];
      }),
    });
  }

  #changed({ n_between_before, n_between_after, value }: WhatIfReply) {
    const t = this.t.fuzzy;
    const w = this.t.whatIf;
    const { count, share, column } = this.format;
    const kinds = ["mean", "p10", "p50", "p90"] as const;
    const number = column(kinds.flatMap((kind) => [value?.before[kind], value?.after[kind]]));
    const rows = kinds.map((kind) => [t[kind], number(value?.before[kind]), number(value?.after[kind])]);
    return html`<section class="card" aria-labelledby="changed">
      <h2 id="changed">${t.changed}</h2>
      ${dataTable({
        label: t.changed,
        head: [{ text: "" }, numeric(w.before), numeric(w.after)],
        rows: [
          [t.nBetween, count(n_between_before), count(n_between_after)],
          ...(value ? rows : []),
        ],
      })}
      ${dataTable({
        label: w.movers,
        caption: this.t.words.named(w.movers, t.movedHelp),
        head: [{ text: w.customer }, { text: w.from }, { text: w.to }, numeric(t.moved)],
        rows: this.movers.map((mover) => [this.customer(mover), mover.grade_before, mover.grade_after, share(mover.moved_share)]),
      })}
    </section>`;
  }

  #listed({ between }: Graded) {
    const t = this.t.fuzzy;
    const { share } = this.format;
    if (between.length === 0) return "";
    return html`<section class="card" aria-labelledby="between">
      <h2 id="between">${t.betweenTitle}</h2>
      ${dataTable({
        label: t.betweenTitle,
        caption: t.betweenCaption,
        head: [{ text: this.t.whatIf.customer }, { text: t.first }, numeric(t.membership), { text: t.second }, numeric(t.membership)],
        rows: between.map((row) => [this.customer(row), row.first, share(row.shares[0]), row.second, share(row.shares[1])]),
      })}
    </section>`;
  }

  #centres({ groups, model }: FitReply) {
    const t = this.t.fuzzy;
    const { column, signed } = this.format;
    const value = column(groups.map((group) => group.value));
    const written = model.columns.map((_, j) => column(groups.map(({ columns }) => columns[j]?.centre)));
    return html`<section class="card" aria-labelledby="centres">
      <h2 id="centres">${t.centres}</h2>
      ${dataTable({
        label: t.centres,
        caption: t.centresHelp,
        head: [{ text: t.grade }, numeric(t.value), ...model.columns.map((name) => numeric(this.breakable(name)))],
        rows: groups.map((group) => [
          group.grade,
          value(group.value),
          ...group.columns.map(({ centre, stands_out_sd }, j) => html`${written[j]?.(centre)}<br /><span class="quiet">${this.t.kmeans.sd(signed(stands_out_sd))}</span>`),
        ]),
      })}
    </section>`;
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    this.settings = detail;
    this.refit();
  }

  #changeValue({ detail: { weights, between } }: CustomEvent<{ weights: Weights; between: number }>): void {
    this.weights = weights;
    this.between = between;
    this.next(() => this.#compare());
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.next(() => this.#compare());
  }

  protected override refit(): void {
    const { columns } = this.settings;
    if (columns.length === 0) return;
    this.edits = this.edits.filter(({ column }) => columns.includes(column));
    const [first] = columns;
    if (this.edits.length === 0 && first) this.edits = [freshEdit(0, first)];
    this.anew(() => this.#fit());
  }

  async #fit(): Promise<void> {
    const { body } = await this.ask("fuzzy", { op: "fit", params: fitParams(this.settings) }, columnsUsed(this.settings, this.edits));
    await this.#compare(body);
  }

  /** A fit, its picture and its comparison are shown together: grades belong to each other. */
  async #compare(fit = this.fit): Promise<void> {
    if (!fit) return;
    // Where a fit was cancelled, those of the one before.
    const columns = columnsUsed(fit.model, this.edits);
    const params = whatIfParams(fit.model, this.edits, this.weights, this.between);
    const { body, columns: replied } = await this.ask("fuzzy", { op: "what_if", model: fit.model, params }, columns);
    const { ms } = this;
    const movers = await this.named(body.movers);
    const graded = await this.#grade((body.model ?? fit.model) as Model, columns);
    // The time that stands there is that of the comparison.
    this.ms = ms;
    this.fit = fit;
    this.learnt();
    this.comparison = body;
    this.tellOutcomes(outcomesIn(replied));
    this.movers = movers;
    this.graded = graded;
  }

  /** Customers as they are, by the weights and the rule that the sliders say. */
  async #grade(model: Model, columns: string[]): Promise<Graded> {
    const reply = await this.ask("fuzzy", { op: "predict", model }, columns);
    const grades = model.centroids.map((_, k) => String.fromCharCode(65 + k));
    const memberships = grades.map((grade) => numbersIn(reply.columns, `membership_${grade}`));
    const [first, second] = [numbersIn(reply.columns, "membership"), numbersIn(reply.columns, "membership_second")];
    const rows = await this.named(rowsBetween(first, second, N_BETWEEN).map((row) => ({ row })));
    const between = rows.map(({ row, id }) => ({
      ...{ row, id, first: levelAt(reply.columns, "grade", row) ?? "", second: levelAt(reply.columns, "grade_second", row) ?? "" },
      shares: [first[row] ?? NaN, second[row] ?? NaN] as [number, number],
    }));
    return { body: reply.body, grades, layers: stackOf(numbersIn(reply.columns, "value"), memberships, N_PARTS), between };
  }
}
