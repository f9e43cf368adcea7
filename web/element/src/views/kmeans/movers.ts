import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { DarkMode } from "../../charts/dark";
import { segmentMark } from "../../charts/mark";
import { GridfolkElement } from "../../element";
import type { Fit, NamedMover } from "./replies";

/** The ten customers who move most. */
@customElement("gf-movers")
export class Movers extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .segment {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) fit: Fit | undefined;
  @property({ attribute: false }) movers: NamedMover[] = [];

  #dark = new DarkMode(this);

  protected override render() {
    const t = this.t.whatIf;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.movers}</h2>
      ${this.movers.length === 0 ? html`<p class="quiet">${t.noMovers}</p>` : this.#table()}
    </section>`;
  }

  #table() {
    const t = this.t.whatIf;
    const nearer = this.format.column(this.movers.map(({ nearer_by }) => nearer_by));
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
      <table>
        <caption>
          ${t.nearerHelp}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.customer}</th>
            <th scope="col">${t.from}</th>
            <th scope="col">${t.to}</th>
            <th scope="col" class="number">${t.nearer}</th>
          </tr>
        </thead>
        <tbody>
          ${this.movers.map(
            ({ id, row, segment_before, segment_after, nearer_by }) => html`<tr>
              <th scope="row">${this.customer({ row, id })}</th>
              <td>${this.#segment(segment_before)}</td>
              <td>${this.#segment(segment_after)}</td>
              <td class="number">${nearer(nearer_by)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #segment(name: string) {
    const index = this.fit?.levels.indexOf(name) ?? -1;
    return html`<span class="segment">${index >= 0 ? segmentMark(index, this.#dark.isDark) : ""}${name}</span>`;
  }
}
