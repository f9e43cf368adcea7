// Thresholds with costs, beside sums over the module's own replies.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { besideModules, cellsOf, numberIn, openView, until } from "./views.js";

const READY = /Last reply in/;
const [CONTACT, EVENT, AVOIDED] = [4, 150, 0.25];

let server, browser, modules, page, seen, context;

besideModules((opened) => ({ server, browser, modules } = opened));

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const open = async (module) => {
  ({ page, seen, context } = await openView(browser, server.address, module, { ready: READY }));
  await page.locator("gf-costs .figures").waitFor();
};

/** Sets the three costs. */
async function setCosts() {
  for (const [label, value] of [["Cost of contacting one customer", CONTACT], ["Cost of one event", EVENT], ["Events that contacting avoids, %", 100 * AVOIDED]]) {
    await page.getByLabel(label).fill(String(value));
    await page.getByLabel(label).press("Enter");
  }
}

/** The figures: customers, costs, saving, net, total. */
const figures = async () => (await page.locator("gf-costs .figure strong").allInnerTexts()).map(numberIn);

/** What the figures must be for those who are chosen, as the page rounds them. */
function expected(chances, isChosen) {
  const chosen = chances.filter((_, row) => isChosen(row));
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const [cost, saving] = [CONTACT * chosen.length, AVOIDED * EVENT * sum(chosen)];
  return [chosen.length, cost, saving, saving - cost, EVENT * sum(chances) - saving + cost];
}

/** Whether figures are these, but for what people are shown of them: three digits, or whole numbers. */
const isNear = (shown, wanted) => shown.length === wanted.length && shown.every((x, i) => Math.abs(x - wanted[i]) <= Math.max(0.5, 0.005 * Math.abs(wanted[i])));

const kept = (view) => page.evaluate((name) => document.querySelector("gf-app").shadowRoot.querySelector(name).kept, view);

test("sensitivity says what a threshold costs and saves, and takes the cheapest one", async () => {
  await open("sensitivity");
  await setCosts();
  const { settings, threshold } = await kept("gf-sensitivity");
  const { target, columns, standardize, missing } = settings;
  const { columns: replied } = await modules.run("sensitivity", { op: "fit", params: { target, columns, standardize, missing, unknown: "missing" } }, [...columns, target]);
  const { values: chances } = replied.find(({ name }) => name === "probability");
  const wanted = expected(chances, (row) => chances[row] >= threshold);
  await until(figures, (shown) => isNear(shown, wanted));
  // All thresholds of the page, by sums over the customers themselves.
  const nets = Array.from({ length: 201 }, (_, step) => expected(chances, (row) => chances[row] >= step / 200)[3]);
  const best = nets.lastIndexOf(Math.max(...nets)) / 200;
  await page.getByRole("button", { name: `Take ${(100 * best).toFixed(1)}%` }).click();
  await until(figures, (shown) => isNear(shown, expected(chances, (row) => chances[row] >= best)));
  assert.equal((await kept("gf-sensitivity")).threshold, best);
  assert.ok(await page.getByRole("button", { name: /^Take / }).isDisabled());
  // The count is that of the view's own table.
  const [row] = (await cellsOf(page, "What is to be expected")).filter(([name]) => /at or above/.test(name));
  await until(async () => numberIn((await cellsOf(page, "What is to be expected")).find(([name]) => name === row[0])[1]), (n) => n === chances.filter((p) => p >= best).length);
  await page.locator("gf-costs").getByText("The figures").click();
  const rows = await cellsOf(page, "Net saving by threshold");
  assert.ok(rows.some(([name]) => /now, least cost/.test(name)), rows.join("\n"));
  for (const [name, n, , , net] of rows) {
    const at = Number.parseFloat(name) / 100;
    const wanted = expected(chances, (one) => chances[one] >= at - 1e-9);
    assert.equal(numberIn(n), wanted[0]);
    assert.ok(isNear([numberIn(net)], [wanted[3]]), `${name}: ${net}, not ${wanted[3]}`);
  }
});

