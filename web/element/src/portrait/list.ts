import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { at, textOf } from "./names";
import type { Block, Pipeline, Summary, Text } from "./types";

type ListBlock = Extract<Block, { kind: "list" }>;

/** Objects that a step lists in its reply, one a row. */
@customElement("gf-list")
export class List extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      summary h2 {
        display: inline;
      }
      td {
        vertical-align: top;
      }
    `,
  ];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) block!: ListBlock;

  protected override render() {
    const { block, locale } = this;
    const objects = this.#objects();
    if (objects.length === 0) return "";
    const title = textOf(block.title, locale);
    const shown = objects.slice(0, block.n_max);
    const written = block.fields.map(({ pointer }) => this.format.column(numbersOf(shown, pointer)));
    return html`<section class="card">
      <details>
        <summary><h2>${title}</h2></summary>
        <div class="scroll" tabindex="0" role="group" aria-label=${title}>
          <table>
            <thead>
              <tr>
                ${block.fields.map((field) => html`<th scope="col" class=${this.#kindOf(shown, field.pointer)}>${textOf(field.title, locale)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${shown.map((object) => html`<tr>${block.fields.map(({ pointer }, i) => this.#cell(at(object, pointer), written[i] ?? this.format.value))}</tr>`)}
            </tbody>
          </table>
        </div>
        ${objects.length > shown.length ? html`<p class="quiet">${this.t.portrait.more(this.format.count(objects.length - shown.length))}</p>` : ""}
      </details>
    </section>`;
  }

  /** The step's objects, without those that have none of what `with` counts. */
  #objects(): unknown[] {
    const { step, pointer, with: counted } = this.block;
    const done = this.summary.steps.find(({ id }) => id === step);
    const list = done?.status === "done" ? at(done.reply, pointer) : undefined;
    if (!Array.isArray(list)) return [];
    return counted === undefined ? list : list.filter((object) => at(object, counted) !== 0);
  }

  #kindOf(objects: readonly unknown[], pointer: string): string {
    return numbersOf(objects, pointer).length > 0 ? "number" : "";
  }

  #cell(value: unknown, written: (x: number) => string) {
    return typeof value === "number" ? html`<td class="number">${written(value)}</td>` : html`<td>${this.#words(value)}</td>`;
  }

  /** A value in words: a text, the page's language of a pair, a list as the language joins it. */
  #words(value: unknown): string {
    if (value === null || value === undefined) return "–";
    if (typeof value === "string") {
      const words = this.pipeline.words[value];
      return words ? textOf(words, this.locale) : value;
    }
    if (typeof value === "number") return this.format.value(value);
    if (Array.isArray(value)) return value.map((item) => this.#words(item)).join(this.t.words.listed);
    if (typeof value === "object" && "en" in value && "zh" in value) return textOf(value as Text, this.locale);
    return JSON.stringify(value);
  }
}

/** What objects have at a place, where it is a number. */
function numbersOf(objects: readonly unknown[], pointer: string): number[] {
  return objects.map((object) => at(object, pointer)).filter((value) => typeof value === "number");
}
