/** The parts of ECharts that the page uses, and no others. */

import { GraphChart, ScatterChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import type { Drawing } from "./frame";

echarts.use([GraphChart, ScatterChart, GridComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

export { echarts };
export type Chart = echarts.ECharts;

/** What a chart shows, as an SVG element: drawn anew for a file, in its present size. */
export function drawingOfChart(chart: Chart, option: echarts.EChartsCoreOption): Drawing {
  const [width, height] = [Math.round(chart.getWidth()), Math.round(chart.getHeight())];
  const still = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    still.setOption(option);
    return { svg: still.renderToSVGString(), width, height };
  } finally {
    still.dispose();
  }
}
