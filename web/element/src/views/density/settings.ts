import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { FitReply } from "../../generated/density";
import { checkField, columnsField, fieldStyles, sliderField } from "../../parts/fields";
import { meaningOf, type TableData } from "../../table";
import { candidates, epsSpan, withColumns, type Settings } from "./state";

/** By which columns customers are neighbours, and how near. */
@customElement("gf-density-settings")
export class DensitySettings extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, fieldStyles];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;
  @property({ attribute: false }) fit: FitReply | undefined;

  protected override render() {
    const t = this.t.density;
    const { columns, log, standardize, top } = this.settings;
    const { count } = this.format;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${this.fit ? this.#near(this.fit) : ""}
      ${sliderField({
        ...{ id: "top", label: t.top, value: top, shown: count(top), min: 10, max: 200, step: 10 },
        change: (n) => this.#change({ top: n }),
      })}
      ${columnsField({
        ...{ legend: t.columns, names: candidates(this.table), chosen: columns, whenEmpty: this.t.kmeans.chooseColumns },
        meaning: (name) => meaningOf(this.table, name, this.locale),
        change: (chosen) => this.emit("gf-settings", withColumns(this.table, this.settings, chosen)),
      })}
      <fieldset class="field">
        <legend>${this.t.fuzzy.log}</legend>
        ${columns.map((name) => checkField(this.breakable(name), log.includes(name), (isLog) => this.#log(name, isLog)))}
        <p class="quiet">${t.logHelp}</p>
      </fieldset>
      ${checkField(
        this.t.kmeans.standardize,
        standardize,
        (isChecked) => this.#change({ standardize: isChecked, eps: undefined }),
        this.t.kmeans.standardizeHelp,
      )}
    </section>`;
  }

  #near({ eps, eps_suggested, min_points, reach_percentiles }: FitReply) {
    const t = this.t.density;
    const { value, count } = this.format;
    const shown = this.settings.eps ?? eps;
    const points = this.settings.minPoints ?? min_points;
    return html`${sliderField({
        ...{ id: "eps", label: t.eps, help: t.epsHelp(value(eps_suggested)), value: shown, shown: value(shown) },
        ...epsSpan(reach_percentiles, eps_suggested),
        change: (x) => this.#change({ eps: x }),
      })}
      <div><button ?disabled=${this.settings.eps === undefined} @click=${() => this.#change({ eps: undefined })}>${t.suggested}</button></div>
      ${sliderField({
        ...{ id: "min-points", label: t.minPoints, help: t.minPointsHelp, value: points, shown: count(points) },
        ...{ min: 2, max: Math.min(40, this.table.nRows), step: 1 },
        change: (n) => this.#change({ minPoints: n }),
      })}`;
  }

  #log(name: string, isLog: boolean): void {
    const { columns, log } = this.settings;
    this.#change({ log: columns.filter((other) => (other === name ? isLog : log.includes(other))), eps: undefined });
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}
