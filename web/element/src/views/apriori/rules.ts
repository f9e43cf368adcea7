import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { Rule } from "./types";

/** Rules with their measures. */
@customElement("gf-rules")
export class RuleTable extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .scroll {
        max-height: 460px;
        overflow: auto;
      }
      th[scope="row"] {
        min-width: 180px;
        font-weight: 500;
        white-space: normal;
      }
      caption {
        white-space: normal;
      }
      .arrow {
        color: var(--gf-accent);
        font-weight: 700;
      }
    `,
  ];

  @property() heading = "";
  @property() note = "";
  @property({ attribute: false }) rules: readonly Rule[] = [];

  protected override render() {
    const t = this.t.apriori;
    const lift = this.format.column(this.rules.map((rule) => rule.lift));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${this.heading}</h2>
      <p class="quiet" role="status">${this.note}</p>
      ${this.rules.length === 0
        ? ""
        : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="title">
            <table>
              <caption>
                ${t.measuresHelp}
              </caption>
              <thead>
                <tr>
                  <th scope="col">${t.rule}</th>
                  <th scope="col" class="number">${t.customers}</th>
                  <th scope="col" class="number">${t.support}</th>
                  <th scope="col" class="number">${t.confidence}</th>
                  <th scope="col" class="number">${t.lift}</th>
                  <th scope="col" class="number">${t.p}</th>
                </tr>
              </thead>
              <tbody>
                ${this.rules.map((rule) => this.#row(rule, lift))}
              </tbody>
            </table>
          </div>`}
    </section>`;
  }

  #row({ left, right, n_both, support, confidence, lift, p_fdr, redundant }: Rule, written: (lift: number) => string) {
    return html`<tr>
      <th scope="row">
        ${left.join(" + ")} <span class="arrow" aria-hidden="true">→</span> ${right.join(" + ")}
        ${redundant ? html`<span class="quiet">${this.t.apriori.redundant}</span>` : ""}
      </th>
      <td class="number">${this.format.count(n_both)}</td>
      <td class="number">${this.format.share(support)}</td>
      <td class="number">${this.format.share(confidence)}</td>
      <td class="number">${written(lift)}</td>
      <td class="number">${this.format.chance(p_fdr)}</td>
    </tr>`;
  }
}
