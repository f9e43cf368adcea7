import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import type { Client } from "../client/client";
import { GridfolkElement } from "../element";
import type { TableData } from "../table";
import { fieldStyles, valueOf } from "./fields";
import { withFixed, type Limit, type Limits, type Named, type Question } from "./question-state";
import "./customer";

/** Asks the reverse question; the answer stands in its slot. */
@customElement("gf-question")
export class QuestionCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      input[type="number"] {
        width: min(132px, 24cqi);
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
  /** What the answer kept to. */
  @property({ attribute: false }) limits: Limits | undefined;
  /** Whether no allowed change leads there. */
  @property({ type: Boolean }) isWithout = false;

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
        @gf-customer=${({ detail }: CustomEvent<number>) => this.#change({ ...question, row: detail })}
      ></gf-customer>
      ${this.limits ? html`<p class="quiet">${this.#assumed(question, this.limits)}</p>` : ""}
      <details>
        <summary>${this.t.question.limits}</summary>
        ${this.#limits(question)}
      </details>
      <slot></slot>
      ${this.isWithout && this.limits ? this.#without(question, this.limits) : ""}
    </section>`;
  }

  /** What stays, how far the rest may go, and by what steps. */
  #assumed({ least, most }: Question, { columns, alike, nAlike }: Limits): string {
    const t = this.t.question;
    const free = columns.filter(({ isFixed, number }) => number && !isFixed);
    const held = this.#held(columns);
    const hasOwn = free.some(({ column }) => column in least || column in most);
    const sentences = [
      held.length > 0 ? t.held(this.#list(held)) : "",
      free.length > 0 ? (alike.length > 0 ? t.withinAlike(this.format.count(nAlike), this.#list(alike)) : t.within) : "",
      hasOwn ? t.ownLimits : "",
      free.some(({ number }) => number?.isWhole) ? t.whole : "",
    ];
    return sentences.filter((sentence) => sentence !== "").join(this.locale === "zh-CN" ? "" : " ");
  }

  #list(names: readonly string[]): string {
    return new Intl.ListFormat(this.locale).format(names);
  }

  #held(columns: readonly Limit[]): string[] {
    return columns.filter(({ isFixed }) => isFixed).map(({ column }) => column);
  }

  /** What stands in the way of an answer, and how to clear it away. */
  #without(question: Question, { columns }: Limits) {
    const t = this.t.question;
    const held = this.#held(columns);
    if (held.length === 0) return html`<p>${t.widen}</p>`;
    const free = (name: string) => this.#change(withFixed(this.table, question, name, false));
    return html`<p>${t.heldBack}</p>
      <div class="row">${held.map((name) => html`<button @click=${() => free(name)}>${t.free(name)}</button>`)}</div>`;
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

  #limit(name: string, question: Question) {
    const limit = this.limits?.columns.find(({ column }) => column === name);
    const isFixed = limit?.isFixed ?? false;
    const number = limit?.number;
    const toggle = () => this.#change(withFixed(this.table, question, name, !isFixed));
    const end = (label: string, key: "least" | "most", usual: number) =>
      html`<input
        type="number"
        step="any"
        aria-label="${label}: ${name}"
        placeholder=${this.format.value(usual)}
        ?disabled=${isFixed}
        .value=${String(question[key][name] ?? "")}
        @change=${(event: Event) => this.#change({ ...question, [key]: withLimit(question[key], name, valueOf(event)) })}
      />`;
    return html`<tr>
      <th scope="row">${this.breakable(name)}</th>
      <td>
        <input type="checkbox" aria-label="${this.t.sensitivity.fixed}: ${name}" .checked=${isFixed} @change=${toggle} />
      </td>
      <td class="number">${number ? end(this.t.question.least, "least", number.usual.min) : ""}</td>
      <td class="number">${number ? end(this.t.question.most, "most", number.usual.max) : ""}</td>
    </tr>`;
  }

  #change(question: Question): void {
    this.emit("gf-question", question);
  }
}

/** The limits with another one; an empty text lifts it. */
function withLimit(limits: Record<string, number>, name: string, text: string): Record<string, number> {
  const { [name]: _, ...others } = limits;
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? others : { ...others, [name]: value };
}
