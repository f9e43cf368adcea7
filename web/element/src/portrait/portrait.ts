import type { PipelineRan } from "../client/protocol";
import { css, html, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import "../parts/problem";
import "../parts/scenario";
import { AT_ONCE_MAX } from "../parts/row-work";
import { active, freshEdit, scenarioEdit, type Edit } from "../parts/scenario-state";
import { offeredColumns } from "../table";
import { ModuleView } from "../view";
import "./bars";
import { changedBy, type Counts } from "./counts";
import "./glance";
import "./list";
import "./matrix";
import "./moves";
import { textOf } from "./names";
import "./panorama";
import type { CustomerRecord } from "./panorama";
import "./profile";
import { ResultsOfSteps } from "./results";
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
      @media print {
        .results > .column > * {
          content-visibility: visible;
        }
      }
    `,
  ];

  @property() pipelineName = "";

  @state() private pipeline: Pipeline | undefined;
  @state() private summary: Summary | undefined;
  /** What the report counts, as it is and after the scenario. */
  @state() private counts: Counts | undefined;
  @state() private countsAfter: Counts | undefined;
  @state() private edits: Edit[] = [];
  @state() private changes: Changes | undefined;
  @state() private isBusy = false;
  /** Whether the results of each customer are those of an earlier scenario. */
  @state() private isBehind = false;

  protected override get source(): string {
    return this.pipelineName;
  }

  protected override get kept(): State {
    return { edits: this.edits };
  }

  protected override begin({ edits = [] }: Partial<State>): void {
    this.edits = edits;
    this.anew(() => this.#busy(() => this.#run()));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("table")) this.summary = undefined;
    super.willUpdate(changed);
    if (changed.has("pipelineName") && !changed.has("table")) this.begin({});
  }

  protected override render() {
    const { pipeline, summary, counts, locale } = this;
    const problem = this.problem && html`<gf-problem .problem=${this.problem} .locale=${locale}></gf-problem>`;
    const { waiting } = this;
    if (!pipeline || !summary || !counts) return html`${this.progress()} ${problem ?? html`<p class="card" role="status" aria-busy=${waiting !== ""}>${waiting}</p>`}`;
    this.offered = this.#editable;
    const blocks = pipeline.report.slice(0, summary.n_parts).map((block) => this.#block(block, pipeline, summary, counts));
    // What a scenario moves stands above who moves; the rest of the report below.
    const nFirst = pipeline.report.findIndex(({ kind }) => kind === "matrix") + 1;
    return html`<div class="layout" aria-busy=${this.isBusy}>
      <div class="column">
        ${this.toResults()}
        <section class="card" aria-labelledby="about">
          <h2 id="about">${textOf(pipeline.title, locale)}</h2>
          <p class="quiet">${textOf(pipeline.summary, locale)}</p>
          <p class="quiet">${this.t.portrait.asOf(summary.as_of)}</p>
        </section>
        <gf-scenario
          .table=${this.table}
          .columns=${this.offered}
          .edits=${this.edits}
          .intro=${this.t.portrait.whatIfIntro}
          .locale=${locale}
          @gf-edits=${({ detail }: CustomEvent<Edit[]>) => this.changeEdits(detail)}
        ></gf-scenario>
      </div>
      <div class="results" tabindex="-1">
        ${this.progress()}
        <div class="column">${problem}
        ${blocks.slice(0, nFirst)}
        <gf-moves .pipeline=${pipeline} .summary=${summary} .changes=${this.changes} .ms=${this.ms} .locale=${locale}></gf-moves>
        ${isWhole(pipeline, summary) ? html`${this.effects(this.isBehind)} ${blocks.slice(nFirst)} ${this.#rest(pipeline, summary)}` : ""}</div>
      </div>
    </div>`;
  }

  /** One customer, and what became of each step. */
  #rest(pipeline: Pipeline, summary: Summary) {
    const { locale } = this;
    return html`<gf-panorama
        .pipeline=${pipeline}
        .summary=${summary}
        .record=${this.#record}
        .find=${this.#find}
        .ids=${this.#ids}
        .locale=${locale}
      ></gf-panorama>
      <gf-steps .pipeline=${pipeline} .summary=${summary} .locale=${locale}></gf-steps>`;
  }

  /** A part of the report; parts that only the report has are left to it. */
  #block(block: Block, pipeline: Pipeline, summary: Summary, counts: Counts) {
    const { locale, countsAfter = counts } = this;
    switch (block.kind) {
      case "glance":
        return html`<gf-glance .pipeline=${pipeline} .summary=${summary} .block=${block} .counts=${counts} .countsAfter=${countsAfter} .locale=${locale}></gf-glance>`;
      case "matrix":
        return html`<gf-matrix .pipeline=${pipeline} .summary=${summary} .block=${block} .counts=${counts} .countsAfter=${countsAfter} .locale=${locale}></gf-matrix>`;
      case "bars":
        return html`<gf-bars
          .pipeline=${pipeline}
          .summary=${summary}
          .block=${block}
          .counts=${counts}
          .countsAfter=${countsAfter}
          .isBehind=${this.changes !== undefined && !summary.compared.includes(block.column)}
          .locale=${locale}
        ></gf-bars>`;
      case "list":
        return html`<gf-list .pipeline=${pipeline} .summary=${summary} .block=${block} .locale=${locale}></gf-list>`;
      case "profile":
        return html`<gf-profile .pipeline=${pipeline} .summary=${summary} .block=${block} .counts=${counts} .countsAfter=${countsAfter} .locale=${locale}></gf-profile>`;
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

  async #run(): Promise<void> {
    this.#isAsBefore();
    const asOf = new Date().toISOString().slice(0, 10);
    const args = { pipeline: this.pipelineName, asOf, until: "matrix" } as const;
    const { definition, ...ran } = await this.during(({ signal }) => this.client.call("portrait", args, { signal }));
    const pipeline = pipelineOf(definition);
    const summary = this.#show(pipeline, ran);
    const first = this.#firstEdited();
    if (this.edits.length === 0 && first) this.edits = [freshEdit(0, first)];
    // The matrix stands there while the other steps run.
    if (isWhole(pipeline, summary)) await this.#compare();
    else this.next(() => this.#busy(() => this.#compare()));
  }

  async #runRest(pipeline: Pipeline): Promise<Summary> {
    const ran = await this.during(({ signal }) => this.client.call("portraitRest", {}, { signal }));
    return this.#show(pipeline, { ...ran, ms: this.ms + ran.ms });
  }

  /** Takes what the steps so far have given. */
  #show(pipeline: Pipeline, { summary, counts, ms }: PipelineRan): Summary {
    const told: Summary = JSON.parse(summary);
    this.pipeline = pipeline;
    this.summary = told;
    this.counts = JSON.parse(counts);
    this.ms = ms;
    return told;
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.next(() => this.#busy(() => this.#compare()));
  }

  async #compare(): Promise<void> {
    const { pipeline, counts } = this;
    if (!pipeline || !this.summary || !counts) return;
    const summary = isWhole(pipeline, this.summary) ? this.summary : await this.#runRest(pipeline);
    const edits = active(this.edits).map(scenarioEdit);
    const scenario = edits.length > 0 ? JSON.stringify({ edits, columns: summary.compared }) : undefined;
    if (scenario === undefined) this.#isAsBefore();
    else await this.#whatIf(scenario);
    const tell = () => this.#tellResults(pipeline, summary, scenario);
    // To work over many customers takes too long to be done with every move.
    this.isBehind = this.table.nRows > AT_ONCE_MAX;
    if (this.isBehind) this.atRest(tell);
    else await tell();
  }

  #isAsBefore(): void {
    this.changes = undefined;
    this.countsAfter = undefined;
  }

  async #whatIf(scenario: string): Promise<void> {
    const { changes, counts, ms } = await this.during(({ signal }) => this.client.call("portraitWhatIf", { scenario }, { signal }));
    this.changes = JSON.parse(changes);
    this.countsAfter = this.counts && changedBy(this.counts, JSON.parse(counts));
    this.ms = ms;
  }

  /** Has what the steps say of each customer compared, as it is and after the scenario. */
  async #tellResults(pipeline: Pipeline, summary: Summary, scenario: string | undefined): Promise<void> {
    const counts = [this.counts, this.countsAfter].flatMap((one) => one ?? []);
    this.results = new ResultsOfSteps(this.client, { pipeline, summary, counts, scenario, locale: () => this.locale });
    this.isBehind = false;
    // What shows them asks the worker now, before it is asked what another scenario changes.
    await this.updateComplete;
  }

  #record = async (row: number): Promise<CustomerRecord> => JSON.parse(await this.client.call("portraitRecord", { row }));

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

/** A pipeline with what its file may leave out. */
function pipelineOf(definition: string): Pipeline {
  const pipeline: Pipeline = JSON.parse(definition);
  const steps = pipeline.steps.map((step) => ({ ...step, outputs: step.outputs ?? {} }));
  return { ...pipeline, steps, words: pipeline.words ?? {}, report: pipeline.report ?? [] };
}
