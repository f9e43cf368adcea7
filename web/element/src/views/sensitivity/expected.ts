import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { Named } from "../../parts/question-state";
import type { Mover, WhatIfBody } from "./types";

/** Expected events before and after, the customers who cross the threshold, and who moves most. */
@customElement("gf-sensitivity-expected")
export class Expected extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .threshold {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) 64px;
        gap: 10px;
        align-items: center;
      }
      /* The slider has a line of its own where its words would leave it no room. */
      @container (max-width: 480px) {
        .threshold {
          grid-template-columns: minmax(0, 1fr) 64px;
        }
        .threshold label {
          grid-column: 1 / -1;
        }
      }
      .threshold output {
        text-align: end;
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) comparison: WhatIfBody | undefined;
  @property({ attribute: false }) movers: (Mover & Named)[] = [];
  @property({ attribute: false }) threshold = 0.5;

  protected override render() {
    const t = this.t.sensitivity;
    const { share } = this.format;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.expected}</h2>
      <div class="threshold">
        <label for="threshold">${t.threshold}</label>
        <input
          id="threshold"
          type="range"
          min="0.005"
          max="0.995"
          step="0.005"
          .value=${String(this.threshold)}
          @input=${(event: Event) => this.emit("gf-threshold", Number((event.target as HTMLInputElement).value))}
        />
        <output for="threshold">${share(this.threshold)}</output>
      </div>
      ${this.comparison ? this.#shown(this.comparison) : ""}
    </section>`;
  }

  #shown({ expected_events_before, expected_events_after, groups, movers }: WhatIfBody) {
    const t = this.t.sensitivity;
    const { count, value, difference } = this.format;
    const [before = 0, after = 0] = [groups.counts_before[1], groups.counts_after[1]];
    const row = (name: string, from: number, to: number, write: (n: number) => string) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="number">${write(from)}</td>
        <td class="number">${write(to)}</td>
        <td class="number">${difference(to - from)}</td>
      </tr>`;
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
        <table>
          <thead>
            <tr>
              <td></td>
              <th scope="col" class="number">${this.t.whatIf.before}</th>
              <th scope="col" class="number">${this.t.whatIf.after}</th>
              <th scope="col" class="number">${this.t.whatIf.difference}</th>
            </tr>
          </thead>
          <tbody>
            ${row(t.events, expected_events_before, expected_events_after, value)}
            ${row(t.above, before, after, count)}
          </tbody>
        </table>
      </div>
      <p role="status">${this.#crossing(groups.migration)}</p>
      ${movers.length > 0 ? this.#movers() : ""}`;
  }

  #crossing(migration: number[][]): string {
    const t = this.t.sensitivity;
    const { count } = this.format;
    const [up = 0, down = 0] = [migration[0]?.[1], migration[1]?.[0]];
    return up + down === 0 ? t.nobodyCrosses : t.crossing(count(down), count(up));
  }

  #movers() {
    const { share } = this.format;
    return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="movers">
      <h3 id="movers">${this.t.whatIf.movers}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t.whatIf.customer}</th>
            <th scope="col" class="number">${this.t.whatIf.before}</th>
            <th scope="col" class="number">${this.t.whatIf.after}</th>
          </tr>
        </thead>
        <tbody>
          ${this.movers.map(
            ({ id, row, probability_before, probability_after }) => html`<tr>
              <th scope="row">${this.customer({ row, id })}</th>
              <td class="number">${share(probability_before)}</td>
              <td class="number">${share(probability_after)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
