/** What ECharts is told about a graph of rules: items, and a point for each rule between its sides. */

import type { EChartsCoreOption } from "echarts/core";
import { placesOf } from "./graph-layout";
import type { Rule } from "./types";

export interface GraphLook {
  item: string;
  rule: string;
  text: string;
  line: string;
  font: string;
  /** Size of the picture, in pixels. */
  size: { width: number; height: number };
  formatValue(x: number): string;
  formatShare(x: number): string;
}

/** More rules than this hide each other. */
export const SHOWN_MAX = 30;

/** Names stand to the right of their points. */
const EDGE = { left: 24, right: 150, top: 24, bottom: 24 };

export function graphOption(rules: readonly Rule[], look: GraphLook): EChartsCoreOption {
  const shown = rules.slice(0, SHOWN_MAX);
  const items = [...new Set(shown.flatMap(({ left, right }) => [...left, ...right]))];
  const most = Math.max(...shown.map(({ support }) => support), Number.MIN_VALUE);
  const links = linksOf(shown);
  const places = placesOf([...items, ...shown.map((_, index) => ruleId(index))], links, aspectOf(look.size));
  const itemNodes = items.map((item) => ({
    ...{ id: item, ...places.get(item) },
    name: item,
    symbolSize: 16,
    itemStyle: { color: look.item },
    label: { show: true, position: "right", color: look.text, fontFamily: look.font },
  }));
  const ruleNodes = shown.map((rule, index) => ({
    ...{ id: ruleId(index), ...places.get(ruleId(index)) },
    name: `${rule.left.join(" + ")} → ${rule.right.join(" + ")}`,
    symbolSize: 6 + 12 * Math.sqrt(rule.support / most),
    itemStyle: { color: look.rule, opacity: 0.75 },
    tooltip: { formatter: tellRule(rule, look) },
  }));
  return {
    animation: false,
    tooltip: { renderMode: "richText", confine: true },
    series: [
      {
        type: "graph",
        layout: "none",
        ...EDGE,
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

/** Width to height of what lies within the edges. */
function aspectOf({ width, height }: GraphLook["size"]): number {
  const within = (size: number, edges: number) => Math.max(size - edges, 1);
  return within(width, EDGE.left + EDGE.right) / within(height, EDGE.top + EDGE.bottom);
}

function ruleId(index: number): string {
  return `rule ${index}`;
}

function linksOf(rules: readonly Rule[]) {
  return rules.flatMap(({ left, right }, index) => [
    ...left.map((item) => ({ source: item, target: ruleId(index) })),
    ...right.map((item) => ({ source: ruleId(index), target: item, lineStyle: { width: 2 } })),
  ]);
}

function tellRule({ left, right, support, confidence, lift }: Rule, look: GraphLook): string {
  const sides = `${left.join(" + ")} → ${right.join(" + ")}`;
  return `${sides}\n${look.formatShare(support)} · ${look.formatShare(confidence)} · ×${look.formatValue(lift)}`;
}
