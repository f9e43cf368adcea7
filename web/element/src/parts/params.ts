import { css, html } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { fieldStyles, selectField, valueOf } from "./fields";
import { paramsOf, textOfValue, valueOfText, type Param, type ParamValues, type Schema } from "./params-state";

/** What people read of a parameter, by its path. */
export type ParamWords = Record<string, string>;

/** Controls for parameters, made from the manifest: for those that a view has no control of its own for. */
@customElement("gf-params")
export class ParamsForm extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .list {
        display: grid;
        gap: 12px;
      }
      textarea {
        width: 100%;
        min-height: 60px;
        font: 0.87rem/1.45 ui-monospace, monospace;
        color: inherit;
        background: var(--gf-surface);
        border: 1px solid var(--gf-field);
        border-radius: min(7px, var(--gf-radius));
        padding: 6px 10px;
        resize: vertical;
      }
      code {
        font: 0.82rem ui-monospace, monospace;
        color: var(--gf-quiet);
      }
      details[open] > summary {
        margin-bottom: 10px;
      }
    `,
  ];

  @property({ attribute: false }) schema: Schema | undefined;
  /** Parameters that have a control elsewhere. */
  @property({ attribute: false }) own: readonly string[] = [];
  @property({ attribute: false }) words: ParamWords = {};
  @property({ attribute: false }) values: ParamValues = {};
  /** Whether the form is open without a click. */
  @property({ type: Boolean }) isOpen = false;

  /** Parameters whose text is no JSON, with what is wrong. */
  @state() private wrong: Record<string, string> = {};

  protected override render() {
    const params = this.schema ? paramsOf(this.schema, this.own) : [];
    if (params.length === 0) return "";
    const t = this.t.params;
    const isSet = Object.keys(this.values).length > 0;
    return html`<section class="card">
      <details ?open=${isSet || this.isOpen}>
        <summary>${t.title}</summary>
        <div class="list">
          <div class="row between">
            <p class="quiet">${t.help}</p>
            <button class="plain" ?disabled=${!isSet} @click=${() => this.emit("gf-params", {})}>${this.t.whatIf.reset}</button>
          </div>
          ${params.map((param) => this.#param(param))}
        </div>
      </details>
    </section>`;
  }

  #param(param: Param) {
    const { name, kind } = param;
    const value = this.values[name];
    if (kind === "choice" || kind === "boolean") return this.#choice(param, value);
    const id = `param-${name}`;
    const text = textOfValue(param, value);
    const change = (event: Event) => this.#write(param, valueOf(event));
    const fallback = textOfValue(param, param.fallback);
    return html`<div class="field">
      <label for=${id}>${this.#label(name)}</label>
      ${kind === "json"
        ? html`<textarea id=${id} spellcheck="false" placeholder=${fallback} .value=${text} @change=${change}></textarea>`
        : html`<input
            id=${id}
            type=${kind === "number" || kind === "integer" ? "number" : "text"}
            step=${kind === "integer" ? "1" : "any"}
            min=${param.min ?? ""}
            max=${param.max ?? ""}
            placeholder=${fallback}
            .value=${text}
            @change=${change}
          />`}
      ${this.wrong[name] ? html`<p class="problem" role="alert">${this.t.params.notJson} ${this.wrong[name]}</p>` : ""}
      ${this.#help(param)}
    </div>`;
  }

  #choice(param: Param, value: unknown) {
    const { name, kind, choices, fallback } = param;
    const t = this.t.params;
    const options = kind === "boolean" ? [{ value: "true", label: t.yes }, { value: "false", label: t.no }] : choices.map((one) => ({ value: one, label: one }));
    const usual = options.find((option) => option.value === String(fallback))?.label;
    return html`${selectField({
      ...{ id: `param-${name}`, label: this.#label(name), chosen: value === undefined ? "" : String(value) },
      options: [{ value: "", label: usual ? t.usual(usual) : t.notSet }, ...options],
      choose: (text) => this.#set(name, text === "" ? undefined : kind === "boolean" ? text === "true" : text),
    })}
    ${this.#help(param)}`;
  }

  #label(name: string) {
    const words = this.words[name];
    return words ? html`${words} <code>${name}</code>` : html`<code>${name}</code>`;
  }

  /** The module's own words, where a view has none. */
  #help({ name, description }: Param) {
    return this.words[name] === undefined && description ? html`<p class="quiet">${description}</p>` : "";
  }

  #write(param: Param, text: string): void {
    const { [param.name]: _, ...others } = this.wrong;
    try {
      this.#set(param.name, valueOfText(param, text));
      this.wrong = others;
    } catch (thrown) {
      this.wrong = { ...others, [param.name]: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }

  #set(name: string, value: unknown): void {
    const { [name]: _, ...others } = this.values;
    this.emit("gf-params", value === undefined ? others : { ...others, [name]: value });
  }
}
