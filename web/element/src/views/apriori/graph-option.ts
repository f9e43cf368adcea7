/** What ECharts is told about a graph of rules: items, and a point for each rule between its sides. */

import type { EChartsCoreOption } from "echarts/core";
import type { Rule } from "./types";

export interface GraphLook {
  item: string;
  rule: string;
  text: string;
  line: string;
  font: string;
  formatValue(x: number): string;
  formatShare(x: number): string;
}

/** More rules than this hide each other. */
export const SHOWN_MAX = 30;

export function graphOption(rules: readonly Rule[], look: GraphLook): EChartsCoreOption {
  const shown = rules.slice(0, SHOWN_MAX);
  const items = [...new Set(shown.flatMap(({ left, right }) => [...left, ...right]))];
  const most = Math.max(...shown.map(({ support }) => support), Number.MIN_VALUE);
  const itemNodes = items.map((item) => ({
    id: item,
    name: item,
    symbolSize: 16,
    itemStyle: { color: look.item },
    label: { show: true, position: "right", color: look.text, fontFamily: look.font },
  }));
  const ruleNodes = shown.map((rule, index) => ({
    id: `rule ${index}`,
    name: `${rule.left.join(" + ")} → ${rule.right.join(" + ")}`,
    symbolSize: 6 + 12 * Math.sqrt(rule.support / most),
    itemStyle: { color: look.rule, opacity: 0.75 },
    tooltip: { formatter: tellRule(rule, look) },
  }));
  const links = shown.flatMap(({ left, right }, index) => [
    ...left.map((item) => ({ source: item, target: `rule ${index}` })),
    ...right.map((item) => ({ source: `rule ${index}`, target: item, lineStyle: { width: 2 } })),
  ]);
  return {
    animation: false,
    tooltip: { renderMode: "richText", confine: true },
    series: [
      {
        type: "graph",
        layout: "force",
        // From a circle, without chance: the same rules give the same picture.
        force: { initLayout: "circular", layoutAnimation: false, repulsion: 300, edgeLength: 70, gravity: 0.1 },
        roam: true,
        data: [...itemNodes, ...ruleNodes],
        links,
        edgeSymbol: ["none", "arrow"],
        edgeSymbolSize: 7,
        lineStyle: { color: look.line, opacity: 0.9, curveness: 0.08 },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}

function tellRule({ left, right, support, confidence, lift }: Rule, look: GraphLook): string {
  const sides = `${left.join(" + ")} → ${right.join(" + ")}`;
  return `${sides}\n${look.formatShare(support)} · ${look.formatShare(confidence)} · ×${look.formatValue(lift)}`;
}
