import { css, html } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../../define";
import type { Drawing } from "../../charts/frame";
import { tableDrawing } from "../../charts/table-drawing";
import { GridfolkElement } from "../../element";
import type { AssignReply, Matrix, Matrix1 } from "../../generated/segment";
import { dataTable, numeric } from "../../parts/data-table";
import { fieldStyles, selectField } from "../../parts/fields";
import "../../parts/picture";
import { LEVELS, type Result } from "./state";

/** Shades of a cell by its share of the class. */
const N_SHADES = 6;

/** Classes by the levels of one result: how many, and how large a part of the class. */
@customElement("gf-segment-matrix")
export class SegmentMatrix extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      td.cell {
        text-align: end;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      td.cell .quiet {
        margin-inline-start: 6px;
        color: inherit;
      }
      .shade1 {
        background: color-mix(in srgb, var(--gf-accent) 8%, transparent);
      }
      .shade2 {
        background: color-mix(in srgb, var(--gf-accent) 16%, transparent);
      }
      .shade3 {
        background: color-mix(in srgb, var(--gf-accent) 24%, transparent);
      }
      .shade4 {
        background: color-mix(in srgb, var(--gf-accent) 32%, transparent);
      }
      .shade5 {
        background: color-mix(in srgb, var(--gf-accent) 40%, transparent);
      }
    `,
  ];

  @property({ attribute: false }) assigned: AssignReply | undefined;
  /** After the change, where something was changed. */
  @property({ attribute: false }) changed: Matrix | Matrix1 | undefined;

  @state() private result = "";

  protected override render() {
    const { assigned } = this;
    if (!assigned) return "";
    const t = this.t.segment;
    const matrix = this.changed ?? assigned.matrix;
    const known = matrix.results.map(({ result }) => result).filter((result) => !assigned.missing_results.includes(result));
    const shown = known.includes(this.result) ? this.result : known[0];
    return html`${dataTable({
      label: t.classes,
      caption: this.changed ? t.afterChange : t.classesHelp,
      head: [{ text: t.class }, numeric(this.t.kmeans.size), numeric(this.t.kmeans.share), numeric(t.uncertain)],
      rows: matrix.classes.map(({ title, n, share, n_uncertain }) => [
        ...[this.locale === "zh-CN" ? title.zh : title.en, this.format.count(n)],
        ...[this.format.share(share), this.format.count(n_uncertain)],
      ]),
    })}
    ${shown === undefined ? html`<p class="quiet">${t.noResults}</p>` : this.#one(matrix, shown, known)}`;
  }

  #one(matrix: Matrix | Matrix1, shown: string, known: string[]) {
    const t = this.t.segment;
    const one = matrix.results.find(({ result }) => result === shown);
    const before = this.changed && this.assigned?.matrix.results.find(({ result }) => result === shown);
    if (!one) return "";
    return html`${selectField({
        ...{ id: "result", label: t.result, chosen: shown },
        options: known.map((value) => ({ value, label: t.results[value as Result] })),
        choose: (value) => (this.result = value),
      })}
      <gf-picture .heading=${this.t.words.named(t.matrix, t.results[shown as Result])} .draw=${this.#drawing} .locale=${this.locale}>
        <div class="scroll" tabindex="0" role="group" aria-label=${t.matrix}>
          <table class="shades">
            <caption>
              ${t.matrixHelp}
            </caption>
            <thead>
              <tr>
                <th scope="col">${t.class}</th>
                ${LEVELS.map((level) => html`<th scope="col" class="number">${t.levels[level]}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${matrix.classes.map(
                ({ title }, i) => html`<tr>
                  <th scope="row">${this.locale === "zh-CN" ? title.zh : title.en}</th>
                  ${LEVELS.map((_, j) => this.#cell(one.counts[i]?.[j] ?? 0, one.shares[i]?.[j] ?? 0, before?.counts[i]?.[j]))}
                </tr>`,
              )}
              <tr>
                <th scope="row">${t.all}</th>
                ${LEVELS.map((_, j) => this.#cell(one.totals[j] ?? 0, NaN, before?.totals[j]))}
              </tr>
            </tbody>
          </table>
        </div>
      </gf-picture>`;
  }

  #drawing = (): Drawing | undefined => {
    const table = this.renderRoot.querySelector<HTMLTableElement>(".shades");
    return table ? tableDrawing(table) : undefined;
  };

  #cell(n: number, share: number, was: number | undefined) {
    const shade = Number.isFinite(share) ? Math.min(N_SHADES - 1, Math.ceil(share * (N_SHADES - 1))) : 0;
    const { count, share: percent, difference } = this.format;
    const change = was === undefined || was === n ? "" : html` <strong>(${difference(n - was)})</strong>`;
    return html`<td class="cell shade${shade}">
      ${count(n)}${change}${share > 0 ? html`<span class="quiet">${percent(share)}</span>` : ""}
    </td>`;
  }
}
