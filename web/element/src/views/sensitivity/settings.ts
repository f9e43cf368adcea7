import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { checkField, columnsField, fieldStyles, selectField } from "../../parts/fields";
import { meaningOf, type TableData } from "../../table";
import { driverColumns, eventColumns, levelsOf, withEvent, type Settings } from "./state";

/** What is to be explained, and by what. */
@customElement("gf-sensitivity-settings")
export class SensitivitySettings extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, fieldStyles];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;

  protected override render() {
    const t = this.t.sensitivity;
    const { target, event, columns, standardize, missing } = this.settings;
    const names = driverColumns(this.table, target);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${selectField({
        ...{ id: "target", label: t.target, options: eventColumns(this.table), chosen: target },
        choose: (value) => this.emit("gf-settings", withEvent(this.table, { ...this.settings, target: value })),
      })}
      ${event === undefined ? "" : this.#event(event)}
      ${columnsField({
        ...{ legend: t.columns, names, chosen: columns, whenEmpty: t.chooseColumns },
        meaning: (name) => meaningOf(this.table, name, this.locale),
        change: (chosen) => this.#change({ columns: chosen }),
      })}
      ${checkField(t.standardize, standardize, (isChecked) => this.#change({ standardize: isChecked }), t.standardizeHelp)}
      ${selectField({
        id: "missing",
        label: t.missing,
        options: [
          { value: "mean", label: t.missingMean },
          { value: "drop", label: t.missingDrop },
        ],
        chosen: missing,
        choose: (value) => this.#change({ missing: value as Settings["missing"] }),
      })}
    </section>`;
  }

  #event(event: string) {
    const options = levelsOf(this.table, this.settings.target);
    const choose = (value: string) => this.#change({ event: value });
    return selectField({ id: "event", label: this.t.sensitivity.event, options, chosen: event, choose });
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}
