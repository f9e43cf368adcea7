import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { fieldStyles, selectField, sliderField } from "../../parts/fields";
import { meaningOf, type TableData } from "../../table";
import { targets, type Settings } from "./state";
import type { Distribution } from "./types";

/** What the card predicts, which columns enter it, and who is accepted. */
@customElement("gf-scorecard-settings")
export class ScorecardSettings extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, fieldStyles];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;
  /** The points that the slider of the cut-off ranges over. */
  @property({ attribute: false }) points: Distribution | undefined;

  protected override render() {
    const t = this.t.scorecard;
    const { target, minIv } = this.settings;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${selectField({
        ...{ id: "target", label: t.target, options: targets(this.table), chosen: target },
        help: meaningOf(this.table, target, this.locale),
        choose: (value) => this.#change({ target: value }),
      })}
      ${sliderField({
        ...{ id: "min-iv", label: t.minIv, help: t.minIvHelp, value: minIv, shown: this.format.value(minIv) },
        ...{ min: 0.02, max: 0.5, step: 0.01 },
        change: (value) => this.#change({ minIv: value }),
      })}
      ${this.#cutOff()}
    </section>`;
  }

  #cutOff() {
    const t = this.t.scorecard;
    const { cutOff } = this.settings;
    const { min, max } = this.points ?? { min: null, max: null };
    if (cutOff === undefined || min === null || max === null) return "";
    return sliderField({
      ...{ id: "cut-off", label: t.cutOff, help: t.cutOffHelp, value: cutOff, shown: this.format.count(cutOff) },
      ...{ min, max, step: 1 },
      change: (value) => this.#change({ cutOff: value }),
    });
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}
