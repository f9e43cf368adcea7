import type { EChartsCoreOption } from "echarts/core";
import { css, html } from "lit";
import { property, query } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import "../parts/picture";
import { DarkMode } from "./dark";
import type { Drawing, LegendEntry } from "./frame";
import { gridOption, type GridData } from "./grid-option";
import { markOf } from "./palette";
import { fontOf, Plot } from "./plot";
import { scatterOption, type ScatterData } from "./scatter-option";

/** What labels take of the picture, in pixels: about. */
const AROUND = { x: 80, y: 75 };

/** A scatter plot of segments; of cells where there are too many points. */
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

  @property({ attribute: false }) data: ScatterData | GridData | undefined;
  @property() description = "";

  @query(".plot") private plot!: HTMLElement;

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
    if (!("cells" in this.data)) return scatterOption(this.data, look);
    const { clientWidth: width, clientHeight: height } = this.plot;
    return gridOption(this.data, look, { width: width - AROUND.x, height: height - AROUND.y });
  }
}
