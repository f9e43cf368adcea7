import { html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Client } from "./client/client";
import { Latest } from "./client/latest";
import { problemOf } from "./client/problem";
import type { CallProblem, Calls, Column, RunReply } from "./client/protocol";
import { GridfolkElement } from "./element";
import type { Modules } from "./generated";
import type { Operations, RequestOf } from "./open";
import { barStyles } from "./parts/bar";
import { fieldStyles } from "./parts/fields";
import { figureStyles } from "./parts/figures";
import type { Edit } from "./parts/scenario-state";
import { layoutStyles } from "./styles/layout";
import type { TableData } from "./table";
import "./parts/export";
import type { Outcome } from "./parts/outcomes";
import { drawn } from "./parts/drawn";
import { NO_RESULTS, ResultsHere, type Results } from "./parts/results";
import "./parts/params";
import type { ParamWords } from "./parts/params";
import { withValues, type ParamValues, type Schema } from "./parts/params-state";
import "./parts/problem";
import "./parts/scenario";
import "./parts/slices";
import { REST_MS } from "./parts/row-work";
import type { SliceChoice } from "./parts/slices-state";
import "./parts/under-way";
import { UnderWay, type WorkOptions } from "./parts/under-way-state";

/** The parameters of an operation that a view has no control of its own for. */
export interface Rest {
  module: string;
  op: string;
  /** Parameters that the view sets itself. */
  own: readonly string[];
  words: ParamWords;
}

/** What states of all views may hold beside what is the view's own. */
interface Common {
  rest?: ParamValues;
  slice?: SliceChoice;
}

/** What states of views with sliders for columns hold. */
interface Edited {
  edits?: Edit[];
}

/** A reply as views read it. */
export interface Answer<Name extends keyof Modules, Op extends keyof Operations<Name>> {
  body: Operations<Name>[Op] extends { reply: infer Body } ? Body : never;
  columns: Column[];
}

/**
 * What the views of modules have in common: a table, one job at a time in the worker, a problem, and a
 * state that can be kept and begun with again. A state is JSON. It tells `gf-state` after every job.
 */
