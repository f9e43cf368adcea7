import { css, html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { GridfolkElement } from "../../element/src/element";
import "../../element/src/parts/under-way";
import type { WorkState } from "../../element/src/parts/under-way-state";
import type { Source } from "../../element/src/plugins";

const SIZES = [2_000, 10_000, 100_000, 1_000_000];

/** Where the table comes from: a made-up population, or a file. */
@customElement("gf-choose")
export class ChooseData extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .ways {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr));
        gap: 16px;
      }
      .way {
        display: grid;
        align-content: start;
        gap: 12px;
        padding: 20px;
        border: 1px dashed var(--gf-field);
        border-radius: var(--gf-radius);
      }
      .way > button {
        justify-self: start;
      }
    `,
  ];

  @property({ attribute: false }) sources: Source[] = [];
  @property({ type: Boolean }) canCancel = false;
  @property({ type: Boolean }) isBusy = false;
  /** Of a table that is being made or read. */
  @property({ attribute: false }) work: WorkState | undefined;
  @state() private nCustomers = 10_000;
  @query("input[type=file]") private input!: HTMLInputElement;

  protected override render() {
    const t = this.t.data;
    return html`<gf-under-way .state=${this.work} .locale=${this.locale}></gf-under-way>
    <section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.title}</h2>
        ${this.canCancel && this.work?.kind !== "running"
          ? html`<button class="plain" @click=${() => this.emit("gf-cancel", undefined)}>${t.close}</button>`
          : ""}
      </div>
      <p>${t.intro}</p>
      <div class="ways">${this.sources.map((source) => this.#source(source))} ${this.#file()}</div>
      <p class="quiet" role="status">${this.isBusy ? this.t.app.working : ""}</p>
    </section>`;
  }

  #source(source: Source) {
    return html`<div class="way">
      <h3>${source.title(this.t)}</h3>
      <p class="quiet">${source.note(this.t)}</p>
      <div class="row">
        <label for="size">${this.t.data.nCustomers}</label>
        <select id="size" @change=${(event: Event) => (this.nCustomers = Number((event.target as HTMLSelectElement).value))}>
          ${SIZES.map((n) => html`<option value=${n} ?selected=${n === this.nCustomers}>${this.format.count(n)}</option>`)}
        </select>
      </div>
      <button
        class="primary"
        ?disabled=${this.isBusy}
        @click=${() => this.emit("gf-source", { source, nCustomers: this.nCustomers })}
      >
        ${source.label(this.t)}
      </button>
    </div>`;
  }

  #file() {
    const t = this.t.data;
    return html`<div class="way">
      <h3>${t.own}</h3>
      <p class="quiet">${t.encodings}</p>
      <div class="row">
        <button ?disabled=${this.isBusy} @click=${() => this.input.click()}>${t.openFile}</button>
        <span class="quiet">${t.drop}</span>
      </div>
      <input
        type="file"
        hidden
        accept=".csv,.tsv,.txt,.json,.ndjson,text/csv"
        aria-label=${t.openFile}
        @change=${this.#chosen}
      />
    </div>`;
  }

  #chosen(): void {
    const file = this.input.files?.[0];
    this.input.value = "";
    if (file) this.emit("gf-file", file);
  }
}
