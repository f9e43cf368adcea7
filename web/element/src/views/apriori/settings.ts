import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { columnsField, fieldStyles, selectField, sliderField, type Span } from "../../parts/fields";
import { meaningOf, type TableData } from "../../table";
import { FLOORS, itemColumns, type Settings } from "./state";
import { MEASURES, type Measure } from "./types";

/** What is mined, and the sliders of the thresholds. */
@customElement("gf-rule-settings")
export class RuleSettings extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, fieldStyles];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;

  protected override render() {
    const t = this.t.apriori;
    const { floor, by, columns } = this.settings;
    const { share, value } = this.format;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${this.#slider("minSupport", t.minSupport, { min: floor, max: 0.5, step: 0.005 }, share)}
      ${this.#slider("minConfidence", t.minConfidence, { min: 0.1, max: 1, step: 0.01 }, share)}
      ${this.#slider("minLift", t.minLift, { min: 0, max: 5, step: 0.05 }, value)}
      ${selectField({
        ...{ id: "by", label: t.by, chosen: by },
        options: MEASURES.map((measure) => ({ value: measure, label: t.measures[measure] })),
        choose: (measure) => this.#change({ by: measure as Measure }),
      })}
      ${selectField({
        ...{ id: "floor", label: t.floor, chosen: String(floor) },
        options: FLOORS.map((choice) => ({ value: String(choice), label: share(choice) })),
        choose: (choice) => this.#floor(Number(choice)),
      })}
      ${columnsField({
        ...{ legend: t.columns, names: itemColumns(this.table), chosen: columns, whenEmpty: t.chooseColumns },
        meaning: (name) => meaningOf(this.table, name, this.locale),
        change: (chosen) => this.#change({ columns: chosen }),
      })}
    </section>`;
  }

  #slider(id: "minSupport" | "minConfidence" | "minLift", label: string, span: Span, write: (x: number) => string) {
    const value = this.settings[id];
    return sliderField({ id, label, value, shown: write(value), ...span, change: (x) => this.#change({ [id]: x }) });
  }

  #floor(floor: number): void {
    this.#change({ floor, minSupport: Math.max(floor, this.settings.minSupport) });
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-rule-settings", { ...this.settings, ...part });
  }
}
