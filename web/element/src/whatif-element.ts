/** The element for anyone's page: what `whatif-types.ts` promises. */

import { css, html, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "./define";
import { keyed } from "lit/directives/keyed.js";
import { Client, type Answered } from "./client/client";
import { GridfolkError } from "./client/error";
import { problemOf, refusal } from "./client/problem";
import type { CallProblem, ModuleInfo, Problem, TableSummary } from "./client/protocol";
import type { ReadHints, TableInput } from "./client/table-input";
import { BaseElement } from "./base-element";
import { preferred, type Locale } from "./i18n/locale";
import { whatif as en } from "./i18n/whatif/en";
import { whatif as zh } from "./i18n/whatif/zh";
import { editsOf, notInTable, scenarioOf } from "./parts/scenario-state";
import { loadPlugin, viewOf } from "./plugins";
import { tokens } from "./styles/tokens";
import type { TableData } from "./table";
import { isModel, isOf, keptFor, keptFrom, ofOtherModule, readSaved, savedAs, type Kept } from "./whatif-state";
import { Tables, type Given } from "./whatif-tables";
import type {
  ChangeDetail,
  ElementReply,
  ElementRequest,
  ElementRunOptions,
  GridfolkWhatif,
  ReadyDetail,
  SavedState,
  SelectDetail,
  Theme,
} from "./whatif-types";
import "./parts/problem";

/** Lit then takes over what was set before the element was defined. */
const OWN_ACCESSOR = { attribute: false, noAccessor: true };

/** What-if analysis of a table by one module. */
@customElement("gridfolk-whatif")
export class WhatifElement extends BaseElement implements GridfolkWhatif {
  static override styles = [
    ...BaseElement.styles,
    tokens,
    css`
      .hint {
        padding: 24px;
        text-align: center;
      }
    `,
  ];

  /** The module's name. */
  @property() module = "";
  /** Where modules are listed: `…/v1/modules` of a server, or a file `…/modules/index.json`. */
  @property() src: string | undefined;
  /** Light or dark whatever the page is, or `auto` as the system is; else as the page's `color-scheme`. */
  @property({ reflect: true }) theme: Theme | undefined;
  @property({ reflect: true }) override locale: Locale = preferred(navigator.languages);

  @state() private data: TableData | undefined;
  @state() private info: ModuleInfo | undefined;
  @state() private given: Kept | undefined;
  @state() private problem: CallProblem | undefined;

  #client: Client | undefined;
  #isDisposed = false;
  #isReadyTold = false;
  #opening: Promise<void> | undefined;
  #nUnderWay = 0;
  #tables = new Tables();
  #kept: Kept = {};
  /** The module whose view has told what is kept. */
  #keptOf: string | undefined;
  #model: object | undefined;
  /** The columns of the last table, and those that the settings in `given` are for: as far as it is known. */
  #columns: string | undefined;
  #givenOf: string | undefined;

  /** The table: setting it loads it, and none takes it away. */
  @property(OWN_ACCESSOR)
  get table(): TableInput | undefined {
    return this.#tables.given?.table;
  }

  set table(table: TableInput | undefined) {
    if (table === undefined || table === null) this.#unload();
    else this.load(table).catch(() => {});
  }

  /** The last model that was fitted or given. */
  @property(OWN_ACCESSOR)
  get model(): object | undefined {
    return this.#model;
  }

  set model(model: object | undefined) {
    if (isModel(model)) {
      this.#model = model ?? undefined;
      this.#begin({ ...this.#kept, model: this.#model });
    } else this.#show(refusal("wrong_type", "model: must be an object, as a fit gave it", {}, "/model"));
  }

  /** What is asked: the sliders' edits, as requests have them. */
  @property(OWN_ACCESSOR)
  get scenario(): readonly object[] {
    return scenarioOf(this.#kept.edits ?? []);
  }

  set scenario(scenario: readonly object[]) {
    this.#telling(async () => {
      const edits = editsOf(scenario ?? []);
      const problem = this.data && notInTable(edits, this.data);
      if (problem) throw problem;
      this.#begin({ ...this.#kept, edits });
    }).catch(() => {});
  }

  /** Reads a table, in place of an earlier one. */
  load(table: TableInput, hints: ReadHints = {}): Promise<TableSummary> {
    const given = { table, hints };
    return this.#telling(() => this.#readGiven(given), undefined, () => this.#tables.last === given);
  }

  /** Asks the module about the table. */
  run(request: ElementRequest, options: ElementRunOptions = {}): Promise<ElementReply> {
    return this.#telling(async () => {
      const { op, params, model = this.#model } = request ?? {};
      const client = this.#running();
      this.#readLacked();
      await Promise.all([this.#opened(), this.#tables.settled()]);
      const { operations } = JSON.parse(await client.call("manifest", { module: this.module }));
      const asked = { op, ...(params && { params }), ...(operations[op]?.takes_model && model && { model }), rows_as: "columns" };
      const { body, columns, ms } = await client.run({ module: this.module, request: JSON.stringify(asked) }, { ...options, nRows: this.data?.nRows });
      return { body: JSON.parse(body), text: body, columns, ms };
    }, options.signal);
  }

  /** Settings and sliders, to come back to. */
  save(): SavedState {
    return savedAs(this.module, this.#kept, this.#model);
  }

  /** Comes back to what `save` gave. */
  restore(saved: SavedState): Promise<void> {
    return this.#telling(async () => {
      const { module, view, model } = readSaved(saved);
      this.module = module;
      this.#model = model;
      this.#keptOf = module;
      this.#begin(view);
      this.#givenOf = undefined;
      // One that has not been in a page yet draws nothing that could be waited for.
      if (this.isConnected) await this.updateComplete;
    });
  }

  /** Ends the worker and frees the table; later calls are refused. */
  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated || this.#isDisposed) return;
    // Back in a page after its worker was ended: the module is opened, and the table read, unless that was done meanwhile.
    if (!this.#opening) this.#open();
    this.#readLacked();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that only moves is connected again at once.
    setTimeout(() => this.isConnected || this.#stop());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // However it was set: as another tag of the language, too, or as none.
    if (changed.has("locale")) this.locale = preferred(this.locale ? [this.locale] : navigator.languages);
    // The view of the module before has nothing to do with what the new one begins with.
    if (this.info?.name !== this.module || changed.has("src")) this.info = undefined;
    if (changed.has("module") && this.hasUpdated) this.#leaveOthers();
    // Found elsewhere, it may be another version: what is set stays.
    if (changed.has("src") && this.hasUpdated) this.#begin(this.#kept);
    if (changed.has("module") || changed.has("src")) this.#open();
    this.#checkModel();
  }

  protected override render() {
    const { data, info, locale } = this;
    const problem = this.problem && html`<gf-problem .problem=${this.problem} .locale=${locale}></gf-problem>`;
    return html`<div
      lang=${locale}
      @gf-state=${this.#viewKept}
      @gf-problem=${this.#viewFailed}
      @gf-select=${(event: CustomEvent<SelectDetail>) => this.emit("gridfolk-select", event.detail)}
    >
      ${problem} ${data && info ? this.#view(data, info) : this.#hint()}
    </div>`;
  }

  /** Its own texts; those of views come with them. */
  get #t(): typeof en {
    return this.locale === "zh-CN" ? zh : en;
  }

  #hint() {
    const opened = this.info ? this.#t.noTable : this.#t.loading;
    const text = this.module ? opened : this.#t.noModule;
    return this.#isDisposed || this.problem ? "" : html`<p class="card hint" role="status">${text}</p>`;
  }

  #view(table: TableData, { name }: ModuleInfo) {
    const client = this.#client;
    const view = viewOf(name);
    if (!client || !view) return html`<p class="card hint">${this.#t.noView(name)}</p>`;
    return keyed(name, view.render({ client, table, locale: this.locale, given: this.given }));
  }

  /** The client, made when it is first needed. */
  #running(): Client {
    if (this.#isDisposed) throw refusal("disposed", "this element was disposed of; make another one");
    if (!this.#client) {
      this.#client = new Client();
      this.#client.onAnswer = (answered) => this.#tellChange(answered);
    }
    return this.#client;
  }

  /** Has the table read that a worker read which has ended. */
  #readLacked(): void {
    const given = this.#tables.lackedBy(this.#client);
    if (given) this.load(given.table, given.hints).catch(() => {});
  }

  async #readGiven(given: Given): Promise<TableSummary> {
    try {
      const { nRows, columns, ids } = await this.#tables.read(this.#running(), given);
      return { nRows, columns, ids };
    } finally {
      this.#showTable();
    }
  }

  /** Shows the table that the worker has, where no later one is on its way. */
  #showTable(): void {
    const { data, isRead } = this.#tables;
    if (!isRead || data === this.data) return;
    this.data = data;
    if (data) this.#suit(data);
  }

  /** Takes the table away. */
  #unload(): void {
    if (!this.#tables.given) return;
    this.#tables.unload(this.#client);
    this.data = undefined;
    this.problem = undefined;
    this.#isReadyTold = false;
  }

  /** Has the view begin with this. */
  #begin(kept: Kept): void {
    this.#kept = kept;
    this.given = kept;
    this.#givenOf = this.#columns;
  }

  /** A table has come: settings for other columns are none for it, nor are changes of columns that it lacks. */
  #suit(table: TableSummary): void {
    this.#columns = JSON.stringify(table.columns.map(({ name, kind }) => [name, kind]));
    const isOther = this.#givenOf !== undefined && this.#givenOf !== this.#columns;
    const { kept, problem } = keptFor(table, this.given ?? {}, isOther);
    if (isOther || problem) this.#begin(kept);
    if (problem) this.#show(problem);
  }

  /** Another module has come: settings and models of others are none of its own; the sliders stay. */
  #leaveOthers(): void {
    const { module } = this;
    if (!isOf(module, this.#model)) this.#model = undefined;
    if (this.#keptOf === undefined || this.#keptOf === module) return;
    this.#keptOf = undefined;
    this.#begin(keptFrom(this.#kept, module));
  }

  /** A model of another module was given: it is refused, and the view does without. */
  #checkModel(): void {
    const { model, ...kept } = this.#kept;
    if (!model || !this.module || isOf(this.module, model)) return;
    this.#model = undefined;
    this.#begin(kept);
    this.#show(ofOtherModule(model, this.module));
  }

  #open(): void {
    if (this.#isDisposed || !this.module) return;
    this.#opening = this.#telling(() => this.#openModule(this.module, this.src || undefined));
    this.#opening.catch(() => {});
  }

  /** Waits until the module that is named now is open; one named just now is opened with the next update. */
  async #opened(): Promise<void> {
    if (this.hasUpdated) await this.updateComplete;
    if (!this.#opening) this.#open();
    const opening = this.#opening;
    await opening;
    if (this.#opening && this.#opening !== opening) await this.#opened();
  }

  async #openModule(name: string, src: string | undefined): Promise<void> {
    const isNamed = () => this.module === name && (this.src || undefined) === src;
    try {
      const info = await this.#found(name, src);
      if (isNamed()) this.info = info;
    } catch (thrown) {
      // What is wrong with one that another has taken the place of is no news.
      if (isNamed() || !this.#client) throw thrown;
    }
  }

  /** A module that is listed, once it is there with what it shows. */
  async #found(name: string, src: string | undefined): Promise<ModuleInfo> {
    const client = this.#running();
    this.#isReadyTold = false;
    const { modules } = await client.call("find", { base: document.baseURI, ...(src !== undefined && { src }) });
    const info = modules.find((module) => module.name === name);
    if (!info) throw refusal("unknown_module", `there is no module ${JSON.stringify(name)}`, { module: name });
    await Promise.all([client.call("prepare", { modules: [name] }), loadPlugin(name)]);
    return info;
  }

  #stop(): void {
    if (!this.#client) return;
    this.#client.dispose();
    this.#client = undefined;
    this.#opening = undefined;
    this.#isReadyTold = false;
    this.#begin(this.#kept);
    this.#tables.end();
    this.data = undefined;
    this.info = undefined;
  }

  #viewKept({ detail }: CustomEvent<object>): void {
    const { info, data } = this;
    // Another module may have been named just now.
    if (info?.name !== this.module) return;
    this.#kept = detail;
    this.#keptOf = info.name;
    if (this.#isReadyTold || !data) return;
    this.#isReadyTold = true;
    const { nRows, columns, ids } = data;
    this.emit<ReadyDetail>("gridfolk-ready", { module: info, table: { nRows, columns, ids } });
  }

  /** A view whose worker was ended under it has nothing to tell. */
  #viewFailed({ detail }: CustomEvent<CallProblem>): void {
    if (detail.code !== "disposed") this.#tellProblem(detail);
  }

  #tellChange({ module, request, body, columns, ms }: Answered): void {
    const { op, params } = JSON.parse(request);
    const reply: { model?: object } = JSON.parse(body);
    // The answer may be one of a module that another has taken the place of.
    if (module === this.module && (op === "fit" || op === "mine")) this.#model = reply.model;
    this.emit<ChangeDetail>("gridfolk-change", { module, op, params, reply, columns, ms });
  }

  #tellProblem({ code, message, pointer, values }: CallProblem): void {
    this.emit<Problem>("gridfolk-problem", { code, message, pointer, values });
  }

  /** Does work; what it refuses is told and thrown on, and shown unless it is of something that nobody asks for any more. */
  async #telling<Result>(work: () => Promise<Result>, signal?: AbortSignal, isOfNow = () => true): Promise<Result> {
    this.problem = undefined;
    this.#nUnderWay += 1;
    try {
      return await work();
    } catch (thrown) {
      // What its caller has ended is no news.
      if (signal?.aborted) throw thrown;
      const problem = problemOf(thrown);
      // What ends with the element is no news.
      if (problem.code !== "disposed" && isOfNow()) this.#show(problem);
      else if (problem.code !== "disposed" || this.#isDisposed) this.#tellProblem(problem);
      throw new GridfolkError(problem);
    } finally {
      this.#nUnderWay -= 1;
      // One that has left the page, and was asked something there, needs its worker no longer.
      setTimeout(() => this.#nUnderWay === 0 && this.hasUpdated && !this.isConnected && this.#stop());
    }
  }

  #show(problem: CallProblem): void {
    this.problem = problem;
    this.#tellProblem(problem);
  }
}
