/** The element for anyone's page: what `whatif-types.ts` promises. */

import { css, html, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { Client, type Answered } from "./client/client";
import { problemOf, refusal } from "./client/problem";
import type { CallProblem, ModuleInfo, Problem, TableSummary } from "./client/protocol";
import type { ReadHints, TableInput } from "./client/table-input";
import { BaseElement } from "./base-element";
import { preferred, type Locale } from "./i18n/locale";
import { whatif as en } from "./i18n/whatif/en";
import { whatif as zh } from "./i18n/whatif/zh";
import { editsOf, scenarioOf, type Edit } from "./parts/scenario-state";
import { loadPlugin, viewOf } from "./plugins";
import { tokens } from "./styles/tokens";
import { readTable, type TableData } from "./table";
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

const localeAttribute = { fromAttribute: (value: string | null) => preferred(value ? [value] : navigator.languages) };

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
  @property({ converter: localeAttribute, reflect: true }) override locale: Locale = preferred(navigator.languages);

  @state() private data: TableData | undefined;
  @state() private info: ModuleInfo | undefined;
  @state() private given: object | undefined;
  @state() private problem: CallProblem | undefined;

  #client: Client | undefined;
  #isDisposed = false;
  #isReadyTold = false;
  #opening: Promise<void> | undefined;
  #input: TableInput | undefined;
  #hints: ReadHints | undefined;
  #kept: { edits?: Edit[]; model?: object | undefined } = {};
  #model: object | undefined;

  /** The table: setting it loads it. */
  get table(): TableInput | undefined {
    return this.#input;
  }

  set table(input: TableInput | undefined) {
    if (input !== undefined) this.load(input).catch(() => {});
  }

  /** The last model that was fitted or given. */
  get model(): object | undefined {
    return this.#model;
  }

  set model(model: object | undefined) {
    this.#model = model;
    this.#kept = { ...this.#kept, model };
    this.given = this.#kept;
  }

  /** What is asked: the sliders' edits, as requests have them. */
  get scenario(): readonly object[] {
    return scenarioOf(this.#kept.edits ?? []);
  }

  set scenario(scenario: readonly object[]) {
    this.#telling(async () => {
      this.#kept = { ...this.#kept, edits: editsOf(scenario) };
      this.given = this.#kept;
    }).catch(() => {});
  }

  /** Reads a table, in place of an earlier one. */
  load(table: TableInput, hints: ReadHints = {}): Promise<TableSummary> {
    return this.#telling(async () => {
      this.#input = table;
      this.#hints = hints;
      const client = this.#running();
      const data = await readTable(client, table, hints);
      // A later table may have been given meanwhile.
      if (this.#input === table) this.data = data;
      return { nRows: data.nRows, columns: data.columns, ids: data.ids };
    });
  }

  /** Asks the module about the table. */
  run({ op, params, model = this.#model }: ElementRequest, options: ElementRunOptions = {}): Promise<ElementReply> {
    return this.#telling(async () => {
      const client = this.#running();
      await this.#opened();
      const { operations } = JSON.parse(await client.call("manifest", { module: this.module }));
      const request = { op, ...(params && { params }), ...(operations[op]?.takes_model && model && { model }), rows_as: "columns" };
      const { body, columns, ms } = await client.run({ module: this.module, request: JSON.stringify(request) }, { ...options, nRows: this.data?.nRows });
      return { body: JSON.parse(body), text: body, columns, ms };
    }, options.signal);
  }

  /** Settings and sliders, to come back to. */
  save(): SavedState {
    const view = structuredClone(this.#kept);
    return { gridfolk: 1, module: this.module, view, ...(this.#model && { model: this.#model }) };
  }

  /** Comes back to what `save` gave. */
  restore(saved: SavedState): Promise<void> {
    return this.#telling(async () => {
      const view: unknown = saved?.view;
      if (saved?.gridfolk !== 1 || typeof saved.module !== "string" || typeof view !== "object" || view === null) {
        throw refusal("state_not_readable", "state is not one that this version saves; must have gridfolk 1, module and view");
      }
      this.module = saved.module;
      this.#model = saved.model;
      this.#kept = structuredClone(view);
      this.given = this.#kept;
      await this.updateComplete;
    });
  }

  /** Ends the worker and frees the table; later calls are refused. */
  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#client || !this.hasUpdated) return;
    // Back in a page after its worker was ended: everything is read again.
    this.#open();
    if (this.#input !== undefined) this.load(this.#input, this.#hints).catch(() => {});
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that only moves is connected again at once.
    setTimeout(() => {
      if (!this.isConnected && this.#client) this.#stop();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("module") || changed.has("src")) this.#open();
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
    const text = this.info ? this.#t.noTable : this.#t.loading;
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

  #open(): void {
    if (this.#isDisposed || this.module === "") return;
    this.#opening = this.#telling(() => this.#openModule(this.module, this.src));
    this.#opening.catch(() => {});
  }

  async #opened(): Promise<void> {
    if (!this.#opening) this.#open();
    await this.#opening;
  }

  async #openModule(name: string, src: string | undefined): Promise<void> {
    const client = this.#running();
    this.#isReadyTold = false;
    const { modules } = await client.call("find", { base: document.baseURI, ...(src !== undefined && { src }) });
    const info = modules.find((module) => module.name === name);
    if (!info) throw refusal("unknown_module", `there is no module ${JSON.stringify(name)}`, { module: name });
    await Promise.all([client.call("prepare", { modules: [name] }), loadPlugin(name)]);
    if (this.module === name && this.src === src) this.info = info;
  }

  #stop(): void {
    this.#client?.dispose();
    this.#client = undefined;
    this.#opening = undefined;
    this.#isReadyTold = false;
    this.given = this.#kept;
    this.data = undefined;
    this.info = undefined;
  }

  #viewKept({ detail }: CustomEvent<object>): void {
    this.#kept = detail;
    const { info, data } = this;
    if (this.#isReadyTold || !info || !data) return;
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
    if (op === "fit" || op === "mine") this.#model = reply.model;
    this.emit<ChangeDetail>("gridfolk-change", { module, op, params, reply, columns, ms });
  }

  #tellProblem({ code, message, pointer, values }: CallProblem): void {
    this.emit<Problem>("gridfolk-problem", { code, message, pointer, values });
  }

  /** Does work; what it refuses is shown, told and thrown on. */
  async #telling<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    this.problem = undefined;
    try {
      return await work();
    } catch (thrown) {
      // What its caller has ended is no news.
      if (signal?.aborted) throw thrown;
      const problem = problemOf(thrown);
      // What ends with the element is no news.
      if (problem.code !== "disposed" || this.#isDisposed) this.#tellProblem(problem);
      if (problem.code !== "disposed") this.problem = problem;
      throw problem;
    }
  }
}