test("sensitivity counts what happened, where that is asked for", async () => {
  await open("sensitivity");
  await setCosts();
  const { settings, threshold } = await kept("gf-sensitivity");
  const { target, columns, standardize, missing } = settings;
  const { columns: replied } = await modules.run("sensitivity", { op: "fit", params: { target, columns, standardize, missing, unknown: "missing" } }, [...columns, target]);
  const { values: chances } = replied.find(({ name }) => name === "probability");
  const happened = await modules.values(target);
  await page.getByLabel("Events counted from").selectOption("observed");
  await page.getByText(`Events are counted from what happened, by the column ${target}`).waitFor();
  await until(figures, (shown) => isNear(shown, expected(happened, (row) => chances[row] >= threshold)));
});

test("a scorecard's cut-off is moved to where events and contacts cost least", async () => {
  await open("scorecard");
  await setCosts();
  const { settings } = await kept("gf-scorecard");
  const { target, minIv } = settings;
  const names = await page.evaluate(() => document.querySelector("gf-app").shadowRoot.querySelector("gf-scorecard").fit.model.columns.map(({ column }) => column));
  const params = { target, columns: names, binning: { unknown_level: "own_bin" }, selection: { min_iv: minIv } };
  const { columns: replied } = await modules.run("scorecard", { op: "fit", params }, [...names, target]);
  const [points, chances] = ["points", "probability"].map((name) => replied.find((column) => column.name === name).values);
  const cutOffs = Array.from({ length: Math.max(...points) - Math.min(...points) + 2 }, (_, i) => Math.min(...points) + i);
  const netOf = (cutOff) => expected(chances, (row) => points[row] < cutOff)[3];
  const best = cutOffs.reduce((found, cutOff) => (netOf(cutOff) > netOf(found) + 1e-9 ? cutOff : found));
  await until(figures, (shown) => isNear(shown, expected(chances, (row) => points[row] < settings.cutOff)));
  await page.getByRole("button", { name: `Take ${best.toLocaleString("en")} points` }).click();
  await until(figures, (shown) => isNear(shown, expected(chances, (row) => points[row] < best)));
  assert.equal((await kept("gf-scorecard")).settings.cutOff, best);
  await page.getByText(`At ${best.toLocaleString("en")} points`, { exact: true }).waitFor();
});

test("a tree has a threshold of its own for its event, and follows the scenario", async () => {
  await open("tree");
  await page.getByLabel("What to tell").selectOption("outage_contact_next");
  await page.getByText(/^Learnt from 2,000 of 2,000 customers/).waitFor();
  await setCosts();
  const threshold = page.locator("gf-costs").getByRole("slider", { name: "Threshold" });
  await threshold.fill("0.2");
  const model = () => page.evaluate(() => document.querySelector("gf-app").shadowRoot.querySelector("gf-tree").fit.model);
  assert.equal((await model()).event, "1");
  const names = (await model()).columns.map(({ name }) => name);
  const chancesAt = async (scenario, when) => {
    const { columns } = await modules.run("tree", { op: "what_if", model: await model(), params: { scenario } }, names);
    return columns.find(({ name }) => name === `probability_${when}`).values;
  };
  const asIs = await chancesAt([], "before");
  await until(figures, (shown) => isNear(shown, expected(asIs, (row) => asIs[row] >= 0.2)));
  const amount = page.locator("gf-scenario input[type=number]").first();
  const column = await page.locator("gf-scenario select").first().inputValue();
  await amount.fill("100");
  await amount.press("Enter");
  await page.getByText("Events are counted from the model’s probabilities after the change.").waitFor();
  const changed = await chancesAt([{ column, scale: 2 }], "after");
  await until(figures, (shown) => isNear(shown, expected(changed, (row) => changed[row] >= 0.2)));
});

test("costs that are no numbers are taken back", async () => {
  await open("sensitivity");
  const contact = page.getByLabel("Cost of contacting one customer");
  for (const text of ["-5", ""]) {
    await contact.fill(text);
    await contact.press("Enter");
    await until(() => contact.inputValue(), (value) => value === "2");
  }
});
