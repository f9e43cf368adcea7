import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element";
import { meaningOf, type TableData } from "../../table";
import { targets, type Settings } from "./state";
import type { Distribution } from "./types";

/** What the card predicts, which columns enter it, and who is accepted. */
@customElement("gf-scorecard-settings")
export class ScorecardSettings extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      output {
        font-size: 1.06rem;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      select {
        width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;
  /** The points that the slider of the cut-off ranges over. */
  @property({ attribute: false }) points: Distribution | undefined;

  protected override render() {
    const t = this.t.scorecard;
    const { target, minIv, cutOff } = this.settings;
    const meaning = meaningOf(this.table, target, this.locale);
    const { min, max } = this.points ?? { min: null, max: null };
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      <div class="field">
        <label for="target">${t.target}</label>
        <select id="target" @change=${(event: Event) => this.#change({ target: valueOf(event) })}>
          ${targets(this.table).map((name) => html`<option value=${name} ?selected=${name === target}>${name}</option>`)}
        </select>
        ${meaning ? html`<p class="quiet">${meaning}</p>` : ""}
      </div>
      ${this.#slider("min-iv", t.minIv, t.minIvHelp, { min: 0.02, max: 0.5, step: 0.01 }, minIv, this.format.value(minIv), (value) => ({
        minIv: value,
      }))}
      ${cutOff !== undefined && min !== null && max !== null
        ? this.#slider("cut-off", t.cutOff, t.cutOffHelp, { min, max, step: 1 }, cutOff, this.format.count(cutOff), (value) => ({
            cutOff: value,
          }))
        : ""}
    </section>`;
  }

  #slider(
    id: string,
    label: string,
    help: string,
    { min, max, step }: { min: number; max: number; step: number },
    value: number,
    shown: string,
    change: (value: number) => Partial<Settings>,
  ) {
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
        @input=${(event: Event) => this.#change(change(Number(valueOf(event))))}
      />
      <p class="quiet">${help}</p>
    </div>`;
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
