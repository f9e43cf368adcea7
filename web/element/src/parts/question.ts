import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Client } from "../client/client";
import { GridfolkElement } from "../element";
import { numberColumns, type TableData } from "../table";
import { fieldStyles, valueOf } from "./fields";
import type { Named, Question } from "./question-state";
import "./customer";

/** Asks the reverse question; the answer stands in its slot. */
@customElement("gf-question")
export class QuestionCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      input[type="number"] {
        width: 104px;
        text-align: end;
      }
      details[open] > summary {
        margin-bottom: 8px;
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  @property() heading = "";
  /** Whom one may ask for at once; others by their id. */
  @property({ attribute: false }) customers: readonly Named[] = [];
  /** The columns that the answer may change. */
  @property({ attribute: false }) columns: readonly string[] = [];
  @property({ attribute: false }) question: Question | undefined;

  protected override render() {
    const { question } = this;
    if (!question) return "";
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${this.heading}</h2>
      <gf-customer
        .client=${this.client}
        .table=${this.table}
        .customers=${this.customers}
        .row=${question.row}
        .locale=${this.locale}
        @gf-customer=${({ detail }: CustomEvent<number>) => this.#change({ row: detail })}
      ></gf-customer>
      <details>
        <summary>${this.t.question.limits}</summary>
        ${this.#limits(question)}
      </details>
      <slot></slot>
    </section>`;
  }

  #limits(question: Question) {
    const t = this.t.question;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t.limits}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t.whatIf.column}</th>
            <th scope="col">${this.t.sensitivity.fixed}</th>
            <th scope="col" class="number">${t.least}</th>
            <th scope="col" class="number">${t.most}</th>
          </tr>
        </thead>
        <tbody>
          ${this.columns.map((name) => this.#limit(name, question))}
        </tbody>
      </table>
    </div>`;
  }

  #limit(name: string, { fixed, least, most }: Question) {
    const isFixed = fixed.includes(name);
    const toggle = () => this.#change({ fixed: isFixed ? fixed.filter((other) => other !== name) : [...fixed, name] });
    const isNumber = numberColumns(this.table).some((column) => column.name === name);
    const end = (label: string, limits: Record<string, number>, key: "least" | "most") =>
      html`<td class="number">
        ${isNumber
          ? html`<input
              type="number"
              step="any"
              aria-label="${label}: ${name}"
              ?disabled=${isFixed}
              .value=${limits[name] === undefined ? "" : String(limits[name])}
              @change=${(event: Event) => this.#change({ [key]: withLimit(limits, name, valueOf(event)) })}
            />`
          : ""}
      </td>`;
    return html`<tr>
      <th scope="row">${this.breakable(name)}</th>
      <td>
        <input type="checkbox" aria-label="${this.t.sensitivity.fixed}: ${name}" .checked=${isFixed} @change=${toggle} />
      </td>
      ${end(this.t.question.least, least, "least")} ${end(this.t.question.most, most, "most")}
    </tr>`;
  }

  #change(part: Partial<Question>): void {
    this.emit("gf-question", { ...this.question, ...part });
  }
}

/** The limits with another one; an empty text lifts it. */
function withLimit(limits: Record<string, number>, name: string, text: string): Record<string, number> {
  const { [name]: _, ...others } = limits;
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? others : { ...others, [name]: value };
}
