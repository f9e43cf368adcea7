import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { NamedMover } from "./types";

/** The ten customers whose points change most. */
@customElement("gf-points-movers")
export class PointsMovers extends GridfolkElement {
  @property({ attribute: false }) movers: NamedMover[] = [];

  protected override render() {
    const t = this.t.whatIf;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.movers}</h2>
      ${this.movers.length === 0 ? html`<p class="quiet">${t.noMovers}</p>` : this.#table()}
    </section>`;
  }

  #table() {
    const t = this.t.scorecard;
    const { count, difference } = this.format;
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t.whatIf.customer}</th>
            <th scope="col" class="number">${t.before}</th>
            <th scope="col" class="number">${t.after}</th>
            <th scope="col" class="number">${t.change}</th>
            <th scope="col">${t.grade}</th>
          </tr>
        </thead>
        <tbody>
          ${this.movers.map(
            ({ id, row, points_before, points_after, grade_before, grade_after }) => html`<tr>
              <th scope="row">${this.customer({ row, id })}</th>
              <td class="number">${count(points_before)}</td>
              <td class="number">${count(points_after)}</td>
              <td class="number">${difference(points_after - points_before)}</td>
              <td>${grade_before === grade_after ? grade_before : `${grade_before} → ${grade_after}`}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
