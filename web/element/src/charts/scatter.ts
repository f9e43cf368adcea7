import type { EChartsCoreOption } from "echarts/core";
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../element";
import "../parts/picture";
import { DarkMode } from "./dark";
import type { Drawing, LegendEntry } from "./frame";
import { markOf } from "./palette";
import { fontOf, Plot } from "./plot";
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
  #plot = new Plot(this, () => this.#option());

  protected override render() {
    const { data } = this;
    const heading = data ? `${this.t.scatter.title}: ${data.x.name}, ${data.y.name}` : this.t.scatter.title;
    return html`<gf-picture .heading=${heading} .legend=${this.#legend()} .draw=${this.#drawing} .locale=${this.locale}>
      <div class="plot" role="img" aria-label=${this.description}></div>
    </gf-picture>`;
  }

  #legend(): LegendEntry[] {
    return (this.data?.levels ?? []).map((label, index) => ({ label, ...markOf(index, this.#dark.isDark) }));
  }

  #drawing = (): Drawing | undefined => this.#plot.drawing();

  #option(): EChartsCoreOption | undefined {
    if (!this.data) return undefined;
    const style = getComputedStyle(this);
    const look = {
      isDark: this.#dark.isDark,
      text: style.getPropertyValue("--gf-chart-text") || style.color,
      line: this.#dark.isDark ? "#303944" : "#d8dfe8",
      font: fontOf(style),
      formatValue: (x: number) => this.format.value(x),
    };
    return scatterOption(this.data, look);
  }
}
