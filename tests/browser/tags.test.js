// The view of the module tags as people use it, beside the same questions asked of the columns themselves.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideModules, cellsOf, numberIn, openView, takePictures, until, N_CUSTOMERS } from "./views.js";

const ready = { "en-US": /^2,000 customers, \d+ tags, /, "zh-CN": /^2,000 位客户，\d+ 个标签/ };

let server, browser, modules, page, seen, context;

besideModules((opened) => ({ server, browser, modules } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openView(browser, server.address, "tags", { ready: ready["en-US"] }));
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const where = () => page.getByLabel("Expression");
/** The number of selected customers that the page shows. */
const selected = async () => numberIn(await page.locator("gf-tags-expression .count").innerText());
const present = (x) => x !== null && !Number.isNaN(x);

test("tags are counted as their rules say", async () => {
  const rows = await cellsOf(page, "All tags");
  const countOf = (title) => numberIn(rows.find(([name]) => name.startsWith(title))[2]);
  const late = await modules.values("n_bills_late_12m");
  assert.equal(countOf("Pays late"), late.filter((n) => n >= 3).length);
  const kwh = (await modules.values("kwh_year")).filter(present).toSorted((a, b) => a - b);
  const quantile = kwh[Math.ceil(0.9 * kwh.length) - 1];
  assert.equal(countOf("Among the tenth that uses most"), kwh.filter((x) => x > quantile).length);
});

test("an expression counts live, and a mistake is told in words", async () => {
  const [late, kwh] = [await modules.values("n_bills_late_12m"), await modules.values("kwh_year")];
  await where().fill("n_bills_late_12m >= 1 AND kwh_year > 3000");
  const wanted = late.filter((n, row) => n >= 1 && kwh[row] > 3000).length;
  await until(selected, (n) => n === wanted);
  const steps = await cellsOf(page, "What narrows the group");
  assert.deepEqual(steps.map((row) => numberIn(row[1])), [late.filter((n) => n >= 1).length, kwh.filter((x) => x > 3000).length]);
  await where().fill("n_bills_late_12m >= ");
  assert.match(await page.getByRole("alert").innerText(), /condition_not_readable/);
});

test("a threshold moves by its slider and to a wanted size", async () => {
  const kwh = await modules.values("kwh_year");
  await where().fill("kwh_year >= 3000");
  await until(selected, (n) => n === kwh.filter((x) => x >= 3000).length);
  await page.locator("#wanted").fill("150");
  const answer = page.getByText(/Threshold from 3,000 to/);
  await answer.waitFor();
  const nWanted = await until(async () => numberIn((await answer.innerText()).split(":")[1]), (n) => n <= 150);
  // As large as can be: the next customer would make it too large, or has an equal value.
  const sorted = kwh.toSorted((a, b) => b - a);
  assert.equal(nWanted, sorted.filter((x) => x > sorted[150]).length || 150);
  await page.getByRole("button", { name: "Take this threshold" }).click();
  await until(selected, (n) => n === nWanted);
  const before = await where().inputValue();
  await page.locator("#threshold-0").press("ArrowLeft");
  await until(() => where().inputValue(), (text) => text !== before);
  const threshold = Number((await where().inputValue()).split(">= ")[1]);
  assert.equal(await until(selected, (n) => n !== nWanted), kwh.filter((x) => x >= threshold).length);
});

test("the profile's lifts are ratios of shares that can be counted", async () => {
  await where().fill("n_bills_late_12m >= 3");
  const late = await modules.values("n_bills_late_12m");
  const debit = await modules.values("is_direct_debit");
  const [group, rest] = [late.filter((n) => n >= 3).length, late.filter((n) => n < 3).length];
  await page.getByText(new RegExp(`^${group} customers who meet the expression`)).waitFor();
  const rows = await cellsOf(page, "Tags and levels");
  const row = rows.find(([name]) => name === "Pays by bank debit");
  assert.ok(row, rows.map(([name]) => name).join());
  const inGroup = debit.filter((is, i) => is === 1 && late[i] >= 3).length / group;
  const inRest = debit.filter((is, i) => is === 1 && late[i] < 3).length / rest;
  assert.ok(Math.abs(numberIn(row[3]) - inGroup / inRest) < 0.01, `${row} ${inGroup / inRest}`);
});

test("a tag narrows the group, and an expression becomes a tag", async () => {
  await where().fill("kwh_year > 3000");
  await page.getByRole("button", { name: "and not: pays_late" }).click();
  await until(() => where().inputValue(), (text) => text === 'kwh_year > 3000 AND NOT tags HAS "pays_late"');
  const [kwh, late] = [await modules.values("kwh_year"), await modules.values("n_bills_late_12m")];
  const n = kwh.filter((use, i) => use > 3000 && late[i] < 3).length;
  await until(selected, (count) => count === n);
  await where().fill("kwh_year > 3000 AND n_bills_late_12m < 3");
  await until(selected, (count) => count === n);
  await page.getByLabel("Name of a tag").fill("Large and in time");
  await page.getByRole("button", { name: "Keep as a tag" }).click();
  const rows = await until(() => cellsOf(page, "All tags"), (all) => all.some(([title]) => title.startsWith("Large and in time")));
  assert.equal(numberIn(rows.find(([title]) => title.startsWith("Large and in time"))[2]), n);
});

test("one customer's tags are explained", async () => {
  const row = (await modules.values("n_bills_late_12m")).findIndex((n) => n >= 3);
  await page.getByLabel("Customer id").fill(`C${String(row + 1).padStart(7, "0")}`);
  await page.getByRole("button", { name: "Show" }).click();
  const why = await until(() => cellsOf(page, "One customer’s tags, and why"), (all) => all.some(([tag]) => tag === "Pays late"));
  assert.match(why.find(([tag]) => tag === "Pays late")[1], /^n_bills_late_12m = \d+$/);
  assert.ok(row < N_CUSTOMERS);
});

test("the tags speak Chinese", async () => {
  const chinese = await openView(browser, server.address, "tags", { locale: "zh-CN", ready: ready["zh-CN"] });
  const titles = (await cellsOf(chinese.page, "全部标签")).map(([title]) => title);
  assert.ok(titles.some((title) => title.startsWith("经常逾期")), titles.join());
  assert.deepEqual(chinese.seen, { errors: [], strangers: [] });
  await chinese.context.close();
});

test("pictures of the view for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, () =>
  takePictures(browser, server.address, "tags", {
    ready,
    act: async (page) => {
      await page.locator("textarea").fill("n_bills_late_12m >= 1 AND kwh_year > 1000");
      await page.waitForTimeout(500);
      await page.locator("#wanted").fill("150");
    },
  }));
