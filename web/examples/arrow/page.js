import { tableFromArrays, tableToIPC } from "/node_modules/@uwdata/flechette/src/index.js";
import * as echarts from "/node_modules/echarts/dist/echarts.esm.min.mjs";
import "/node_modules/gridfolk/dist/whatif.js";

const N = 500;
const customers = tableFromArrays({
  kwh_year: Float64Array.from({ length: N }, (_, i) => 1500 + 2500 * (i % 4) + ((i * 7919) % 600)),
  peak_share: Float64Array.from({ length: N }, (_, i) => (i % 4 === 3 ? 0.7 : 0.3) + ((i * 104729) % 100) / 1000),
  connected: Array.from({ length: N }, (_, i) => (i % 50 === 0 ? null : new Date(Date.UTC(2010 + (i % 12), 0, 1)))),
  tariff: Array.from({ length: N }, (_, i) => (i % 2 ? "tou" : "flat")),
});

const chart = echarts.init(document.querySelector("#chart"));
const element = document.querySelector("gridfolk-whatif");

element.addEventListener("gridfolk-change", ({ detail: { op, reply } }) => {
  if (op === "fit") draw(reply.profile.map(({ segment }) => segment), reply.sizes, reply.sizes);
  if (op === "what_if") draw(reply.segments.groups, reply.segments.counts_before, reply.segments.counts_after);
});
element.table = tableToIPC(customers, { format: "stream" });

function draw(groups, before, after) {
  chart.setOption({
    // Under a strict policy tooltips are drawn, too.
    tooltip: { renderMode: "richText" },
    xAxis: { type: "category", data: groups },
    yAxis: { type: "value" },
    series: [
      { name: "before", type: "bar", data: before },
      { name: "after", type: "bar", data: after },
    ],
  });
}
