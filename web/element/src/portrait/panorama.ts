import { css, html } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { shortened } from "../format/numbers";
import { unitOf } from "../format/units";
import { textOf, titleOf, wordOf } from "./names";
import { whyNot } from "./steps";
import type { Pipeline, Summary } from "./types";

/** The most letters of a value that stands beside its title. */
const LINE = 36;

/** A number, a level, items, or null where it is missing. */
type RecordValue = number | string | string[] | null;

/** What is known of one customer, by column. */
export type CustomerRecord = Record<string, RecordValue>;

/** Everything known of one customer, and why. */
@customElement("gf-panorama")
export class Panorama extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .facts {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
        gap: 14px 24px;
      }
      dl {
        margin: 0;
        display: grid;
        /* A long reason must not squeeze what it is of to one letter a line. */
        grid-template-columns: minmax(42%, 1fr) fit-content(52%);
        gap: 3px 12px;
        font-size: 0.9rem;
      }
      dt {
        color: var(--gf-quiet);
      }
      dd {
        margin: 0;
        text-align: end;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
      /* What reads as a sentence stands below what it is of. */
      .long {
        grid-column: 1 / -1;
        text-align: start;
      }
      ul {
        padding-inline-start: 1.2em;
      }
    `,
  ];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  /** Tells all that is known of the customer in a row. */
  @property({ attribute: false }) record!: (row: number) => Promise<CustomerRecord>;
  /** The row of the customer with an id; none where there is no such. */
  @property({ attribute: false }) find!: (id: string) => Promise<number | undefined>;
  @property({ attribute: false }) ids!: (rows: number[]) => Promise<string[]>;

  @state() private row: number | undefined = 0;
  @state() private wanted = "";
  @state() private known: CustomerRecord = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#show(0);
  }

  protected override render() {
    const t = this.t.portrait;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.panorama}</h2>
        <form class="row" @submit=${this.#search}>
          <label for="id">${t.customerId}</label>
          <input id="id" type="text" name="id" .value=${this.wanted} required autocomplete="off" />
          <button>${t.show}</button>
        </form>
      </div>
      <p role="status" class=${this.row === undefined ? "problem" : "hidden-visually"}>
        ${this.row === undefined ? t.unknownCustomer(this.wanted) : t.shown(this.wanted)}
      </p>
      ${this.row === undefined ? "" : this.#facts()}
    </section>`;
  }

  #facts() {
    const { pipeline, summary, locale } = this;
    const inputs = Object.keys(pipeline.inputs).filter((name) => name in this.known);
    return html`<div class="facts">
        ${pipeline.steps.map((step, index) => {
          const done = summary.steps[index];
          const names = Object.keys(step.outputs).filter((name) => name in this.known);
          const reason = done && whyNot(done, this.t);
          if (names.length === 0 && !reason) return "";
          return html`<div>
            <h3>${textOf(step.title, locale)}</h3>
            ${reason ? html`<p class="quiet">${reason}</p>` : ""} ${this.#list(names)}
          </div>`;
        })}
      </div>
      <details>
        <summary>${this.t.portrait.records}</summary>
        ${this.#list(inputs)}
      </details>`;
  }

  #list(names: readonly string[]) {
    return html`<dl>
      ${names.map((name) => this.#fact(name, this.#written(name, this.known[name] ?? null)))}
    </dl>`;
  }

  #fact(name: string, value: string | string[]) {
    const title = titleOf(this.pipeline, name, this.locale);
    const text = typeof value === "string" ? value : value.join(this.t.words.listed) || "–";
    if (text.length <= LINE) return html`<dt>${title}</dt><dd>${text} ${unitOf(this.pipeline.inputs[name]?.unit, this.locale)}</dd>`;
    const lines = typeof value === "string" ? shortened(value) : html`<ul>${value.map((item) => html`<li>${shortened(item)}</li>`)}</ul>`;
    return html`<dt class="long">${title}</dt><dd class="long">${lines}</dd>`;
  }

  async #search(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.wanted = String(new FormData(event.target as HTMLFormElement).get("id")).trim();
    this.row = await this.find(this.wanted);
    if (this.row !== undefined) await this.#show(this.row);
  }

  async #show(row: number): Promise<void> {
    const [record, [id]] = await Promise.all([this.record(row), this.ids([row])]);
    this.wanted = id ?? String(row + 1);
    this.known = record;
    this.row = row;
  }

  /** A value as text, or the texts of items. */
  #written(column: string, value: RecordValue): string | string[] {
    const word = (level: string) => wordOf(this.pipeline, this.summary, column, level, this.locale);
    if (typeof value === "number") return this.format.value(value);
    if (typeof value === "string") return word(value);
    return value === null ? "–" : value.map(word);
  }
}
