import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { categoryColumns, meaningOf, numberColumn, type TableData } from "../table";
import { freshEdit, reachOf, type Edit } from "./scenario-state";

/** The sliders of the what-if scenario. */
@customElement("gf-scenario")
export class ScenarioEditor extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .edit {
        display: grid;
        gap: 10px;
        padding: 12px;
        background: var(--gf-raised);
        border-radius: min(8px, var(--gf-radius));
        min-width: 0;
      }
      .edit select {
        width: 100%;
      }
      .amount {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 104px;
        gap: 10px;
        align-items: center;
      }
      .amount input[type="number"] {
        width: 100%;
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      .how {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 6px;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) columns: string[] = [];
  @property({ attribute: false }) edits: Edit[] = [];
  /** What moving the sliders shows; where it is not said, who would move to another segment. */
  @property() intro: string | undefined;

  protected override render() {
    const t = this.t.whatIf;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.title}</h2>
        <button class="plain" ?disabled=${this.#isFresh} @click=${this.#reset}>${t.reset}</button>
      </div>
      <p class="quiet">${this.intro ?? t.intro}</p>
      ${repeat(
        this.edits,
        ({ id }) => id,
        (edit, index) => this.#edit(edit, index),
      )}
      <button ?disabled=${this.columns.length === 0} @click=${this.#add}>${t.more}</button>
    </section>`;
  }

  #edit(edit: Edit, index: number) {
    const t = this.t.whatIf;
    return html`<div class="edit" role="group" aria-label=${t.change(String(index + 1))}>
      <div class="row between">
        <h3>${t.change(String(index + 1))}</h3>
        ${this.edits.length > 1
          ? html`<button class="plain" @click=${() => this.#remove(edit)}>${t.remove}</button>`
          : ""}
      </div>
      ${this.#column(edit)} ${this.#how(edit)} ${this.#amount(edit)} ${this.#who(edit)}
    </div>`;
  }

  #column(edit: Edit) {
    const meaning = meaningOf(this.table, edit.column, this.locale);
    return html`<div class="field">
      <label for="column${edit.id}">${this.t.whatIf.column}</label>
      <select id="column${edit.id}" aria-describedby=${meaning ? `meaning${edit.id}` : nothing} @change=${(event: Event) => this.#change(edit, { column: valueOf(event), amount: 0 })}>
        ${this.columns.map((name) => html`<option value=${name} ?selected=${name === edit.column}>${name}</option>`)}
      </select>
      ${meaning === undefined ? nothing : html`<span class="quiet" id="meaning${edit.id}">${meaning}</span>`}
    </div>`;
  }

  #how(edit: Edit) {
    const t = this.t.whatIf;
    const button = (how: Edit["how"], label: string) =>
      html`<button aria-pressed=${edit.how === how} @click=${() => this.#change(edit, { how, amount: 0 })}>${label}</button>`;
    return html`<div class="how" role="group" aria-label=${t.how}>${button("scale", t.scale)} ${button("add", t.add)}</div>`;
  }

  #amount(edit: Edit) {
    const { min, max, step } = reachOf(edit, numberColumn(this.table, edit.column));
    const label = `${edit.how === "scale" ? this.t.whatIf.percent : this.t.whatIf.amount}: ${edit.column}`;
    const set = (event: Event) => this.#change(edit, { amount: Number(valueOf(event)) });
    return html`<div class="amount">
      <input type="range" aria-label=${label} min=${min} max=${max} step=${step} .value=${String(edit.amount)} @input=${set} />
      <input type="number" aria-label=${label} step="any" .value=${String(edit.amount)} @change=${set} />
    </div>`;
  }

  #who(edit: Edit) {
    const t = this.t.whatIf;
    const categories = categoryColumns(this.table);
    if (categories.length === 0) return "";
    const levels = categories.find(({ name }) => name === edit.only?.column)?.levels ?? [];
    return html`<div class="pair">
      <div class="field">
        <label for="who${edit.id}">${t.who}</label>
        <select id="who${edit.id}" @change=${(event: Event) => this.#only(edit, valueOf(event))}>
          <option value="" ?selected=${!edit.only}>${t.everyone}</option>
          ${categories.map(
            ({ name }) => html`<option value=${name} ?selected=${name === edit.only?.column}>${t.only(name)}</option>`,
          )}
        </select>
      </div>
      ${edit.only
        ? html`<div class="field">
            <label for="level${edit.id}">${t.level}</label>
            <select
              id="level${edit.id}"
              @change=${(event: Event) =>
                edit.only && this.#change(edit, { only: { column: edit.only.column, level: valueOf(event) } })}
            >
              ${levels.map(
                ({ level }) => html`<option value=${level} ?selected=${level === edit.only?.level}>${level}</option>`,
              )}
            </select>
          </div>`
        : ""}
    </div>`;
  }

  #only(edit: Edit, column: string): void {
    const level = categoryColumns(this.table).find(({ name }) => name === column)?.levels?.[0]?.level;
    const { only: _, ...everyone } = edit;
    this.#replace(edit, level === undefined ? everyone : { ...edit, only: { column, level } });
  }

  #change(edit: Edit, part: Partial<Edit>): void {
    this.#replace(edit, { ...edit, ...part });
  }

  #replace(edit: Edit, next: Edit): void {
    this.#emit(this.edits.map((candidate) => (candidate.id === edit.id ? next : candidate)));
  }

  #add(): void {
    const id = 1 + Math.max(-1, ...this.edits.map((edit) => edit.id));
    const unused = this.columns.find((name) => this.edits.every(({ column }) => column !== name));
    const column = unused ?? this.columns[0];
    if (column) this.#emit([...this.edits, freshEdit(id, column)]);
  }

  #remove(edit: Edit): void {
    this.#emit(this.edits.filter(({ id }) => id !== edit.id));
  }

  /** Whether nothing was changed yet, so that there is nothing to take back. */
  get #isFresh(): boolean {
    return JSON.stringify(this.edits) === JSON.stringify(this.#freshEdits);
  }

  /** The first change alone, without effect. */
  get #freshEdits(): Edit[] {
    return this.edits.slice(0, 1).map(({ id, column }) => freshEdit(id, column));
  }

  #reset(): void {
    this.#emit(this.#freshEdits);
  }

  #emit(edits: Edit[]): void {
    this.emit("gf-edits", edits);
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
