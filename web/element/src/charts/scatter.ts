import { css, html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { GridfolkElement } from "../element";
import { DarkMode } from "./dark";
import { echarts, type Chart } from "./echarts";
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

  @query(".plot") private plot!: HTMLElement;

  #chart: Chart | undefined;
  #dark = new DarkMode(this);
  #frame = 0;
  #resized = new ResizeObserver(() => this.#chart?.resize());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#resized.disconnect();
    this.#chart?.dispose();
    this.#chart = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override render() {
    return html`<div class="plot" role="img" aria-label=${this.description}></div>`;
  }

  protected override updated(): void {
    // Drawn once a frame, however often the data changed meanwhile.
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    if (!this.data || !this.isConnected) return;
    if (!this.#chart) {
      this.#chart = echarts.init(this.plot);
      this.#resized.observe(this.plot);
    }
    const style = getComputedStyle(this);
    const look = {
      isDark: this.#dark.isDark,
      text: style.getPropertyValue("--gf-chart-text") || style.color,
      line: this.#dark.isDark ? "#303944" : "#d8dfe8",
      font: style.fontFamily,
      formatValue: (x: number) => this.format.value(x),
    };
    this.#chart.setOption(scatterOption(this.data, look), { notMerge: true });
  }
}
