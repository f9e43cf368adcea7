import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { checkField, columnsField, fieldStyles, sliderField } from "../../parts/fields";
import { meaningOf, type TableData } from "../../table";
import { BETWEEN, C_MAX, candidates, editedWeights, initialWeights, withColumns, type Settings, type Weights } from "./state";

/** What grades are made of, and what makes one better than another. */
@customElement("gf-fuzzy-settings")
export class FuzzySettings extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .weights {
        display: grid;
        gap: 10px;
      }
      .card + .card {
        margin-top: 16px;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;
  /** As the sliders stand; a column that is not there has its usual weight. */
  @property({ attribute: false }) weights: Weights = {};
  @property({ attribute: false }) between = BETWEEN;

  protected override render() {
    const t = this.t.fuzzy;
    return html`<section class="card" aria-labelledby="title">
        <h2 id="title">${t.settings}</h2>
        ${this.#groups()}
      </section>
      ${this.settings.columns.length > 0 ? this.#value() : ""}`;
  }

  #groups() {
    const t = this.t.fuzzy;
    const { c, m, columns, log } = this.settings;
    const { count, value } = this.format;
    return html`${sliderField({
      ...{ id: "c", label: t.c, value: c, shown: count(c), min: 2, max: Math.min(C_MAX, this.table.nRows), step: 1 },
      change: (n) => this.#change({ c: n }),
    })}
    ${sliderField({
      ...{ id: "m", label: t.m, help: t.mHelp, value: m, shown: value(m), min: 1.1, max: 4, step: 0.1 },
      change: (x) => this.#change({ m: x }),
    })}
    ${columnsField({
      ...{ legend: t.columns, names: candidates(this.table), chosen: columns, whenEmpty: this.t.kmeans.chooseColumns },
      meaning: (name) => meaningOf(this.table, name, this.locale),
      change: (chosen) => this.emit("gf-settings", withColumns(this.table, this.settings, chosen)),
    })}
    <fieldset class="field">
      <legend>${t.log}</legend>
      ${columns.map((name) => checkField(this.breakable(name), log.includes(name), (isLog) => this.#log(name, isLog)))}
      <p class="quiet">${t.logHelp}</p>
    </fieldset>`;
  }

  #value() {
    const t = this.t.fuzzy;
    const { columns } = this.settings;
    const isEdited = editedWeights(columns, this.weights) !== undefined || this.between !== BETWEEN;
    return html`<section class="card" aria-labelledby="value">
      <div class="row between">
        <h2 id="value">${t.value}</h2>
        <button class="plain" ?disabled=${!isEdited} @click=${() => this.#weigh({}, BETWEEN)}>${this.t.whatIf.reset}</button>
      </div>
      <p class="quiet">${t.valueHelp}</p>
      <div class="weights">${columns.map((name) => this.#weight(name))}</div>
      ${sliderField({
        ...{ id: "between", label: t.between, help: t.betweenHelp, value: this.between, shown: this.format.share(this.between) },
        ...{ min: 0.05, max: 1, step: 0.05 },
        change: (share) => this.#weigh(this.weights, share),
      })}
    </section>`;
  }

  #weight(name: string) {
    const weight = this.weights[name] ?? initialWeights(this.settings.columns)[name] ?? 0;
    return sliderField({
      ...{ id: `weight-${name}`, label: this.breakable(name), value: weight, shown: this.format.value(weight), min: -1, max: 1, step: 0.01 },
      change: (x) => this.#weigh({ ...this.weights, [name]: x }, this.between),
    });
  }

  #log(name: string, isLog: boolean): void {
    const { columns, log } = this.settings;
    this.#change({ log: columns.filter((other) => (other === name ? isLog : log.includes(other))) });
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }

  #weigh(weights: Weights, between: number): void {
    this.emit("gf-value", { weights, between });
  }
}
