import type { Column, PipelineRan } from "../client/protocol";
import { css, html, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../parts/problem";
import "../parts/scenario";
import { active, freshEdit, scenarioEdit, type Edit } from "../parts/scenario-state";
import { offeredColumns } from "../table";
import { ModuleView } from "../view";
import "./bars";
import { countAhead, countSizesAhead, type Category, type Coded } from "./counts";
import "./glance";
import "./list";
import "./matrix";
import "./moves";
import { textOf } from "./names";
import { portraitOutcomes } from "./outcomes";
import "./panorama";
import "./profile";
import "./steps";
import type { Block, Changes, Pipeline, Summary } from "./types";

/** What a person has set. */
interface State {
  edits: Edit[];
}

/** A pipeline on the table: matrix, profiles, one customer, and what a scenario would change. */
@customElement("gf-portrait")
export class PortraitView extends ModuleView<State> {
  static override styles = [
    ...ModuleView.styles,
    css`
      /* A move of a slider changes all of a long page: what is out of sight is laid out and painted when it comes near. */
      .results > .column > * {
        content-visibility: auto;
        contain-intrinsic-size: auto 400px;
        overflow-clip-margin: 8px;
      }
    `,
  ];

  @property() pipelineName = "";

  @state() private pipeline: Pipeline | undefined;
  @state() private summary: Summary | undefined;
  @state() private columns: ReadonlyMap<string, Column> = new Map();
  @state() private edits: Edit[] = [];
  @state() private changes: Changes | undefined;
  @state() private changed: ReadonlyMap<string, Category> = new Map();
  @state() private isBusy = false;

  /** The numbers of each profile, which no scenario changes: a profile is drawn once. */
  #profiles: ReadonlyMap<Block, ReadonlyMap<string, Float64Array>> = new Map();
  #fetched = new Map<string, Promise<Column | undefined>>();
  /** Groupings and scores: what a scenario is asked for, so that steps that give lists alone need not run. */
  #compared: readonly string[] = [];

  protected override get source(): string {
    return this.pipelineName;
  }

  protected override get kept(): State {
    return { edits: this.edits };
  }

  protected override begin({ edits = [] }: Partial<State>): void {
    this.edits = edits;
    this.next(() => this.#busy(() => this.#run()));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has("pipelineName") && !changed.has("table")) this.begin({});
  }

  protected override render() {
    const { pipeline, summary, locale } = this;
    const problem = this.problem && html`<gf-problem .problem=${this.problem} .locale=${locale}></gf-problem>`;
    const { waiting } = this;
    if (!pipeline || !summary) return html`${this.progress()} ${problem ?? html`<p class="card" role="status" aria-busy=${waiting !== ""}>${waiting}</p>`}`;
    // What a scenario moves stands above who moves; the rest of the report below.
    const first = firstBlocks(pipeline);
    return html`<div class="layout" aria-busy=${this.isBusy}>
      <div class="column">
        <section class="card" aria-labelledby="about">
          <h2 id="about">${textOf(pipeline.title, locale)}</h2>
          <p class="quiet">${textOf(pipeline.summary, locale)}</p>
          <p class="quiet">${this.t.portrait.asOf(summary.as_of)}</p>
        </section>
        <gf-scenario
          .table=${this.table}
          .columns=${this.#editable}
          .edits=${this.edits}
          .intro=${this.t.whatIf.intro}
          .locale=${locale}
          @gf-edits=${this.#changeEdits}
        ></gf-scenario>
      </div>
      <div class="results">
        ${this.progress()}
        <div class="column">${problem}
        ${first.map((block) => this.#block(block, pipeline, summary))}
        <gf-moves .pipeline=${pipeline} .summary=${summary} .changes=${this.changes} .ms=${this.ms} .locale=${locale}></gf-moves>
        ${isWhole(pipeline, summary) ? html`${this.effects()} ${this.#rest(pipeline, summary)}` : ""}</div>
      </div>
    </div>`;
  }

  /** The rest of the report, one customer, and what became of each step. */
  #rest(pipeline: Pipeline, summary: Summary) {
    const { locale } = this;
    const others = pipeline.report.slice(firstBlocks(pipeline).length);
    return html`${others.map((block) => this.#block(block, pipeline, summary))}
      <gf-panorama
        .pipeline=${pipeline}
        .summary=${summary}
        .look=${this.#look}
        .find=${this.#find}
        .ids=${this.#ids}
        .locale=${locale}
      ></gf-panorama>
      <gf-steps .pipeline=${pipeline} .summary=${summary} .locale=${locale}></gf-steps>`;
  }

  /** A part of the report; parts that only the report has are left to it. */
  #block(block: Block, pipeline: Pipeline, summary: Summary) {
    const { locale } = this;
    switch (block.kind) {
      case "glance":
        return html`<gf-glance .pipeline=${pipeline} .summary=${summary} .block=${block} .columns=${this.#coded} .changed=${this.changed} .locale=${locale}></gf-glance>`;
      case "matrix":
        return html`<gf-matrix .pipeline=${pipeline} .summary=${summary} .block=${block} .columns=${this.#categories} .changed=${this.changed} .locale=${locale}></gf-matrix>`;
      case "bars":
        return html`<gf-bars
          .pipeline=${pipeline}
          .summary=${summary}
          .block=${block}
          .column=${this.#coded.get(block.column)}
          .afterwards=${this.changed.get(block.column)}
          .isCompared=${this.changes !== undefined}
          .locale=${locale}
        ></gf-bars>`;
      case "list":
        return html`<gf-list .pipeline=${pipeline} .summary=${summary} .block=${block} .locale=${locale}></gf-list>`;
      case "profile":
        return html`<gf-profile
          .pipeline=${pipeline}
          .summary=${summary}
          .block=${block}
          .by=${this.#categories.get(block.by)}
          .numbers=${this.#profiles.get(block)}
          .locale=${locale}
        ></gf-profile>`;
      default:
        return "";
    }
  }

  /** The inputs that are numbers and there. */
  get #editable(): string[] {
    const inputs = this.pipeline?.inputs ?? {};
    const missing = this.summary?.missing ?? [];
    return Object.keys(inputs).filter((name) => inputs[name]?.kind === "number" && !missing.includes(name));
  }

  /** What a scenario begins with: a column of amounts rather than of yes and no. */
  #firstEdited(): string | undefined {
    const editable = this.#editable;
    const amount = offeredColumns(this.table).find(({ name, range }) => editable.includes(name) && range.max > SHARES_MAX);
    return amount?.name ?? editable[0];
  }

  get #categories(): ReadonlyMap<string, Category> {
    const categories = [...this.columns].filter((entry): entry is [string, Category] => entry[1].kind === "category");
    return new Map(categories);
  }

  get #coded(): ReadonlyMap<string, Coded> {
    const coded = [...this.columns].filter((entry): entry is [string, Coded] => entry[1].kind !== "number");
    return new Map(coded);
  }

  #numbers(names: readonly string[]): ReadonlyMap<string, Float64Array> {
    return new Map(
      names.flatMap((name) => {
        const column = this.columns.get(name);
        return column?.kind === "number" ? [[name, column.values] as const] : [];
      }),
    );
  }

  async #run(): Promise<void> {
    this.#fetched.clear();
    this.changes = undefined;
    this.changed = new Map();
    const asOf = new Date().toISOString().slice(0, 10);
    const args = { pipeline: this.pipelineName, asOf, until: "matrix" } as const;
    const { definition, ...ran } = await this.during(({ signal }) => this.client.call("portrait", args, { signal }));
    const pipeline = pipelineOf(definition);
    const summary = await this.#show(pipeline, ran);
    const first = this.#firstEdited();
    if (this.edits.length === 0 && first) this.edits = [freshEdit(0, first)];
    // The matrix stands there while the other steps run.
    if (isWhole(pipeline, summary)) await this.#compare();
    else this.next(() => this.#busy(() => this.#compare()));
  }

  async #runRest(pipeline: Pipeline): Promise<void> {
    const ran = await this.during(({ signal }) => this.client.call("portraitRest", {}, { signal }));
    // What was not there yet is asked for again.
    for (const name of [...this.#fetched.keys()]) if (!this.columns.has(name)) this.#fetched.delete(name);
    await this.#show(pipeline, { ...ran, ms: this.ms + ran.ms });
  }

  /** Takes what the steps so far have given. */
  async #show(pipeline: Pipeline, { summary, compared, ms }: PipelineRan): Promise<Summary> {
    const told: Summary = JSON.parse(summary);
    const names = new Set((isWhole(pipeline, told) ? pipeline.report : firstBlocks(pipeline)).flatMap(columnsOf));
    const columns = await Promise.all(Array.from(names, this.#fetch));
    await countSizesAhead(columns.filter((column): column is Coded => column !== undefined && column.kind !== "number"));
    this.columns = new Map(columns.flatMap((column) => (column ? [[column.name, column] as const] : [])));
    const profiles = pipeline.report.flatMap((block) => (block.kind === "profile" ? [[block, this.#numbers(block.numbers)] as const] : []));
    this.#profiles = new Map(profiles);
    this.pipeline = pipeline;
    this.summary = told;
    this.#compared = compared;
    this.ms = ms;
    return told;
  }

  #changeEdits({ detail }: CustomEvent<Edit[]>): void {
    this.edits = detail;
    this.next(() => this.#busy(() => this.#compare()));
  }

  async #compare(): Promise<void> {
    const { pipeline, summary } = this;
    if (!pipeline || !summary) return;
    if (!isWhole(pipeline, summary)) await this.#runRest(pipeline);
    const edits = active(this.edits).map(scenarioEdit);
    if (edits.length === 0) {
      this.changes = undefined;
      this.changed = new Map();
      this.#tellOutcomes([]);
      return;
    }
    const scenario = JSON.stringify({ edits, columns: this.#compared });
    const reply = await this.during(({ signal }) => this.client.call("portraitWhatIf", { scenario }, { signal }));
    const categories = reply.columns.filter((column): column is Category => column.kind === "category");
    const changed = new Map(categories.map((column) => [column.name, column]));
    await countSizesAhead(categories);
    await this.#countAhead(changed);
    this.changes = JSON.parse(reply.body);
    this.changed = changed;
    this.#tellOutcomes(reply.columns);
    this.ms = reply.ms;
  }

  /** What the steps say of each customer: the results that the report shows, so that they are here already. */
  #tellOutcomes(changed: readonly Column[]): void {
    const { pipeline, summary } = this;
    if (pipeline && summary) this.outcomes = portraitOutcomes({ pipeline, summary, locale: () => this.locale }, [...this.columns.values()], changed);
  }

  async #countAhead(changed: ReadonlyMap<string, Category>): Promise<void> {
    const known = this.#categories;
    const after = (name: string) => changed.get(name) ?? known.get(name);
    for (const block of this.pipeline?.report ?? []) {
      const by = block.kind === "matrix" ? after(block.by) : undefined;
      if (by && block.kind === "matrix") await countAhead(by, block.columns.flatMap((name) => after(name) ?? []));
    }
  }

  /** A column that stays here. */
  #fetch = (name: string): Promise<Column | undefined> => {
    const column = this.#look(name);
    this.#fetched.set(name, column);
    return column;
  };

  /** A column to look at and let go: all of them would be half a gigabyte of a million customers. */
  #look = (name: string): Promise<Column | undefined> => this.#fetched.get(name) ?? this.client.call("portraitColumn", { name });

  #find = (id: string): Promise<number | undefined> => this.client.call("rowOf", { id });

  #ids = (rows: number[]): Promise<string[]> => this.client.call("ids", { rows });

  async #busy(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    await work().finally(() => (this.isBusy = false));
  }
}

/** Columns of shares and of yes and no stay below. */
const SHARES_MAX = 10;

/** Whether no step is left. */
function isWhole(pipeline: Pipeline, summary: Summary): boolean {
  return summary.steps.length === pipeline.steps.length;
}

/** What stands there while the last steps still run: the report up to its matrix. */
function firstBlocks({ report }: Pipeline): Block[] {
  return report.slice(0, report.findIndex(({ kind }) => kind === "matrix") + 1);
}

/** The columns that the page needs for a part of the report. */
function columnsOf(block: Block): string[] {
  switch (block.kind) {
    case "glance":
      return block.shares.map(({ column }) => column);
    case "matrix":
      return [block.by, ...block.columns];
    case "bars":
      return [block.column];
    case "profile":
      return [block.by, ...block.numbers];
    default:
      return [];
  }
}

/** A pipeline with what its file may leave out. */
function pipelineOf(definition: string): Pipeline {
  const pipeline: Pipeline = JSON.parse(definition);
  const steps = pipeline.steps.map((step) => ({ ...step, outputs: step.outputs ?? {} }));
  return { ...pipeline, steps, words: pipeline.words ?? {}, report: pipeline.report ?? [] };
}
