import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element";
import type { TableData } from "../../table";
import { FLOORS, itemColumns, type Settings } from "./state";
import { MEASURES, type Measure } from "./types";

/** What is mined, and the sliders of the thresholds. */
@customElement("gf-rule-settings")
export class RuleSettings extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .columns {
        max-height: 180px;
        overflow: auto;
        border: 1px solid var(--gf-line);
        border-radius: 7px;
        padding: 4px 10px;
      }
      .choice {
        display: flex;
        gap: 8px;
        padding: 3px 0;
      }
      output {
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;

  protected override render() {
    const t = this.t.apriori;
    const { floor, minSupport, minConfidence, minLift, by, columns } = this.settings;
    const { share, value } = this.format;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${this.#slider("support", t.minSupport, minSupport, { min: floor, max: 0.5, step: 0.005 }, share(minSupport), (x) =>
        this.#change({ minSupport: x }),
      )}
      ${this.#slider("confidence", t.minConfidence, minConfidence, { min: 0.1, max: 1, step: 0.01 }, share(minConfidence), (x) =>
        this.#change({ minConfidence: x }),
      )}
      ${this.#slider("lift", t.minLift, minLift, { min: 0, max: 5, step: 0.05 }, value(minLift), (x) =>
        this.#change({ minLift: x }),
      )}
      <div class="field">
        <label for="by">${t.by}</label>
        <select id="by" @change=${(event: Event) => this.#change({ by: valueOf(event) as Measure })}>
          ${MEASURES.map((measure) => html`<option value=${measure} ?selected=${measure === by}>${t.measures[measure]}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="floor">${t.floor}</label>
        <select id="floor" @change=${(event: Event) => this.#floor(Number(valueOf(event)))}>
          ${FLOORS.map((choice) => html`<option value=${choice} ?selected=${choice === floor}>${share(choice)}</option>`)}
        </select>
      </div>
      <fieldset class="field">
        <legend>${t.columns}</legend>
        <div class="columns">
          ${itemColumns(this.table).map(
            (name) => html`<label class="choice">
              <input type="checkbox" .checked=${columns.includes(name)} @change=${() => this.#toggle(name)} />
              <span>${this.breakable(name)}</span>
            </label>`,
          )}
        </div>
        ${columns.length === 0 ? html`<p role="status">${t.chooseColumns}</p>` : ""}
      </fieldset>
    </section>`;
  }

  #slider(
    id: string,
    label: string,
    value: number,
    { min, max, step }: { min: number; max: number; step: number },
    shown: string,
    set: (value: number) => void,
  ) {
    return html`<div class="field">
      <div class="row between">
        <label for=${id}>${label}</label>
        <output for=${id}>${shown}</output>
      </div>
      <input
        id=${id}
        type="range"
        min=${min}
        max=${max}
        step=${step}
        .value=${String(value)}
        @input=${(event: Event) => set(Number(valueOf(event)))}
      />
    </div>`;
  }

  #floor(floor: number): void {
    this.#change({ floor, minSupport: Math.max(floor, this.settings.minSupport) });
  }

  #toggle(column: string): void {
    const has = this.settings.columns.includes(column);
    const chosen = itemColumns(this.table).filter((name) => (name === column ? !has : this.settings.columns.includes(name)));
    this.#change({ columns: chosen });
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-rule-settings", { ...this.settings, ...part });
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
