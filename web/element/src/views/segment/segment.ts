import { css, html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import type { Column } from "../../client/protocol";
import { today } from "../../format/today";
import type { AssignReply, Class, CompareReply, Mover, StrategyReply, WhatIfReply } from "../../generated/segment";
import { bar } from "../../parts/bar";
import { dataTable, numeric } from "../../parts/data-table";
import { figures } from "../../parts/figures";
import { selectField } from "../../parts/fields";
import "../../parts/migration";
import type { Named } from "../../parts/question-state";
import { outcomesIn } from "../../parts/outcomes";
import { categoryIn } from "../../parts/reply-columns";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { categoryColumns, numberColumns } from "../../table";
import { ModuleView, type Rest } from "../../view";
import "./matrix";
import { BUILT_IN_CLASSES } from "../../generated/names";
import "./settings";
import {
  assignParams,
  columnsUsed,
  editedBands,
  editedClasses,
  initialBands,
  initialSources,
  levelColumns,
  levelOutcomes,
  strategiesOf,
  strategyParams,
  whatIfParams,
  lettersIn,
  levelsOf,
  LETTERS,
  RESULTS,
  type Bands,
  type Level,
  type Result,
  type Sources,
  type StrategyEdit,
} from "./state";
import "./strategies";

/** Names of columns that are made here for `compare`. */
const BEFORE = "class_before_change";
const AFTER = "class_after_change";

interface Comparing {
  before: string;
  after: string;
  match: "name" | "overlap";
}

/** Parameters that have a control of their own. */
const OWN = ["results", "bands", "classes", "missing_columns"];

/** What a person has set. */
interface State {
  sources: Sources;
  bands: Bands;
  conditions: Record<string, string>;
  edits: Edit[];
  strategyEdits: Record<string, StrategyEdit>;
  comparing: Comparing;
}

/** Customers by class and levels, the strategy of each, and what would change them. */
@customElement("gf-segment")
export class SegmentView extends ModuleView<State> {
  static override styles = [
    ...ModuleView.styles,
    css`
      /* Two cells stand beside each other on a narrow screen, too. */
      tbody th {
        white-space: normal;
      }
    `,
  ];

  @state() private sources: Sources = {};
  @state() private bands: Bands = {};
  @state() private conditions: Record<string, string> = {};
  @state() private edits: Edit[] = [];
  @state() private strategyEdits: Record<string, StrategyEdit> = {};
  @state() private comparing: Comparing = { before: BEFORE, after: AFTER, match: "name" };
  @state() private assigned: AssignReply | undefined;
  @state() private comparison: WhatIfReply | undefined;
  @state() private movers: (Mover & Named)[] = [];
  @state() private initialStrategies: StrategyReply | undefined;
  @state() private strategies: StrategyReply | undefined;
  @state() private compared: CompareReply | undefined;

  protected override get kept(): State {
    const { sources, bands, conditions, edits, strategyEdits, comparing } = this;
    return { sources, bands, conditions, edits, strategyEdits, comparing };
  }

  protected override begin(given: Partial<State>): void {
    this.sources = given.sources ?? initialSources(this.table);
    this.bands = given.bands ?? {};
    this.conditions = given.conditions ?? {};
    this.edits = given.edits ?? [];
    this.strategyEdits = given.strategyEdits ?? {};
    this.comparing = given.comparing ?? { before: BEFORE, after: AFTER, match: "name" };
    this.assigned = undefined;
    this.comparison = undefined;
    this.initialStrategies = undefined;
    this.strategies = undefined;
    this.compared = undefined;
    this.refit();
  }

  protected override get others(): Rest {
    return { module: "segment", op: "assign", own: OWN, words: this.t.segment.params };
  }

  protected override render() {
    const { locale, table, assigned, comparison } = this;
    const isEdited = this.#isEdited;
    return this.layout(
      html`<gf-segment-settings
          .table=${table}
          .sources=${this.sources}
          .bands=${this.#allBands}
          .classes=${assigned?.model.classes ?? []}
          .conditions=${this.conditions}
          .isEdited=${this.#isRuled}
          .locale=${locale}
          @gf-source=${this.#changeSource}
          @gf-rules=${this.#changeRules}
        ></gf-segment-settings>
        ${this.scenario(this.#editable, this.edits, this.t.segment.whatIf)}`,
      html`${this.#overview()}
        <gf-migration
          .change=${isEdited ? comparison?.classes : undefined}
          .label=${this.t.segment.class}
          .nameOf=${(id: string) => this.#className(id)}
          .locale=${locale}
        ></gf-migration>
        ${isEdited && comparison ? this.#changed(comparison) : ""} ${this.effects()}
        <gf-segment-strategies
          .reply=${this.strategies}
          .initial=${this.initialStrategies}
          .edits=${this.strategyEdits}
          .locale=${locale}
          @gf-strategies=${this.#changeStrategies}
        ></gf-segment-strategies>
        ${assigned ? this.#compareCard() : ""}`,
    );
  }

  /** Every band: those that everything begins with, and what was changed of them. */
  get #allBands(): Bands {
    return { ...initialBands(this.table, this.sources), ...this.bands };
  }

  get #classes(): Class[] | undefined {
    return this.assigned && editedClasses(this.assigned.model.classes, this.conditions);
  }

  get #isRuled(): boolean {
    return this.#classes !== undefined || Object.keys(editedBands(this.table, this.sources, this.bands)).length > 0;
  }

  get #isEdited(): boolean {
    return this.#isRuled || active(this.edits).length > 0;
  }

  /** Numbers that classes and results read: what sliders can move. */
  get #editable(): string[] {
    const used = columnsUsed(this.table, this.sources, this.#conditionsOf(), []);
    return numberColumns(this.table)
      .map(({ name }) => name)
      .filter((name) => used.includes(name));
  }

  #conditionsOf(): unknown[] {
    return [...(this.assigned?.model.classes.map(({ when }) => when) ?? []), ...Object.values(this.conditions)];
  }

  #className(id: string): string {
    const title = this.assigned?.matrix.classes.find((one) => one.class === id)?.title ?? BUILT_IN_CLASSES[id];
    return title ? (this.locale === "zh-CN" ? title.zh : title.en) : id;
  }

  #overview() {
    const t = this.t.segment;
    const { assigned } = this;
    const { count } = this.format;
    return html`<section class="card" aria-labelledby="overview" aria-busy=${!assigned}>
      <div class="row between">
        <h2 id="overview">${t.title}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <p role="status">${assigned ? t.summary(count(assigned.n_rows), count(assigned.n_cells)) : this.waiting}</p>
      <gf-segment-matrix .assigned=${assigned} .changed=${this.#isEdited ? this.comparison?.matrix_after : undefined} .locale=${this.locale}></gf-segment-matrix>
      ${this.#codes()} ${assigned ? this.#cells(assigned) : ""}
    </section>`;
  }

  #cells({ cells, skipped }: AssignReply) {
    const t = this.t.segment;
    const { count, share } = this.format;
    return html`<details>
        <summary>${t.cells}</summary>
        ${dataTable({
          label: t.cells,
          head: [{ text: t.cell }, numeric(this.t.kmeans.size), numeric(this.t.kmeans.share)],
          rows: cells.map((cell) => [this.#cellName(cell.cell), count(cell.n), html`${share(cell.share)} ${bar(cell.share)}`]),
        })}
      </details>
      ${skipped.length > 0 ? html`<p class="quiet">${t.skipped(skipped.map((one) => `${this.#className(one.class)} (${one.column})`).join(this.t.words.listed))}</p>` : ""}`;
  }

  /** What the letters of cells say: in which order results stand, and one cell in words. */
  #codes() {
    const codes = this.assigned?.cells.map(({ cell }) => lettersIn(cell)) ?? [];
    const isUnknown = RESULTS.every((result) => this.assigned?.missing_results.includes(result));
    if (codes.length === 0 || isUnknown) return "";
    const t = this.t.segment;
    const { listed, named } = this.t.words;
    const order = RESULTS.map((result, i) => `${i + 1} ${t.results[result]}`).join(listed);
    const letters = Object.entries(LETTERS).map(([letter, level]) => `${letter} ${t.levels[level]}`).join(listed);
    // Of the largest cells one with as many different letters as there are.
    const nLetters = (code: string) => new Set(code).size;
    const code = codes.reduce((most, one) => (nLetters(one) > nLetters(most) ? one : most));
    const said = levelsOf(code).map((level, i) => named(t.results[RESULTS[i] ?? "contribution"], t.levels[level])).join(listed);
    return html`<p class="quiet">${t.codes(order, letters)} ${t.codesExample(code, said)}</p>`;
  }

  #cellName(cell: string): string {
    return `${this.#className(cell.slice(0, cell.lastIndexOf("/")))} · ${lettersIn(cell)}`;
  }

  #changed({ cells, levels }: WhatIfReply) {
    const t = this.t.segment;
    const w = this.t.whatIf;
    const { count } = this.format;
    return html`<section class="card" aria-labelledby="changed">
      <h2 id="changed">${t.changed}</h2>
      <p>${t.cellsMoved(count(cells.n_moved), count(cells.n_cells_before), count(cells.n_cells_after))}</p>
      ${dataTable({
        label: t.levelsMoved,
        caption: t.levelsMoved,
        head: [{ text: t.result }, numeric(t.moved)],
        rows: levels.map(({ result, change }) => [t.results[result as Result], count(change.n_moved)]),
      })}
      ${this.#codes()}
      ${dataTable({
        label: t.flows,
        caption: t.flows,
        head: [{ text: w.from }, { text: w.to }, numeric(this.t.kmeans.size)],
        rows: cells.flows.slice(0, 10).map(({ from, to, n }) => [this.#cellName(from), this.#cellName(to), count(n)]),
      })}
      ${dataTable({
        label: w.movers,
        caption: this.t.words.named(w.movers, t.stepsHelp),
        head: [{ text: w.customer }, { text: w.from }, { text: w.to }, numeric(t.steps)],
        rows: this.movers.map((mover) => [this.customer(mover), this.#cellName(mover.cell_before), this.#cellName(mover.cell_after), count(mover.n_steps)]),
      })}
    </section>`;
  }

  #compareCard() {
    const t = this.t.segment;
    const { comparing, compared } = this;
    const own = [
      { value: BEFORE, label: t.classBefore },
      { value: AFTER, label: t.classAfter },
    ];
    const options = [...own, ...categoryColumns(this.table).map(({ name }) => ({ value: name, label: name }))];
    const period = (id: "before" | "after", label: string) =>
      selectField({ id: `period-${id}`, label, options, chosen: comparing[id], choose: (value) => this.#changeComparing({ [id]: value }) });
    return html`<section class="card" aria-labelledby="compare">
      <h2 id="compare">${t.compare}</h2>
      <p class="quiet">${t.compareHelp}</p>
      ${period("before", t.earlier)} ${period("after", t.later)}
      ${selectField({
        ...{ id: "match", label: t.match, chosen: comparing.match },
        options: (["name", "overlap"] as const).map((value) => ({ value, label: t.matches[value] })),
        choose: (value) => this.#changeComparing({ match: value as Comparing["match"] }),
      })}
      ${compared ? this.#compared(compared) : ""}
    </section>`;
  }

  #compared({ share_stayed, adjusted_rand_index, psi, segments }: CompareReply) {
    const t = this.t.segment;
    const { share, value, count } = this.format;
    return html`${figures([
      [t.stayed, share(share_stayed ?? NaN)],
      [t.rand, value(adjusted_rand_index ?? NaN)],
      [t.psi, value(psi ?? NaN)],
    ])}
    ${dataTable({
      label: t.compare,
      head: [{ text: t.segment }, numeric(t.earlier), numeric(t.later), numeric(t.stayed)],
      rows: this.#inOrder(segments).map((one) => [this.#className(one.segment), count(one.n_before), count(one.n_after), share(one.share_stayed ?? NaN)]),
    })}`;
  }

  /** Classes in the order of their rules; other segments as they come. */
  #inOrder(segments: CompareReply["segments"]): CompareReply["segments"] {
    const ids = this.assigned?.matrix.classes.map((one) => one.class) ?? [];
    return [...segments].sort((a, b) => ids.indexOf(a.segment) - ids.indexOf(b.segment));
  }

  #changeSource({ detail: { result, column } }: CustomEvent<{ result: Result; column: string }>): void {
    const { [result]: _source, ...sources } = this.sources;
    const { [result]: _band, ...bands } = this.bands;
    this.sources = column === "" ? sources : { ...sources, [result]: column };
    this.bands = bands;
    this.refit();
  }

  #changeRules({ detail: { bands, conditions } }: CustomEvent<{ bands: Bands; conditions: Record<string, string> }>): void {
    this.bands = editedBands(this.table, this.sources, bands);
    this.conditions = conditions;
    this.next(() => this.#compare());
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.next(() => this.#compare());
  }

  #changeStrategies({ detail }: CustomEvent<Record<string, StrategyEdit>>): void {
    this.strategyEdits = detail;
    this.next(() => this.#compare());
  }

  #changeComparing(part: Partial<Comparing>): void {
    this.comparing = { ...this.comparing, ...part };
    this.next(() => this.#compare());
  }

  protected override refit(): void {
    this.anew(async () => {
      // Which columns classes read is known when they have been told: all of the table the first time.
      const all = this.table.columns.map(({ name }) => name);
      const columns = this.assigned ? columnsUsed(this.table, this.sources, this.#conditionsOf(), this.edits) : all;
      const { body } = await this.ask("segment", { op: "assign", params: assignParams(this.table, this.sources) }, columns);
      this.initialStrategies = undefined;
      await this.#compare(body);
    });
  }

  /** Levels, strategies and comparison are shown together. */
  async #compare(assigned = this.assigned): Promise<void> {
    if (!assigned) return;
    this.assigned = assigned;
    // Where an assignment was cancelled, results of the one before may have other columns than those that are chosen.
    const results = assigned.model.results.map(({ column }) => `\`${column}\``);
    const columns = columnsUsed(this.table, this.sources, [...this.#conditionsOf(), ...results], this.edits);
    const params = whatIfParams(this.edits, editedBands(this.table, this.sources, this.bands), this.#classes);
    const reply = await this.ask("segment", { op: "what_if", model: assigned.model, params }, columns);
    const { ms } = this;
    this.movers = await this.named(reply.body.movers);
    this.comparison = reply.body;
    const names = { customer_class: (id: string) => this.#className(id), cell: (cell: string) => this.#cellName(cell) };
    this.tellOutcomes([...outcomesIn(reply.columns, names), ...levelOutcomes(reply.columns, (level) => this.t.segment.levels[level as Level])]);
    if (this.edits.length === 0 && this.#editable[0]) this.edits = [freshEdit(0, this.#editable[0])];
    await this.#plan(reply.columns);
    await this.#compareGroups(reply.columns);
    // The time that stands there is that of the what-if.
    this.ms = ms;
  }

  /** Strategies of the customers as they are before and after the change. */
  async #plan(replied: Column[]): Promise<void> {
    const ask = async (when: "before" | "after", edits: Record<string, StrategyEdit>) => {
      const known = this.initialStrategies && strategiesOf(this.initialStrategies, edits);
      const made = levelColumns(replied, when);
      const conditions = known?.map((strategy) => strategy.when) ?? this.table.columns.map(({ name }) => `\`${name}\``);
      const isMade = (name: string) => made.some((column) => column.name === name);
      const columns = columnsUsed(this.table, this.sources, conditions, []).filter((name) => !isMade(name));
      const params = strategyParams(today(), this.sources, this.#allBands, known);
      return (await this.ask("segment", { op: "strategy", params }, columns, made)).body;
    };
    this.initialStrategies ??= await ask("before", {});
    this.strategies = await ask("after", this.strategyEdits);
  }

  async #compareGroups(replied: Column[]): Promise<void> {
    const { before, after, match } = this.comparing;
    const made = [
      { ...categoryIn(replied, "customer_class_before"), name: BEFORE },
      { ...categoryIn(replied, "customer_class_after"), name: AFTER },
    ];
    const columns = [before, after].filter((name) => name !== BEFORE && name !== AFTER);
    const { body } = await this.ask("segment", { op: "compare", params: { before, after, match } }, [...new Set(columns)], made);
    this.compared = body;
  }
}
