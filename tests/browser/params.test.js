// The form that the manifest makes, for the parameters that a view has no control of its own for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideModules, cellsOf, openView, until } from "./views.js";

let server, browser, modules;

besideModules((opened) => ({ server, browser, modules } = opened));

test("a parameter of the form goes into the request, and reset takes it out", async () => {
  const { page, seen, context } = await openView(browser, server.address, "kmeans", { ready: /^2,000 customers in 4 segments/ });
  const sizes = () => page.locator("gf-segments tbody tr").evaluateAll((rows) => rows.map((row) => row.children[1].textContent.trim()));
  const before = await sizes();
  const columns = await page.locator("gf-kmeans-settings label").evaluateAll((all) =>
    all.filter((label) => label.querySelector("input:checked")).map((label) => label.querySelector("span").textContent).slice(0, -1));
  await page.getByText("More parameters").click();
  await page.getByLabel("Most rounds max_iter").fill("1");
  await page.getByLabel("Most rounds max_iter").press("Enter");
  await page.getByText("The rounds ran out").waitFor();
  await page.getByLabel(/^Starts, the best/).fill("1");
  await page.getByLabel(/^Starts, the best/).press("Enter");
  const params = { columns, k: 4, standardize: true, missing: "mean", seed: 1, max_iter: 1, n_init: 1 };
  const { body } = await modules.run("kmeans", { op: "fit", params }, columns);
  const wanted = body.profile.map(({ size }) => size.toLocaleString("en"));
  await until(async () => (await sizes()).slice(0, 4).every((text, i) => text.startsWith(wanted[i])), (is) => is);
  await page.locator("gf-params").getByRole("button", { name: "Reset" }).click();
  await until(sizes, (now) => now.join() === before.join());
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("choices and JSON are understood, mistakes are told where they were made and by the module", async () => {
  const { page, seen, context } = await openView(browser, server.address, "tree", { ready: /^Learnt from \d+ of 2,000/ });
  const rules = () => cellsOf(page, "The rules");
  const before = await rules();
  await page.getByText("More parameters").click();
  await page.getByLabel("Measure of mixture criterion").selectOption("entropy");
  await page.getByLabel(/^Least improvement/).fill("9");
  await page.getByLabel(/^Least improvement/).press("Enter");
  await until(rules, (rows) => rows.length === 1);
  await page.getByLabel(/^Column of weights/).fill("no_such_column");
  await page.getByLabel(/^Column of weights/).press("Enter");
  assert.match(await page.getByRole("alert").innerText(), /column_not_found/);
  await page.locator("gf-params").getByRole("button", { name: "Reset" }).click();
  await until(rules, (rows) => rows.length === before.length);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();

  const card = await openView(browser, server.address, "scorecard", { ready: /columns in the card/ });
  await card.page.getByText("More parameters").click();
  await card.page.getByLabel(/^Codes that are no quantities/).fill("[1");
  await card.page.getByLabel(/^Codes that are no quantities/).blur();
  await card.page.getByText("This is no JSON:").waitFor();
  const base = card.page.getByLabel("Points that everyone begins with");
  const first = Number(await base.inputValue());
  await card.page.getByLabel("Base points scale.base_points").fill("900");
  await card.page.getByLabel("Base points scale.base_points").press("Enter");
  await until(async () => Number(await base.inputValue()), (points) => points > first + 200);
  assert.deepEqual(card.seen, { errors: [], strangers: [] });
  await card.context.close();
});

test("a module without a view has a form, tables of its reply, and problems in words", async () => {
  // The module for tests stands in for one of somebody else.
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1360, height: 900 } });
  const page = await context.newPage();
  const list = async (route) => {
    const known = await (await route.fetch()).json();
    const [probe] = await (await fetch(`${server.address}/test-modules/index.json`)).json();
    await route.fulfill({ json: [...known, probe] });
  };
  await context.route("**/v1/modules", list);
  await context.route("**/v1/modules/probe/module.wasm", async (route) => {
    const bytes = await (await fetch(`${server.address}/test-modules/probe.wasm`)).arrayBuffer();
    await route.fulfill({ body: Buffer.from(bytes), contentType: "application/wasm" });
  });
  await page.goto(`${server.address}/#probe`);
  await page.getByRole("combobox").first().selectOption("2000");
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await page.getByLabel("Operation").selectOption("count");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const figures = await until(() => cellsOf(page, "Figures"), (rows) => rows.length > 0);
  assert.deepEqual(figures.find(([name]) => name === "n_rows"), ["n_rows", "2,000"]);
  await page.getByLabel("Operation").selectOption("panic");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await context.close();
});
