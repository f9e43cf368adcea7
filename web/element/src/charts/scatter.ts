import type { EChartsCoreOption } from "echarts/core";
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../element";
import { DarkMode } from "./dark";
import { Plot } from "./plot";
import { scatterOption, type ScatterData } from "./scatter-option";

/** A scatter plot of segments. */
@customElement("gf-scatter")
export class ScatterPlot extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .plot {
        width: 100%;
        height: clamp(300px, 44vh, 460px);
      }
    `,
  ];

  @property({ attribute: false }) data: ScatterData | undefined;
  @property() description = "";

  #dark = new DarkMode(this);

  constructor() {
    super();
    new Plot(this, () => this.#option());
  }

  protected override render() {
    return html`<div class="plot" role="img" aria-label=${this.description}></div>`;
  }

  #option(): EChartsCoreOption | undefined {
    if (!this.data) return undefined;
    const style = getComputedStyle(this);
    const look = {
      isDark: this.#dark.isDark,
      text: style.getPropertyValue("--gf-chart-text") || style.color,
      line: this.#dark.isDark ? "#303944" : "#d8dfe8",
      font: style.fontFamily,
      formatValue: (x: number) => this.format.value(x),
    };
    return scatterOption(this.data, look);
  }
}
