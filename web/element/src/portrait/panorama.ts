import type { Column } from "../client/protocol";
import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { GridfolkElement } from "../element";
import { unitOf } from "../format/units";
import { textOf, titleOf, wordOf } from "./names";
import { whyNot } from "./steps";
import type { Pipeline, Summary } from "./types";

/** The most letters of a value that stands beside its title. */
const LINE = 36;

/** A reason with its numbers in as many digits as people read. */
function shortened(text: string): string {
  return text.replace(/\d*\.\d{5,}/g, (number) => String(Number(Number(number).toPrecision(4))));
}

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
  /** Gives a column, which is not kept. */
  @property({ attribute: false }) look!: (name: string) => Promise<Column | undefined>;
  /** The row of the customer with an id; none where there is no such. */
  @property({ attribute: false }) find!: (id: string) => Promise<number | undefined>;
  @property({ attribute: false }) ids!: (rows: number[]) => Promise<string[]>;

  @state() private row: number | undefined = 0;
  @state() private wanted = "";
  /** By column: its text, or the texts of its items. */
  @state() private values: ReadonlyMap<string, string | string[]> = new Map();

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
    const inputs = Object.keys(pipeline.inputs).filter((name) => this.values.has(name));
    return html`<div class="facts">
        ${pipeline.steps.map((step, index) => {
          const done = summary.steps[index];
          const names = Object.keys(step.outputs).filter((name) => this.values.has(name));
          const reason = done && whyNot(done, this.t.portrait);
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
      ${names.map((name) => this.#fact(name, this.values.get(name) ?? "–"))}
    </dl>`;
  }

  #fact(name: string, value: string | string[]) {
    const title = titleOf(this.pipeline, name, this.locale);
    const text = typeof value === "string" ? value : value.join(", ") || "–";
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
    const names = [...Object.keys(this.pipeline.inputs), ...this.pipeline.steps.flatMap(({ outputs }) => Object.keys(outputs))];
    const values = new Map<string, string | string[]>();
    for (const name of names) {
      const column = await this.look(name);
      if (column) values.set(name, this.#value(column, row));
    }
    this.wanted = (await this.ids([row]))[0] ?? String(row + 1);
    this.values = values;
    this.row = row;
  }

  #value(column: Column, row: number): string | string[] {
    const word = (level: string | undefined) => (level === undefined ? "–" : wordOf(this.pipeline, this.summary, column.name, level, this.locale));
    switch (column.kind) {
      case "number":
        return this.format.value(column.values[row] ?? NaN);
      case "category":
        return word(column.levels[column.codes[row] ?? -1]);
      case "items": {
        const start = row === 0 ? 0 : (column.ends[row - 1] ?? 0);
        return Array.from(column.codes.subarray(start, column.ends[row]), (code) => word(column.levels[code]));
      }
    }
  }
}
