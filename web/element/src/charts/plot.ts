import type { EChartsCoreOption } from "echarts/core";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { problemOf } from "../client/problem";
import type { CallProblem } from "../client/protocol";
import type { Chart } from "./echarts";
import type { Drawing } from "./frame";

type Charts = typeof import("./echarts");

/** ECharts, fetched at the first chart: it is larger than all else together, and tables need not wait for it. */
let fetched: Promise<Charts> | undefined;

/** Fetches what charts are drawn with, so that they can be drawn later without a network. */
export function loadCharts(): Promise<Charts> {
  fetched ??= import("./echarts").catch((thrown) => {
    fetched = undefined;
    throw thrown;
  });
  return fetched;
}

/** The fonts of an element; ECharts writes them into SVG without escaping their quotes. */
export function fontOf({ fontFamily }: CSSStyleDeclaration): string {
  return fontFamily.replaceAll('"', "'");
}

export interface PlotHost extends ReactiveControllerHost, HTMLElement {}

/** A chart in an element: drawn once a frame, however often the element's data changed meanwhile, and given up with it. */
export class Plot implements ReactiveController {
  #host: PlotHost;
  #option: () => EChartsCoreOption | undefined;
  #charts: Charts | undefined;
  #chart: Chart | undefined;
  #frame = 0;
  #print = matchMedia("print");
  #resized = new ResizeObserver(() => {
    this.#chart?.resize();
    // Squares go by the size of the picture.
    this.#host.requestUpdate();
  });

  /** The chart stands in the host's `.plot`; `option` says what is drawn, nothing while there is nothing to draw. */
  constructor(host: PlotHost, option: () => EChartsCoreOption | undefined) {
    this.#host = host;
    this.#option = option;
    host.addController(this);
    loadCharts().catch(() => {});
  }

  /** Of the chart, in pixels. */
  get size(): { width: number; height: number } {
    const { clientWidth: width = 0, clientHeight: height = 0 } = this.#host.shadowRoot?.querySelector<HTMLElement>(".plot") ?? {};
    return { width, height };
  }

  /** What is drawn, for a file. */
  drawing(): Drawing | undefined {
    const option = this.#option();
    return option && this.#chart && this.#charts?.drawingOfChart(this.#chart, option);
  }

  hostConnected(): void {
    this.#print.addEventListener("change", this.#drawAtOnce);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#print.removeEventListener("change", this.#drawAtOnce);
    this.#resized.disconnect();
    this.#chart?.dispose();
    this.#chart = undefined;
  }

  hostUpdated(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#draw().catch((thrown) => this.#tell(problemOf(thrown)));
    });
  }

  async #draw(): Promise<void> {
    if (!this.#chart && !(await this.#made())) return;
    this.#redraw();
  }

  #redraw(): void {
    const option = this.#host.isConnected && this.#option();
    if (option) this.#chart?.setOption(option, { notMerge: true });
  }

  /** Paper has colours of its own, and no frame comes before it is printed. */
  #drawAtOnce = (): void => {
    this.#redraw();
    this.#chart?.getZr().flush();
  };

  /** Makes the chart, unless the element is gone before the charts are there, or they cannot be had. */
  async #made(): Promise<boolean> {
    this.#charts = await loadCharts();
    const place = this.#host.shadowRoot?.querySelector<HTMLElement>(".plot");
    if (!place || !this.#host.isConnected || this.#chart) return false;
    this.#chart = this.#charts.echarts.init(place);
    this.#resized.observe(place);
    return true;
  }

  #tell(problem: CallProblem): void {
    this.#host.dispatchEvent(new CustomEvent("gf-problem", { detail: problem, bubbles: true, composed: true }));
  }
}
