import { css, html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { DarkMode } from "../../charts/dark";
import { echarts, type Chart } from "../../charts/echarts";
import { markOf } from "../../charts/palette";
import { GridfolkElement } from "../../element";
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
    const t = this.t.apriori;
    const nShown = this.format.count(Math.min(SHOWN_MAX, this.rules.length));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.graph}</h2>
      <p class="quiet">${t.graphHelp(nShown)}</p>
      <div class="plot" role="img" aria-label=${t.graphDescription(nShown)}></div>
    </section>`;
  }

  protected override updated(): void {
    // Drawn once a frame, however often the rules changed meanwhile.
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    if (!this.isConnected) return;
    if (!this.#chart) {
      this.#chart = echarts.init(this.plot);
      this.#resized.observe(this.plot);
    }
    const style = getComputedStyle(this);
    const { isDark } = this.#dark;
    const look = {
      item: markOf(0, isDark).color,
      rule: markOf(1, isDark).color,
      text: style.getPropertyValue("--gf-chart-text") || style.color,
      line: isDark ? "#5d6a78" : "#a9b6c4",
      font: style.fontFamily,
      formatValue: (x: number) => this.format.value(x),
      formatShare: (x: number) => this.format.share(x),
    };
    this.#chart.setOption(graphOption(this.rules, look), { notMerge: true });
  }
}
