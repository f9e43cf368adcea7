import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element";
import { meaningOf, type TableData } from "../../table";
import { driverColumns, eventColumns, levelsOf, withEvent, type Settings } from "./state";

/** Which event, and what may drive it. */
@customElement("gf-sensitivity-settings")
export class SensitivitySettings extends GridfolkElement {
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
      select {
        width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;

  protected override render() {
    const t = this.t.sensitivity;
    const { target, event, columns, standardize, missing } = this.settings;
    const levels = levelsOf(this.table, target);
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${this.#select("target", t.target, eventColumns(this.table), target, (value) =>
        this.emit("gf-settings", withEvent(this.table, { ...this.settings, target: value })),
      )}
      ${event === undefined ? "" : this.#select("event", t.event, levels, event, (value) => this.#change({ event: value }))}
      <fieldset class="field">
        <legend>${t.columns}</legend>
        <div class="columns">${driverColumns(this.table, target).map((name) => this.#column(name))}</div>
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
      <div class="field">
        <label for="missing">${t.missing}</label>
        <select id="missing" @change=${(event: Event) => this.#change({ missing: valueOf(event) as Settings["missing"] })}>
          <option value="mean" ?selected=${missing === "mean"}>${t.missingMean}</option>
          <option value="drop" ?selected=${missing === "drop"}>${t.missingDrop}</option>
        </select>
      </div>
    </section>`;
  }

  #select(id: string, label: string, options: string[], chosen: string, choose: (value: string) => void) {
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <select id=${id} @change=${(event: Event) => choose(valueOf(event))}>
        ${options.map((option) => html`<option value=${option} ?selected=${option === chosen}>${option}</option>`)}
      </select>
    </div>`;
  }

  #column(name: string) {
    const { columns } = this.settings;
    const meaning = meaningOf(this.table, name, this.locale);
    const isChosen = columns.includes(name);
    const toggle = () => {
      const chosen = isChosen ? columns.filter((other) => other !== name) : [...columns, name];
      const inOrder = this.table.columns.map((column) => column.name).filter((other) => chosen.includes(other));
      this.#change({ columns: inOrder });
    };
    return html`<label class="choice">
      <input type="checkbox" .checked=${isChosen} @change=${toggle} />
      <span>${name}</span>
      ${meaning ? html`<span class="quiet">${meaning}</span>` : ""}
    </label>`;
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
