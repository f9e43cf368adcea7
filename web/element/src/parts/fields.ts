/** Labelled controls, as the settings of all views have them. */

import { css, html, type TemplateResult } from "lit";

/** For elements that show these controls. */
export const fieldStyles = css`
  .columns {
    max-height: 232px;
    overflow: auto;
    border: 1px solid var(--gf-line);
    border-radius: min(7px, var(--gf-radius));
    padding: 4px 10px;
  }
  .choice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 8px;
    padding: 3px 0;
    align-items: baseline;
  }
  .choice span {
    overflow-wrap: anywhere;
  }
  .choice .quiet {
    grid-column: 2;
    font-size: 0.8rem;
    line-height: 1.35;
  }
  output {
    font-size: 1.06rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .field > select,
  .field > input[type="date"],
  .field > input[type="text"],
  .field > input[type="number"] {
    width: 100%;
  }
`;

/** Where a slider begins and ends. */
export interface Span {
  min: number;
  max: number;
  step: number | "any";
}

export interface Slider extends Span {
  id: string;
  label: unknown;
  value: number;
  /** The value as people read it. */
  shown: string;
  help?: string | undefined;
  change(value: number): void;
}

/** A slider with its value beside its name. */
export function sliderField({ id, label, value, shown, help, min, max, step, change }: Slider): TemplateResult {
  return html`<div class="field">
    <div class="row between">
      <label for=${id}><strong>${label}</strong></label>
      <output for=${id}>${shown}</output>
    </div>
    <input
      id=${id}
      type="range"
      min=${min}
      max=${max}
      step=${step}
      aria-valuetext=${shown}
      .value=${String(value)}
      @input=${(event: Event) => change(Number(valueOf(event)))}
    />
    ${help ? html`<p class="quiet">${help}</p>` : ""}
  </div>`;
}

export interface Option {
  value: string;
  label: string;
}

export interface Select {
  id: string;
  label: unknown;
  options: readonly (Option | string)[];
  chosen: string;
  help?: string | undefined;
  choose(value: string): void;
}

/** One of several; what is chosen stands there even where it is none of them, such as the target of a model that was given. */
export function selectField({ id, label, options, chosen, help, choose }: Select): TemplateResult {
  const known = options.map((option) => (typeof option === "string" ? { value: option, label: option } : option));
  const isKnown = chosen === "" || known.some(({ value }) => value === chosen);
  const whole = isKnown ? known : [{ value: chosen, label: chosen }, ...known];
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} @change=${(event: Event) => choose(valueOf(event))}>
      ${whole.map((option) => html`<option value=${option.value} ?selected=${option.value === chosen}>${option.label}</option>`)}
    </select>
    ${help ? html`<p class="quiet">${help}</p>` : ""}
  </div>`;
}

/** Yes or no. */
export function checkField(label: unknown, isChecked: boolean, set: (isChecked: boolean) => void, help?: string): TemplateResult {
  return html`<label class="choice">
    <input type="checkbox" .checked=${isChecked} @change=${(event: Event) => set((event.target as HTMLInputElement).checked)} />
    <span>${label}</span>
    ${help ? html`<span class="quiet">${help}</span>` : ""}
  </label>`;
}

export interface ColumnsChoice {
  legend: string;
  /** All that may be chosen, in their order. */
  names: readonly string[];
  chosen: readonly string[];
  meaning(name: string): string | undefined;
  change(names: string[]): void;
  /** What stands above the list. */
  above?: unknown;
  /** What is said when none is chosen. */
  whenEmpty: string;
}

/** Some of the table's columns; they keep their order. */
export function columnsField({ legend, names, chosen, meaning, change, above, whenEmpty }: ColumnsChoice): TemplateResult {
  const toggle = (name: string, isChosen: boolean) =>
    change(names.filter((other) => (other === name ? isChosen : chosen.includes(other))));
  return html`<fieldset class="field">
    <legend>${legend}</legend>
    ${above ?? ""}
    <div class="columns">
      ${names.map((name) => checkField(name, chosen.includes(name), (isChosen) => toggle(name, isChosen), meaning(name)))}
    </div>
    ${chosen.length === 0 ? html`<p role="status">${whenEmpty}</p>` : ""}
  </fieldset>`;
}

/** What a control holds. */
export function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
