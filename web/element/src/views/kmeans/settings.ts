import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { checkField, columnsField, fieldStyles, selectField, sliderField } from "../../parts/fields";
import { inTableOrder, meaningOf, offeredColumns, type TableData } from "../../table";
import { K_MAX, lacksValues, type Settings } from "./settings-state";

/** What the segments are made of: columns, their number, weights, missing values. */
@customElement("gf-kmeans-settings")
export class KmeansSettings extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, fieldStyles];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;

  protected override render() {
    const t = this.t.kmeans;
    const { k, standardize } = this.settings;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${sliderField({
        ...{ id: "k", label: t.k, value: k, shown: this.format.count(k) },
        ...{ min: 1, max: Math.min(K_MAX, this.table.nRows), step: 1 },
        change: (value) => this.#change({ k: value }),
      })}
      ${this.#columns()}
      ${checkField(t.standardize, standardize, (isChecked) => this.#change({ standardize: isChecked }), t.standardizeHelp)}
      ${lacksValues(this.settings, this.table) ? this.#missing() : ""}
    </section>`;
  }

  #columns() {
    const t = this.t.kmeans;
    const { columns } = this.settings;
    const names = offeredColumns(this.table).map(({ name }) => name);
    return columnsField({
      legend: t.columns,
      names,
      chosen: columns,
      meaning: (name) => meaningOf(this.table, name, this.locale),
      change: (chosen) => this.#change({ columns: inTableOrder(this.table, chosen) }),
      above: html`<div class="row between">
        <span class="quiet number">${t.chosen(this.format.count(columns.length), this.format.count(names.length))}</span>
        <span>
          <button class="plain" @click=${() => this.#change({ columns: names })}>${t.all}</button>
          <button class="plain" @click=${() => this.#change({ columns: [] })}>${t.none}</button>
        </span>
      </div>`,
      whenEmpty: t.chooseColumns,
    });
  }

  #missing() {
    const t = this.t.kmeans;
    return selectField({
      id: "missing",
      label: t.missing,
      options: [
        { value: "mean", label: t.missingMean },
        { value: "drop", label: t.missingDrop },
      ],
      chosen: this.settings.missing,
      choose: (value) => this.#change({ missing: value as Settings["missing"] }),
    });
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}
