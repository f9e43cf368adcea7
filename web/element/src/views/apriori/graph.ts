import type { EChartsCoreOption } from "echarts/core";
import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { DarkMode } from "../../charts/dark";
import type { Drawing } from "../../charts/frame";
import { markOf } from "../../charts/palette";
import { fontOf, Plot } from "../../charts/plot";
import { GridfolkElement } from "../../element";
import "../../parts/picture";
import { graphOption, SHOWN_MAX } from "./graph-option";
import type { Rule } from "./types";

/** The strongest rules as a graph; the table below has the figures. */
@customElement("gf-rule-graph")
export class RuleGraph extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .plot {
        width: 100%;
        height: clamp(320px, 52vh, 540px);
      }
    `,
  ];

  @property({ attribute: false }) rules: readonly Rule[] = [];
  @property({ type: Number }) ms = NaN;

  #dark = new DarkMode(this);
  #plot = new Plot(this, () => this.#option());

  protected override render() {
    const t = this.t.apriori;
    // Before the first reply nothing is known to be missing.
    const isEmpty = this.rules.length === 0 && Number.isFinite(this.ms);
    const nShown = this.format.count(Math.min(SHOWN_MAX, this.rules.length));
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.graph}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <p class="quiet" role="status">${isEmpty ? t.noRule : t.graphHelp(nShown)}</p>
      <gf-picture ?hidden=${isEmpty} .heading=${t.graph} .draw=${this.#drawing} .locale=${this.locale}>
        <div class="plot" role="img" aria-label=${t.graphDescription(nShown)}></div>
      </gf-picture>
    </section>`;
  }

  #drawing = (): Drawing | undefined => this.#plot.drawing();

  #option(): EChartsCoreOption {
    const style = getComputedStyle(this);
    const { isDark } = this.#dark;
    const look = {
      item: markOf(0, isDark).color,
      rule: markOf(1, isDark).color,
      text: style.getPropertyValue("--gf-chart-text") || style.color,
      line: isDark ? "#5d6a78" : "#a9b6c4",
      font: fontOf(style),
      size: this.#plot.size,
      formatValue: (x: number) => this.format.value(x),
      formatShare: (x: number) => this.format.share(x),
    };
    return graphOption(this.rules, look);
  }
}
