// The view of the module segment as people use it, beside counts from the columns themselves.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideModules, cellsOf, numberIn, openView, takePictures, until, N_CUSTOMERS } from "./views.js";

const ready = { "en-US": /^2,000 customers in \d+ cells of class and levels/, "zh-CN": /^2,000 位客户，分布在类别与档次的/ };

let server, browser, modules, page, seen, context;

besideModules((opened) => ({ server, browser, modules } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openView(browser, server.address, "segment", { ready: ready["en-US"] }));
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

/** Customers by level of the result that is shown: high, medium, low, unknown. */
const totals = async () => (await cellsOf(page, "Class by level")).at(-1).slice(1).map(numberIn);
const show = (result) => page.getByLabel("Result", { exact: true }).selectOption(result);
/** A strategy's row: name, on, priority, for whom, match, chosen, at first. */
const strategy = async (name) => (await cellsOf(page, "Service strategies")).find((row) => row[0] === name);

test("classes and levels are counted as their rules say", async () => {
  const classes = await cellsOf(page, "Classes");
  assert.equal(classes.reduce((sum, row) => sum + numberIn(row[1]), 0), N_CUSTOMERS);
  await show("arrears_risk");
  const late = await modules.values("n_bills_late_12m");
  const wanted = [late.filter((n) => n >= 3).length, late.filter((n) => n >= 1 && n < 3).length, late.filter((n) => n < 1).length, 0];
  assert.deepEqual(await until(totals, (now) => now[0] === wanted[0]), wanted);
});

test("a band that moves takes customers to other levels and strategies", async () => {
  await show("outage_sensitivity");
  const calls = await modules.values("n_outage_calls_12m");
  const before = numberIn((await strategy("Outage-sensitive"))[4]);
  assert.equal(before, calls.filter((n) => n >= 2).length);
  await page.locator("#outage_sensitivity-high").fill("1");
  await until(totals, (now) => now[0] === calls.filter((n) => n >= 1).length);
  const after = await until(() => strategy("Outage-sensitive"), (row) => numberIn(row[4]) !== before);
  assert.equal(numberIn(after[4]), calls.filter((n) => n >= 1).length);
  await page.locator("gf-segment-settings").getByRole("button", { name: "Reset" }).click();
  await until(totals, (now) => now[0] === before);
});

test("a rule that is written anew makes another class, and a mistake is told in words", async () => {
  await page.getByText("Rules of the classes").click();
  const rule = page.getByLabel("Large customers");
  assert.equal(await rule.inputValue(), "kva_contract >= 315");
  await rule.fill("kva_contract >= 100");
  await rule.press("Enter");
  const moved = await until(() => cellsOf(page, "From where to where"), (rows) => rows.length > 0);
  const kva = await modules.values("kva_contract");
  const large = moved.findIndex(([name]) => name === "Large customers");
  const nLarge = moved.reduce((sum, row) => sum + numberIn(row[large + 1]), 0);
  const { columns } = await modules.run("segment", { op: "assign", params: { missing_columns: "skip", results: {} } });
  const { codes, levels } = columns.find(({ name }) => name === "customer_class");
  const isTaken = (row) => ["important", "focus"].includes(levels[codes[row]]);
  assert.equal(nLarge, kva.filter((size, row) => size >= 100 && !isTaken(row)).length);
  await rule.fill("kva_contract >=");
  await rule.press("Enter");
  assert.match(await page.getByRole("alert").innerText(), /condition_not_readable/);
});

test("a strategy that is turned off gives its customers to others", async () => {
  const basic = numberIn((await strategy("Everyday service"))[5]);
  const row = await strategy("Resident, hardly in touch");
  const n = numberIn(row[5]);
  assert.ok(n > 0, row.join());
  await page.getByLabel("On: Resident, hardly in touch").uncheck();
  await until(async () => numberIn((await strategy("Resident, hardly in touch"))[5]), (now) => now === 0);
  assert.ok(numberIn((await strategy("Everyday service"))[5]) > basic);
  assert.equal(numberIn((await strategy("Resident, hardly in touch"))[6]), n);
  const chosen = (await cellsOf(page, "Service strategies")).map((one) => numberIn(one[5]));
  assert.equal(chosen.reduce((a, b) => a + b), N_CUSTOMERS, "everybody has one strategy");
});

test("what the letters of cells say stands beside them, by an example of the table", async () => {
  const LEVELS = { H: "high", M: "medium", L: "low", U: "unknown" };
  const RESULTS = ["Contribution", "Outage sensitivity", "Arrears risk", "Channel activity", "Inspection risk"];
  const said = await page.getByText(/^A cell is a class and five letters/).innerText();
  assert.ok(said.includes(RESULTS.map((result, i) => `${i + 1} ${result}`).join(", ")), said);
  const [, code, words] = said.match(/So (\w+) says: (.*)\.$/);
  assert.equal(words, [...code].map((letter, i) => `${RESULTS[i]}: ${LEVELS[letter]}`).join(", "));
  assert.ok(new Set(code).size > 1, `${code} shows one letter alone`);
  await page.getByText("The largest cells").click();
  const cells = await cellsOf(page, "The largest cells");
  assert.ok(cells.some(([cell]) => cell.endsWith(` · ${code}`)), `no ${code}`);
  await page.locator("gf-scenario input[type=number]").first().fill("60");
  await page.keyboard.press("Enter");
  await until(() => cellsOf(page, "The largest moves between cells"), (rows) => rows.length > 0);
  assert.equal(await page.getByText(/^A cell is a class and five letters/).count(), 2);
});

test("two columns are compared as two periods", async () => {
  await page.getByLabel("Earlier", { exact: true }).selectOption("payment_channel");
  await page.getByLabel("Later", { exact: true }).selectOption("payment_channel");
  await page.getByText("100.0%Stayed").waitFor();
  await page.getByLabel("Later", { exact: true }).selectOption("site");
  const { body } = await modules.run("segment", { op: "compare", params: { before: "payment_channel", after: "site", match: "name" } });
  await until(async () => (await cellsOf(page, "Two periods")).length, (n) => n === body.segments.length);
});

test("the dimensions speak Chinese", async () => {
  const chinese = await openView(browser, server.address, "segment", { locale: "zh-CN", ready: ready["zh-CN"] });
  assert.ok((await cellsOf(chinese.page, "类别")).some(([name]) => name === "大客户"));
  assert.deepEqual(chinese.seen, { errors: [], strangers: [] });
  await chinese.context.close();
});

test("pictures of the view for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, () =>
  takePictures(browser, server.address, "segment", { ready, act: (page) => page.locator("#outage_sensitivity-high").fill("1") }));
