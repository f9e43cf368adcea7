import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element";
import type { Question } from "./state";
import type { Change, Named, Reverse } from "./types";

/** What would bring one customer to the threshold. */
@customElement("gf-sensitivity-reverse")
export class ReverseCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .fixed {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 14px;
      }
      .fixed label {
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Whom one may ask for: the customers with the highest probabilities. */
  @property({ attribute: false }) customers: Named[] = [];
  @property({ attribute: false }) columns: string[] = [];
  @property({ attribute: false }) question: Question | undefined;
  @property({ attribute: false }) answer: Reverse | undefined;
  @property({ attribute: false }) threshold = 0.5;

  protected override render() {
    const t = this.t.sensitivity;
    const { question, answer } = this;
    if (!question) return "";
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.reverse(this.format.share(this.threshold))}</h2>
      <div class="field">
        <label for="customer">${this.t.whatIf.customer}</label>
        <select id="customer" @change=${(event: Event) => this.#change({ row: Number((event.target as HTMLSelectElement).value) })}>
          ${this.customers.map(
            ({ row, id }) => html`<option value=${row} ?selected=${row === question.row}>
              ${id || this.t.whatIf.row(this.format.count(row))}
            </option>`,
          )}
        </select>
      </div>
      <fieldset class="field">
        <legend>${t.fixed}</legend>
        <div class="fixed">${this.columns.map((name) => this.#column(name, question))}</div>
      </fieldset>
      ${answer ? this.#shown(answer) : ""}
    </section>`;
  }

  #column(name: string, { fixed }: Question) {
    const isFixed = fixed.includes(name);
    const toggle = () => this.#change({ fixed: isFixed ? fixed.filter((other) => other !== name) : [...fixed, name] });
    return html`<label><input type="checkbox" .checked=${isFixed} @change=${toggle} /> ${this.breakable(name)}</label>`;
  }

  #shown({ probability, probability_after, reached, changes, alone }: Reverse) {
    const t = this.t.sensitivity;
    const { share } = this.format;
    const said = reached ? t.reached : t.notReached;
    return html`<p role="status">${said(share(probability), share(probability_after))}</p>
      ${this.#table("changes", t.together, changes)} ${this.#table("alone", t.alone, alone)}`;
  }

  #table(id: string, title: string, changes: Change[]) {
    const { value } = this.format;
    if (changes.length === 0) return "";
    const cell = (number: number | undefined, level: string | undefined) => level ?? value(number ?? NaN);
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby=${id}>
      <h3 id=${id}>${title}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t.whatIf.column}</th>
            <th scope="col" class="number">${this.t.sensitivity.now}</th>
            <th scope="col" class="number">${this.t.sensitivity.then}</th>
          </tr>
        </thead>
        <tbody>
          ${changes.map(
            (change) => html`<tr>
              <th scope="row">${this.breakable(change.column)}</th>
              <td class="number">${cell(change.value, change.level)}</td>
              <td class="number">${cell(change.value_after, change.level_after)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #change(part: Partial<Question>): void {
    this.emit("gf-question", { ...this.question, ...part });
  }
}