export abstract class ModuleView<State extends object> extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    figureStyles,
    barStyles,
    layoutStyles,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  /** What to begin with in place of the view's own choice: a state that was told, or parts of one. */
  @property({ attribute: false }) given: Partial<State> | undefined;

  @state() protected problem: CallProblem | undefined;
  /** Milliseconds of the module's last reply. */
  @state() protected ms = NaN;

  /** What the last comparison told of each row. */
  @state() protected results: Results = NO_RESULTS;

  /** The edits that they are of: a slider may have moved on meanwhile. */
  @state() private answeredEdits: readonly Edit[] = [];
  @state() private slice: SliceChoice = {};
  /** Values of parameters from the form that the manifest makes. */
  @state() private rest: ParamValues = {};
  @state() private schema: Schema | undefined;

  /** Columns that have sliders. */
  protected offered: readonly string[] = [];

  /** Whether what is set has been learnt, or is being; a fit that failed or was cancelled leaves the one before. */
  #learning: "sound" | "failed" | "cancelled" = "sound";
  // A worker that computes while the page draws takes a core and, as memory is given back, holds up the page's thread.
  #latest = new Latest(drawn);
  #resting = new Latest();
  #rest: ReturnType<typeof setTimeout> | undefined;
  #underWay = new UnderWay(this);

  /** Begins anew with the present table. */
  protected abstract begin(given: Partial<State>): void;

  /** Compares with other edits, where the view has sliders for columns. */
  protected changeEdits?(edits: Edit[]): void;

  /** Asks the module anew, after one of its other parameters changed. */
  protected refit(): void {}

  /** Which parameters the form has that the manifest makes; none: there is no form. */
  protected get others(): Rest | undefined {
    return undefined;
  }

  /** Whose results these are, as names of files have it. */
  protected get source(): string {
    return this.others?.module ?? "";
  }

  /** What the person has set: enough to come back here. */
  protected abstract get kept(): State;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("table") && (!changed.has("given") || this.#takesEdits())) return;
    const { rest = {}, slice = {} } = (this.given ?? {}) as Common;
    this.rest = rest;
    this.slice = slice;
    this.results = NO_RESULTS;
    void this.#readSchema();
    this.begin(this.given ?? {});
  }

  /** What is given may move sliders and change nothing else, as undo does: then nothing is learnt anew. */
  #takesEdits(): boolean {
    const { given } = this;
    if (!given || !this.changeEdits || this.#learning !== "sound" || !differInEditsAlone(given, this.#set)) return false;
    const { edits = [] } = given as Edited;
    // What no slider moves, the view lets go when it begins anew.
    if (!edits.every(({ column }) => this.offered.includes(column))) return false;
    this.changeEdits(edits);
    return true;
  }

  /** Does a job now, or after the one under way of its queue, unless a newer one comes. */
  protected next(work: () => Promise<void>, queue = this.#latest): void {
    this.#submit(work, queue, false);
  }

  /** Does a job that shows all anew, as a fit with its comparison: nothing less takes its place while it waits. */
  protected anew(work: () => Promise<void>): void {
    this.#submit(work, this.#latest, true);
  }

  #submit(work: () => Promise<void>, queue: Latest, isAnew: boolean): void {
    if (isAnew) this.#learning = "sound";
    const job = async () => {
      // Something moves again.
      if (queue === this.#latest) clearTimeout(this.#rest);
      this.#underWay.clear();
      const { edits = [] } = this.kept as Edited;
      const { client, results, table } = this;
      const { nTables } = client;
      try {
        await work();
        if (this.results !== results) this.answeredEdits = edits;
        // A comparison says nothing against why what is set could not be learnt.
        if (isAnew || this.#learning !== "failed") this.problem = undefined;
      } catch (thrown) {
        // It may have met another table: it is no problem of that one, and done anew for this one where it stays.
        const isForThis = this.isConnected && this.table === table;
        if (client.nTables !== nTables) return isForThis ? queue.again(job, isAnew) : undefined;
        const isCancelled = this.#underWay.wasCancelled(thrown, () => this.#submit(work, queue, isAnew));
        if (isAnew) this.#learning = isCancelled ? "cancelled" : "failed";
        if (!isCancelled) this.#fail(thrown);
      }
      this.tellState();
    };
    queue.submit(job, isAnew);
  }

  /** Does what takes longer than what moves with a slider, once nothing moves. The time that stands there is not its own. */
  protected atRest(work: () => Promise<void>): void {
    clearTimeout(this.#rest);
    const job = async () => {
      const { ms } = this;
      await work();
      this.ms = ms;
    };
    this.#rest = setTimeout(() => this.isConnected && this.next(job, this.#resting), REST_MS);
  }

  /** What is set has been learnt, though not yet compared: why it could not be learnt before is no more to be said. */
  protected learnt(): void {
    this.problem = undefined;
  }

  #fail(thrown: unknown): void {
    this.problem = problemOf(thrown);
    this.emit("gf-problem", this.problem);
  }

  /** All that is set. */
  get #set(): object {
    const { rest, slice } = this;
    const isSet = (part: object) => Object.keys(part).length > 0;
    return { ...this.kept, ...(isSet(rest) && { rest }), ...(isSet(slice) && { slice }) };
  }

  /** Tells what is set, where that asks for no job. */
  protected tellState(): void {
    this.emit("gf-state", this.#set);
  }

  /** Settings beside results, and above these what is wrong. */
  protected layout(settings: TemplateResult, results: TemplateResult): TemplateResult {
    return html`<div class="layout">
      <div class="column settings">${this.toResults()} ${settings} ${this.#form()}</div>
      <div class="results" tabindex="-1">
        ${this.progress()}
        <div class="column">${this.problem && html`<gf-problem .problem=${this.problem} .locale=${this.locale}></gf-problem>`} ${results}</div>
      </div>
    </div>`;
  }

  /** Leads past the settings, where the results stand below them. */
  protected toResults(): TemplateResult {
    const go = () => {
      const results = this.renderRoot.querySelector<HTMLElement>(".results");
      results?.focus({ preventScroll: true });
      results?.scrollIntoView();
    };
    return html`<button class="to-results" @click=${go}>${this.t.whatIf.toResults} ↓</button>`;
  }

  /** How far long work is, and a way to end it; the last of what was cancelled. */
  protected progress(): TemplateResult {
    return html`<gf-under-way .state=${this.#underWay.state} .locale=${this.locale}></gf-under-way>`;
  }

  /** What stands where there are no results yet. */
  protected get waiting(): string {
    return this.problem || this.#underWay.state?.kind === "cancelled" ? "" : this.t.app.working;
  }

  #form(): TemplateResult | string {
    if (!this.others) return "";
    const { own, words } = this.others;
    const change = ({ detail }: CustomEvent<ParamValues>) => {
      this.rest = detail;
      this.refit();
    };
    return html`<gf-params
      .schema=${this.schema}
      .own=${own}
      .words=${words}
      .values=${this.rest}
      .locale=${this.locale}
      @gf-params=${change}
    ></gf-params>`;
  }

  async #readSchema(): Promise<void> {
    if (!this.others) return;
    const { module, op } = this.others;
    // A module that cannot be opened says so when it is first asked something.
    const manifest = await this.client.call("manifest", { module }).catch(() => undefined);
    this.schema = manifest && JSON.parse(manifest).operations[op]?.params;
  }

  /** A request with the values of the form, where it is of the form's operation. */
  #completed<Request extends { op: string; params?: object }>(request: Request): Request {
    const isOfForm = request.op === this.others?.op && Object.keys(this.rest).length > 0;
    return isOfForm ? { ...request, params: withValues(request.params ?? {}, this.rest) } : request;
  }

  /** Takes what a reply told of each row. */
  protected tellOutcomes(outcomes: readonly Outcome[]): void {
    this.results = new ResultsHere(outcomes);
  }

  /** The sliders of the what-if scenario, over these columns. */
  protected scenario(columns: readonly string[], edits: readonly Edit[], intro: string): TemplateResult {
    this.offered = columns;
    return html`<gf-scenario
      class="sticky"
      .table=${this.table}
      .columns=${columns}
      .edits=${edits}
      .intro=${intro}
      .locale=${this.locale}
      @gf-edits=${({ detail }: CustomEvent<Edit[]>) => this.changeEdits?.(detail)}
    ></gf-scenario>`;
  }

  /**
   * Who has other results after the change, and how these differ from one kind of customers to another; `isBehind`: what
   * is known of them is of an earlier change.
   */
  protected effects(isBehind = false): TemplateResult {
    const { client, table, results, locale } = this;
    const choose = ({ detail }: CustomEvent<SliceChoice>) => {
      this.slice = detail;
      this.tellState();
    };
    return html`<gf-export
        .client=${client}
        .table=${table}
        .results=${results}
        .edits=${this.answeredEdits}
        .isBehind=${isBehind}
        .source=${this.source}
        .locale=${locale}
      ></gf-export>
      <gf-slices .client=${client} .table=${table} .results=${results} .isBehind=${isBehind} .choice=${this.slice} .locale=${locale} @gf-slice=${choose}></gf-slices>`;
  }

  /** Runs an operation on columns of the table, and columns that are no part of it; the reply has its manifest's type. */
  protected async ask<Name extends keyof Modules, Op extends string & keyof Operations<Name>>(
    module: Name,
    request: RequestOf<Name, Op>,
    columns: readonly string[],
    extra: readonly Column[] = [],
  ): Promise<Answer<Name, Op>> {
    const text = JSON.stringify({ ...this.#completed(request), rows_as: "columns" });
    // Without any column a module would see a table without rows.
    const first = this.table.columns.slice(0, 1).map(({ name }) => name);
    const names = columns.length + extra.length > 0 ? columns : first;
    const reply = await this.#answered({ module, request: text, columns: names, ...(extra.length > 0 && { extra }) });
    this.ms = reply.ms;
    return { body: JSON.parse(reply.body), columns: reply.columns };
  }

  /** Runs an operation of the module on columns of the table; `omit`: without what it says of each row. */
  protected async run(module: string, request: string, columns: readonly string[], omit?: "all") {
    const isPlain = Object.keys(this.rest).length === 0;
    const text = isPlain ? request : JSON.stringify(this.#completed(JSON.parse(request)));
    const reply = await this.#answered({ module, request: text, columns, ...(omit && { omit }) });
    this.ms = reply.ms;
    return reply;
  }

  /** What an operation says of the table, without what it says of each row. */
  protected async askBody<Name extends keyof Modules, Op extends string & keyof Operations<Name>>(
    module: Name,
    request: RequestOf<Name, Op>,
    columns: readonly string[],
  ): Promise<Answer<Name, Op>["body"]> {
    return JSON.parse((await this.run(module, JSON.stringify({ ...request, rows_as: "columns" }), columns, "all")).body);
  }

  /** The reply of a module. */
  #answered(args: Calls["run"]["args"]): Promise<RunReply> {
    return this.during((options) => this.client.run(args, { nRows: this.table.nRows, keepsBefore: true, ...options }));
  }

  /** Does work that may take long; a person can end it. */
  protected during<Result>(work: (options: WorkOptions) => Promise<Result>): Promise<Result> {
    return this.#underWay.during(work);
  }

  /** Rows with the names that people know these customers by. */
  protected async named<Row extends { row: number }>(rows: readonly Row[]): Promise<(Row & { id: string | undefined })[]> {
    const ids = await this.client.call("ids", { rows: rows.map(({ row }) => row) });
    return rows.map((row, index) => ({ ...row, id: ids[index] }));
  }
}

/** Whether two states say the same of all but the sliders for columns. */
function differInEditsAlone(one: Edited, other: Edited): boolean {
  const others = ({ edits: _, ...others }: Edited) => JSON.stringify(others);
  return others(one) === others(other);
}
