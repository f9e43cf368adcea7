import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { categoryColumns, type TableData } from "../../table";
import type { Edit } from "./state";

/** What if some customers got an item, or lost one? */
@customElement("gf-rule-edit")
export class RuleEdit extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .how {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  /** The column of sets that is edited. */
  @property() column = "";
  @property({ attribute: false }) items: readonly string[] = [];
  @property({ attribute: false }) edit: Edit | undefined;

  protected override render() {
    const t = this.t.apriori;
    const { edit } = this;
    const how = edit?.how ?? "insert";
    const button = (which: Edit["how"], label: string) =>
      html`<button aria-pressed=${how === which} ?disabled=${!edit} @click=${() => this.#change({ how: which })}>${label}</button>`;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.whatIf}</h2>
        <button class="plain" ?disabled=${!edit} @click=${() => this.emit("gf-rule-edit", null)}>${t.reset}</button>
      </div>
      <p class="quiet">${t.whatIfIntro}</p>
      <div class="field">
        <label for="item">${t.item}</label>
        <select id="item" @change=${(event: Event) => this.#item(valueOf(event))}>
          <option value="" ?selected=${!edit}>${t.noItem}</option>
          ${this.items.map((item) => html`<option value=${item} ?selected=${item === edit?.item}>${item}</option>`)}
        </select>
      </div>
      <div class="how" role="group" aria-label=${t.how}>${button("insert", t.insert)} ${button("remove", t.remove)}</div>
      ${edit ? this.#who(edit) : ""}
    </section>`;
  }

  #who(edit: Edit) {
    const t = this.t.whatIf;
    const choices = categoryColumns(this.table).flatMap(({ name, levels }) =>
      (levels ?? []).map(({ level }) => ({ column: name, level })),
    );
    const isChosen = (only: { column: string; level: string }) =>
      edit.only?.column === only.column && edit.only.level === only.level;
    return html`<div class="field">
      <label for="who">${t.who}</label>
      <select id="who" @change=${(event: Event) => this.#only(edit, choices[Number(valueOf(event))])}>
        <option value="-1" ?selected=${!edit.only}>${t.everyone}</option>
        ${choices.map(
          (only, index) => html`<option value=${index} ?selected=${isChosen(only)}>${only.column} = ${only.level}</option>`,
        )}
      </select>
    </div>`;
  }

  #item(item: string): void {
    const { how = "insert", only } = this.edit ?? {};
    this.emit("gf-rule-edit", item === "" ? null : { column: this.column, how, item, ...(only && { only }) });
  }

  #only(edit: Edit, only: Edit["only"]): void {
    const { column, how, item } = edit;
    this.emit("gf-rule-edit", { column, how, item, ...(only && { only }) });
  }

  #change(part: Partial<Edit>): void {
    if (this.edit) this.emit("gf-rule-edit", { ...this.edit, ...part });
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
