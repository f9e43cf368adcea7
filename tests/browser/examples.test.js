// web/examples as their readers run them, under the strict policy.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { until } from "./views.js";

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

const open = async (path) => {
  ({ page, seen, context } = await openPage(browser, server.address, { path }));
};

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

test("plain HTML: a table is shown, a slider and a click are told, another file is taken", async () => {
  await open("/examples/plain/");
  const said = page.locator("#said");
  await said.getByText("60 customers are read.").waitFor();
  await page.getByRole("group", { name: "Who is alike" }).getByRole("button", { name: "s1" }).click();
  await said.getByText("Chosen: s1.").waitFor();
  await page.getByRole("slider", { name: /^Percent/ }).fill("100");
  await said.getByText(/\d+ customers would move\./).waitFor();
  const buffer = Buffer.from("a,b\n1,2\n2,1\n9,8\n8,9\n5,5\n");
  await page.locator("input[type=file]").first().setInputFiles({ name: "small.csv", mimeType: "text/csv", buffer });
  await page.getByText(/5 customers in 4 segments/).waitFor();
});

test("Arrow and ECharts: the chart follows the element", async () => {
  await open("/examples/arrow/");
  await page.getByText(/500 customers in 4 segments/).waitFor();
  const chart = page.locator("#chart canvas");
  await chart.waitFor();
  const picture = () => chart.evaluate((canvas) => canvas.toDataURL());
  const before = await picture();
  await page.getByRole("slider", { name: /^Percent/ }).fill("60");
  await page.getByText(/of 500 customers .* move/).waitFor();
  for (let attempt = 0; (await picture()) === before; attempt += 1) {
    assert.ok(attempt < 40, "the chart is drawn anew");
    await page.waitForTimeout(50);
  }
});

test("a frame: it is given a table and a scenario, tells who would move, and is as high as what is in it", async () => {
  await open("/examples/frame/");
  const said = page.locator("#said");
  await said.getByText("60 customers are read.").waitFor();
  const frame = page.frameLocator("iframe");
  await frame.getByText(/60 customers in 4 segments/).waitFor();
  await page.getByRole("button", { name: "Twice the energy" }).click();
  await said.getByText(/\d+ customers would move\./).waitFor();
  await frame.locator("canvas").first().waitFor();
  const heights = () => frame.locator("html").evaluate(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight]);
  await until(heights, ([whole, seen]) => whole === seen && whole > 1000);
});

test("Grafana: the built plugin loads as an AMD module and shows the frame of a query", async () => {
  await open("/blank");
  await page.evaluate(async () => {
    const script = (src) =>
      new Promise((resolve, reject) => Object.assign(document.head.appendChild(document.createElement("script")), { src, onload: resolve, onerror: reject }));
    await script("/node_modules/react/umd/react.production.min.js");
    await script("/node_modules/react-dom/umd/react-dom.production.min.js");
    // What stands in for Grafana: its packages, and a loader of AMD modules.
    class PanelPlugin {
      constructor(panel) {
        this.panel = panel;
        this.options = {};
      }
      setPanelOptions(build) {
        const builder = { addSelect: ({ path, defaultValue }) => ((this.options[path] = defaultValue), builder) };
        build(builder);
        return this;
      }
    }
    const given = { "@grafana/data": { PanelPlugin }, "@grafana/ui": { useTheme2: () => ({ isDark: true }) }, react: window.React };
    const loaded = {};
    window.define = (names, make) => make(...names.map((name) => (name === "exports" ? loaded : given[name])));
    window.define.amd = {};
    await script("/plugins/gridfolk-whatif-panel/module.js");
    const { plugin } = loaded;
    plugin.meta = { baseUrl: "plugins/gridfolk-whatif-panel" };
    const n = 90;
    const field = (name, type, value) => ({ name, type, values: Array.from({ length: n }, (_, i) => value(i)) });
    const frame = {
      length: n,
      fields: [
        field("time", "time", (i) => Date.UTC(2024, 0, 1 + i)),
        field("kwh", "number", (i) => (i % 9 === 0 ? null : 100 * (i % 3) + i)),
        field("tariff", "string", (i) => (i % 2 ? "tou" : "flat")),
        field("raw", "other", () => ({})),
      ],
    };
    const root = document.body.appendChild(document.createElement("div"));
    const panel = (options) => window.React.createElement(plugin.panel, { data: { series: [frame] }, options, width: 1100, height: 600 });
    const reactRoot = window.ReactDOM.createRoot(root);
    reactRoot.render(panel(plugin.options));
    window.withOptions = (options) => reactRoot.render(panel({ ...plugin.options, ...options }));
  });
  await page.getByText(/90 customers in 4 segments/).waitFor();
  assert.equal(await page.locator("gridfolk-whatif").evaluate((element) => getComputedStyle(element).colorScheme), "dark");
  await page.evaluate(() => window.withOptions({ locale: "zh-CN" }));
  await page.getByText(/90 位客户分为 4 群/).waitFor();
});
