import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { Client } from "../../element/src/client/client";
import type { CallProblem, ModuleInfo, PipelineInfo } from "../../element/src/client/protocol";
import { GridfolkElement } from "../../element/src/element";
import { initialLocale, LOCALES, remember, type Locale } from "../../element/src/i18n";
import { loadPlugins, pluginOf, viewOf, type Source, type SourceChoice } from "../../element/src/plugins";
import { tokens } from "../../element/src/styles/tokens";
import type { TableData } from "../../element/src/table";
import { saveFile } from "../../element/src/parts/download";
import "../../element/src/parts/problem";
import { UnderWay } from "../../element/src/parts/under-way-state";
import "./choose";
import { readAgain, readFile, type FileRead, type Kinds, type OpenFile } from "./read";
import { fromLink, fromText, History, isReadWith, SAVED_EXTENSION, toLink, viewIn, type SavedPage, type SavedSource } from "./saved";
import { styles } from "./styles/app";
import "./summary";
import "./modules";
import "./toolbar";

/** Marks the addresses that hold what was set, and were made or followed since the page was opened. */
const VISIT = performance.timeOrigin;

/** The page: it owns the worker and the table, and shows what the modules' views make of them. */
@customElement("gf-app")
export class App extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, tokens, styles];

  @state() private modules: ModuleInfo[] = [];
  @state() private pipelines: PipelineInfo[] = [];
  /** The pipeline or module that is shown: what stands after # in the address. */
  @state() private chosen = viewIn(location.hash);
  @state() private table: TableData | undefined;
  /** Where the table is that of a file. */
  @state() private opened: OpenFile | undefined;
  @state() private problem: CallProblem | undefined;
  @state() private isBusy = true;
  @state() private isChoosing = false;
  @state() private isDropping = false;
  /** What each view begins with, where that was kept. */
  @state() private given: Readonly<Record<string, object>> = {};
  @state() private said = "";

  #client = new Client();
  #making = new UnderWay(this);
  #source: SavedSource | undefined;
  /** How the next file is read, where that was kept. */
  #kinds: Kinds = {};
  /** What views begin with on the next table: a state that was kept of a table that is not here. */
  #forNext: Readonly<Record<string, object>> = {};
  #histories = new Map<string, History>();
  #nBusy = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#speak(initialLocale());
    window.addEventListener("hashchange", this.#followAddress);
    window.addEventListener("keydown", this.#keyed);
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#followAddress);
    window.removeEventListener("keydown", this.#keyed);
  }

  #followAddress = (): void => {
    this.chosen = viewIn(location.hash);
    // Who only comes back to one, as by the button of the browser, keeps table and settings.
    if (location.hash.includes("?") && history.state !== VISIT) void this.#guarded(() => this.#restoreLink());
  };

  /** A view that is left is made anew when it is chosen again: it then begins with what it has told last. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    const before: unknown = (changed as Map<PropertyKey, unknown>).get("chosen");
    const left = typeof before === "string" ? this.#tabOf(before)?.name : undefined;
    if (left === undefined || left === this.#shown?.name) return;
    const { current } = this.#history(left);
    if (current) this.given = { ...this.given, [left]: current };
  }

  protected override render() {
    return html`
      <div
        class=${this.isDropping ? "dropping" : ""}
        @dragover=${this.#dragOver}
        @dragleave=${() => (this.isDropping = false)}
        @drop=${this.#drop}
        @gf-file=${(event: CustomEvent<File>) => this.#open(event.detail)}
        @gf-source=${(event: CustomEvent<SourceChoice>) => this.#use(event.detail)}
        @gf-cancel=${() => (this.isChoosing = false)}
        @gf-step=${(event: CustomEvent<-1 | 1>) => this.#step(event.detail)}
        @gf-link=${this.#link}
        @gf-save=${this.#save}
      >
        ${this.#header()}
        <main class="inner" aria-busy=${this.isBusy}>
          ${this.problem && html`<gf-problem .problem=${this.problem} .locale=${this.locale}></gf-problem>`}
          ${this.#data()} ${this.table && !this.isChoosing ? this.#views(this.table) : nothing}
          <gf-modules .modules=${this.modules} .locale=${this.locale}></gf-modules>
        </main>
      </div>
    `;
  }

  #header() {
    return html`
      <header>
        <div class="inner row between">
          <div class="brand">
            <img src="./icon.svg" alt="" width="36" height="36" />
            <div>
              <h1>gridfolk</h1>
              <p class="quiet">${this.t.app.tagline}</p>
            </div>
          </div>
          <p class="quiet privacy">${this.t.app.privacy}</p>
          <div class="languages" role="group" aria-label=${this.t.app.language}>
            ${LOCALES.map(
              ({ locale, name }) => html`<button
                lang=${locale}
                aria-pressed=${locale === this.locale}
                @click=${() => this.#choose(locale)}
              >
                ${name}
              </button>`,
            )}
          </div>
        </div>
      </header>
    `;
  }

  #data() {
    if (!this.table || this.isChoosing) {
      return html`<gf-choose
        .sources=${this.#sources}
        .canCancel=${this.table !== undefined}
        .isBusy=${this.isBusy}
        .work=${this.#making.state}
        .locale=${this.locale}
      ></gf-choose>`;
    }
    return html`<gf-table-summary
      .table=${this.table}
      .opened=${this.opened}
      .isBusy=${this.isBusy}
      .work=${this.#making.state}
      .locale=${this.locale}
      @gf-another=${() => (this.isChoosing = true)}
      @gf-kinds=${(event: CustomEvent<Kinds>) => this.#guarded(() => this.#readAgain(event.detail))}
    ></gf-table-summary>`;
  }

  #views(table: TableData) {
    const shown = this.#shown;
    if (!shown) return nothing;
    return html`
      <nav aria-label=${this.t.app.views}>
        ${this.#tabs.map(
          ({ name, title }) => html`<a
            href="#${name}"
            aria-current=${name === shown.name ? "page" : nothing}
            @click=${() => (this.chosen = name)}
            >${this.locale === "zh-CN" ? title.zh : title.en}</a
          >`,
        )}
      </nav>
      <gf-toolbar
        .canUndo=${this.#history(shown.name).has(-1)}
        .canRedo=${this.#history(shown.name).has(1)}
        .said=${this.said}
        .locale=${this.locale}
      ></gf-toolbar>
      <div @gf-state=${(event: CustomEvent<object>) => this.#kept(shown.name, event.detail)}>
        ${keyed(shown.name, shown.render(table, this.given[shown.name]))}
      </div>
    `;
  }

  /** The pipelines, then the modules with a view in the order of their ranks. */
  get #tabs(): Tab[] {
    const { locale } = this;
    const client = this.#client;
    const pipelines = this.pipelines.map(({ name, title }) => ({
      name,
      title,
      render: (table: TableData, given: object | undefined) =>
        html`<gf-portrait .client=${client} .table=${table} .given=${given} .pipelineName=${name} .locale=${locale}></gf-portrait>`,
    }));
    const modules = this.modules.flatMap(({ name, title }) => {
      const view = viewOf(name);
      return view ? [{ name, title, rank: view.rank, render: (table: TableData, given: object | undefined) => view.render({ client, table, locale, given }) }] : [];
    });
    return [...pipelines, ...modules.sort((a, b) => a.rank - b.rank)];
  }

  get #shown(): Tab | undefined {
    return this.#tabOf(this.chosen);
  }

  /** What is shown where this is chosen. */
  #tabOf(chosen: string): Tab | undefined {
    const tabs = this.#tabs;
    return tabs.find(({ name }) => name === chosen) ?? tabs[0];
  }

  get #sources(): Source[] {
    return this.modules.flatMap(({ name }) => pluginOf(name)?.source ?? []);
  }

  async #start(): Promise<void> {
    await this.#guarded(async () => {
      // All at once, and the SHA-256 of modules checked: nothing is fetched later, when there may be no network.
      const scripts = [loadPlugins(), import("../../element/src/portrait/portrait")];
      const [{ modules, pipelines }] = await Promise.all([this.#client.call("find", { base: document.baseURI }), ...scripts]);
      const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);
      const ready = this.#client.call("prepare", { modules: names(modules), pipelines: names(pipelines), files: true });
      const restored = this.#restoreLink(ready);
      restored.catch(() => {}); // Its problem is told below.
      await ready;
      [this.modules, this.pipelines] = [modules, pipelines];
      await restored;
    });
  }

  #use({ source, nCustomers }: SourceChoice): void {
    const module = this.modules.find(({ name }) => pluginOf(name)?.source === source)?.name;
    const make = () => this.#making.during((options) => source.load(this.#client, nCustomers, options));
    void this.#guarded(async () => this.#show({ table: await make() }, module === undefined ? undefined : { module, nCustomers }));
  }

  #open(file: File): void {
    if (file.name.endsWith(SAVED_EXTENSION)) return void this.#guarded(async () => this.#restore(fromText(await file.text())));
    const kinds = this.#kinds;
    // Kept for one try: where the file refuses them, the next one reads it as it is found.
    this.#kinds = {};
    const read = () => this.#making.during((options) => readFile(this.#client, file, kinds, options));
    void this.#guarded(async () => this.#show(await read()));
  }

  async #readAgain(kinds: Kinds): Promise<void> {
    const { opened } = this;
    if (opened) this.#show(await this.#making.during((options) => readAgain(this.#client, opened, kinds, options)));
  }

  /** The file that is open as a saved state has it: read again where its kinds are others. Nothing where no file is open. */
  async #readFor(kinds: Kinds): Promise<FileRead | undefined> {
    const { opened, table } = this;
    if (!opened || !table) return undefined;
    if (isReadWith(kinds, opened)) return { table, opened };
    return this.#making.during((options) => readAgain(this.#client, opened, kinds, options));
  }

  /** Makes it the table: it begins anew, or with what waits for it. */
  #show({ table, opened }: Partial<FileRead> & { table: TableData }, source?: SavedSource): void {
    this.given = this.#forNext;
    this.#forNext = {};
    this.#histories.clear();
    this.#source = source;
    this.#kinds = {};
    this.table = table;
    this.opened = opened;
    this.isChoosing = false;
    // What was wrong with a file that was opened before this one says nothing of it.
    this.problem = undefined;
  }

  #history(view: string): History {
    const known = this.#histories.get(view) ?? new History();
    this.#histories.set(view, known);
    return known;
  }

  #kept(view: string, state: object): void {
    this.#history(view).add(state, performance.now());
    this.said = "";
    this.requestUpdate();
  }

  #step(steps: -1 | 1): void {
    const view = this.#shown?.name ?? "";
    const state = this.#history(view).go(steps);
    if (state) this.given = { ...this.given, [view]: state };
  }

  /** Undo and redo by keys, but in a text, where they are the browser's. */
  #keyed = (event: KeyboardEvent): void => {
    const [target] = event.composedPath();
    const isLine = target instanceof HTMLInputElement && target.type !== "range" && target.type !== "checkbox";
    const isText = isLine || target instanceof HTMLTextAreaElement;
    if (isText || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    this.#step(event.shiftKey ? 1 : -1);
  };

  get #saved(): SavedPage {
    const histories = [...this.#histories].flatMap(([view, { current }]) => (current ? [[view, current] as const] : []));
    const views = { ...this.given, ...Object.fromEntries(histories) };
    const kinds = this.opened?.kinds ?? {};
    const from = { ...(this.#source && { source: this.#source }), ...(Object.keys(kinds).length > 0 && { kinds }) };
    return { gridfolk: 1, open: this.#shown?.name ?? "", ...from, views };
  }

  #link(): void {
    const saved = this.#saved;
    history.replaceState(VISIT, "", `#${saved.open}?${toLink(saved)}`);
    // Where a page may not write there, the address can still be copied by hand.
    navigator.clipboard?.writeText(location.href).catch(() => {});
    this.said = this.t.toolbar.linked;
  }

  #save = () =>
    this.#guarded(async () => {
      saveFile(`what-if${SAVED_EXTENSION}`, [JSON.stringify(this.#saved, null, 2)], "application/json");
      this.said = this.t.toolbar.saved;
    });

  async #restoreLink(ready?: Promise<unknown>): Promise<void> {
    const text = location.hash.split("?")[1];
    if (!text) return;
    history.replaceState(VISIT, "");
    await this.#restore(fromLink(text), ready);
  }

  /** Comes back to what was kept: at once where the table can be made again, else with the next table; shown once all is `ready`. */
  async #restore({ open, source, kinds = {}, views }: SavedPage, ready?: Promise<unknown>): Promise<void> {
    this.#kinds = kinds;
    // Table and state at once: a view that is shown between them would begin twice.
    const table = source && (await pluginOf(source.module)?.source?.load(this.#client, source.nCustomers));
    const read = table ? { table } : await this.#readFor(kinds);
    await ready;
    this.#forNext = views;
    if (read) this.#show(read, source);
    this.#histories.clear();
    this.given = views;
    this.chosen = open;
  }

  /** Runs work with the busy sign on; what it refuses becomes the page's problem. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    this.#nBusy += 1;
    this.isBusy = true;
    this.problem = undefined;
    this.#making.clear();
    try {
      await work();
    } catch (problem) {
      if (!this.#making.wasCancelled(problem, () => void this.#guarded(work))) this.problem = problem as CallProblem;
    }
    this.#nBusy -= 1;
    this.isBusy = this.#nBusy > 0;
  }

  #choose(locale: Locale): void {
    remember(locale);
    this.#speak(locale);
  }

  #speak(locale: Locale): void {
    this.locale = locale;
    document.documentElement.lang = locale;
    document.title = `gridfolk – ${this.t.app.tagline}`;
  }

  #dragOver(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.isDropping = true;
  }

  #drop(event: DragEvent): void {
    event.preventDefault();
    this.isDropping = false;
    const file = event.dataTransfer?.files[0];
    if (file) this.#open(file);
  }
}

interface Tab {
  name: string;
  title: { en: string; zh: string };
  render(table: TableData, given: object | undefined): TemplateResult;
}
