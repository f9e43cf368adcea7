// The view of the module fuzzy as people use it, beside the same calls without the page.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideModules, cellsOf, numberIn, openView, takePictures, until, N_CUSTOMERS } from "./views.js";

const ready = { "en-US": /^2,000 customers in 5 grades; /, "zh-CN": /^2,000 位客户分为 5 级/ };
const COLUMNS = ["revenue_yuan", "kwh_year", "margin_yuan", "kwh_change_share"];
const WEIGHTS = { revenue_yuan: 0.25, kwh_year: 0.2, margin_yuan: 0.15, kwh_change_share: 0.1 };
const GRADES = ["A", "B", "C", "D", "E"];

let server, browser, modules, page, seen, context;

besideModules((opened) => ({ server, browser, modules } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openView(browser, server.address, "fuzzy", { ready: ready["en-US"] }));
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

/** The fit that the page begins with, made without it. */
async function directFit(log) {
  const params = { columns: COLUMNS, log, c: 5, m: 2, missing: "mean", seed: 1, value: { weights: WEIGHTS } };
  return modules.run("fuzzy", { op: "fit", params }, COLUMNS);
}

/** The columns that the page takes as logarithms. */
async function chosenLogs() {
  const labels = page.locator("gf-fuzzy-settings fieldset").last().locator("label");
  return labels.evaluateAll((all) => all.filter((label) => label.querySelector("input").checked).map((label) => label.textContent.trim()));
}

test("grades, and the customers between two of them, are those of the memberships", async () => {
  const { columns } = await directFit(await chosenLogs());
  const memberships = GRADES.map((grade) => columns.find(({ name }) => name === `membership_${grade}`).values);
  const counts = GRADES.map(() => 0);
  let nBetween = 0;
  for (let row = 0; row < N_CUSTOMERS; row += 1) {
    const shares = memberships.map((values) => values[row]);
    const sorted = shares.toSorted((a, b) => b - a);
    counts[shares.indexOf(sorted[0])] += 1;
    if (sorted[1] >= 0.8 * sorted[0]) nBetween += 1;
  }
  const rows = await cellsOf(page, "Customers of each grade");
  assert.deepEqual(rows.map((row) => [row[0], numberIn(row[1])]), GRADES.map((grade, k) => [grade, counts[k]]));
  const text = await page.getByText(ready["en-US"]).innerText();
  assert.equal(numberIn(text.split(";")[1]), nBetween);
  assert.equal(await page.locator("gf-fuzzy-memberships path").count() >= 5, true);
});

test("another weight orders the grades anew, and a wider rule finds more customers between two", async () => {
  const { body } = await directFit(await chosenLogs());
  await page.locator("#weight-revenue_yuan").fill("-1");
  await page.locator("input#between").fill("0.5");
  const params = { weights: { ...WEIGHTS, revenue_yuan: -1 }, between: 0.5 };
  const direct = await modules.run("fuzzy", { op: "what_if", model: body.model, params }, COLUMNS);
  const wanted = direct.body.n_between_after;
  const between = await until(() => cellsOf(page, "What changes"), (rows) => rows.length > 0 && numberIn(rows[0][2]) === wanted);
  assert.equal(numberIn(between[0][1]), direct.body.n_between_before);
  assert.ok(wanted > direct.body.n_between_before);
  const migration = await until(() => cellsOf(page, "From where to where"), (rows) => rows.length === 5);
  assert.deepEqual(migration.map((row) => row.slice(1).map(numberIn)), direct.body.grades.migration);
});

test("a slider of the scenario moves memberships, and reset takes it back", async () => {
  const slider = page.getByRole("slider", { name: "Percent: revenue_yuan" });
  await slider.fill("100");
  const movers = await until(() => cellsOf(page, "The ten who move most"), (rows) => rows.length > 0);
  assert.match(movers[0][0], /^C\d+$/);
  await page.locator("gf-scenario").getByRole("button", { name: "Reset" }).click();
  await page.getByText("Nothing is changed yet.").waitFor();
});

test("more grades are more rows, and a problem is told in words", async () => {
  await page.locator("#c").fill("7");
  await page.getByText(/customers in 7 grades/).waitFor();
  for (const name of COLUMNS) await page.locator(`#weight-${name}`).fill("0");
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /weights_all_zero/);
});

test("the grades speak Chinese", async () => {
  const chinese = await openView(browser, server.address, "fuzzy", { locale: "zh-CN", ready: ready["zh-CN"] });
  await chinese.page.getByRole("heading", { name: "价值高低，没有断崖" }).waitFor();
  assert.equal((await cellsOf(chinese.page, "各等级客户数")).length, 5);
  assert.deepEqual(chinese.seen, { errors: [], strangers: [] });
  await chinese.context.close();
});

test("pictures of the view for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, () =>
  takePictures(browser, server.address, "fuzzy", { ready }));
