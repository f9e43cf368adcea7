import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element";
import { meaningOf, offeredColumns, type TableData } from "../../table";
import { K_MAX, lacksValues, toggled, type Settings } from "./settings-state";

/** What the segments are made of: columns, their number, weights, missing values. */
@customElement("gf-kmeans-settings")
export class KmeansSettings extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .columns {
        max-height: 232px;
        overflow: auto;
        border: 1px solid var(--gf-line);
        border-radius: 7px;
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
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;

  protected override render() {
    const t = this.t.kmeans;
    const { k, standardize, columns } = this.settings;
    const numbers = offeredColumns(this.table);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      <div class="field">
        <div class="row between">
          <label for="k"><strong>${t.k}</strong></label>
          <output for="k">${k}</output>
        </div>
        <input
          id="k"
          type="range"
          min="1"
          max=${Math.min(K_MAX, this.table.nRows)}
          .value=${String(k)}
          @input=${(event: Event) => this.#change({ k: Number((event.target as HTMLInputElement).value) })}
        />
      </div>
      <fieldset class="field">
        <legend>${t.columns}</legend>
        <div class="row between">
          <span class="quiet number">${t.chosen(this.format.count(columns.length), this.format.count(numbers.length))}</span>
          <span>
            <button class="plain" @click=${() => this.#change({ columns: numbers.map(({ name }) => name) })}>${t.all}</button>
            <button class="plain" @click=${() => this.#change({ columns: [] })}>${t.none}</button>
          </span>
        </div>
        <div class="columns">${numbers.map(({ name }) => this.#column(name))}</div>
        ${columns.length === 0 ? html`<p role="status">${t.chooseColumns}</p>` : ""}
      </fieldset>
      <label class="choice">
        <input
          type="checkbox"
          .checked=${standardize}
          @change=${(event: Event) => this.#change({ standardize: (event.target as HTMLInputElement).checked })}
        />
        <span>${t.standardize}</span>
        <span class="quiet">${t.standardizeHelp}</span>
      </label>
      ${lacksValues(this.settings, this.table) ? this.#missing() : ""}
    </section>`;
  }

  #column(name: string) {
    const meaning = meaningOf(this.table, name, this.locale);
    return html`<label class="choice">
      <input
        type="checkbox"
        .checked=${this.settings.columns.includes(name)}
        @change=${() => this.emit("gf-settings", toggled(this.settings, this.table, name))}
      />
      <span>${name}</span>
      ${meaning ? html`<span class="quiet">${meaning}</span>` : ""}
    </label>`;
  }

  #missing() {
    const t = this.t.kmeans;
    return html`<div class="field">
      <label for="missing">${t.missing}</label>
      <select
        id="missing"
        @change=${(event: Event) =>
          this.#change({ missing: (event.target as HTMLSelectElement).value as Settings["missing"] })}
      >
        <option value="mean" ?selected=${this.settings.missing === "mean"}>${t.missingMean}</option>
        <option value="drop" ?selected=${this.settings.missing === "drop"}>${t.missingDrop}</option>
      </select>
    </div>`;
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}
