// The view of the module density as people use it, beside distances that are measured here, one by one.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideModules, cellsOf, numberIn, openView, takePictures, until, N_CUSTOMERS } from "./views.js";

const ready = { "en-US": /of 2,000 customers \(.*\) fit no group; groups: \d+/, "zh-CN": /^2,000 位客户中有 .* 位.*不属于任何群/ };

let server, browser, modules, page, seen, context;

besideModules((opened) => ({ server, browser, modules } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openView(browser, server.address, "density", { ready: ready["en-US"] }));
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const summary = () => page.getByText(ready["en-US"]).innerText();
const nUnusual = async () => numberIn(await summary());
const chosen = async (index) => {
  const labels = page.locator("gf-density-settings fieldset").nth(index).locator("label");
  return labels.evaluateAll((all) => all.filter((label) => label.querySelector("input").checked).map((label) => label.querySelector("span").textContent.trim()));
};

/** Customers beyond `eps` of every core, by plain comparison of every two. */
async function countUnusual(eps, minPoints) {
  const [columns, logs] = [await chosen(0), await chosen(1)];
  const points = Array.from({ length: N_CUSTOMERS }, () => []);
  for (const column of columns) {
    const raw = (await modules.values(column)).map((x) => (logs.includes(column) ? Math.sign(x) * Math.log1p(Math.abs(x)) : x));
    const mean = raw.reduce((a, b) => a + b) / raw.length;
    const sd = Math.sqrt(raw.reduce((a, b) => a + (b - mean) ** 2, 0) / raw.length);
    raw.forEach((x, row) => points[row].push((x - mean) / sd));
  }
  const isNear = (a, b) => a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0) <= eps * eps;
  const cores = points.filter((a) => points.filter((b) => isNear(a, b)).length >= minPoints);
  return points.filter((a) => !cores.some((b) => isNear(a, b))).length;
}

test("unusual are those whom no group reaches", async () => {
  const minPoints = numberIn(await page.locator("#min-points").inputValue());
  await page.locator("#eps").fill("0.9");
  const eps = Number(await page.locator("#eps").inputValue());
  const wanted = await countUnusual(eps, minPoints);
  await until(nUnusual, (n) => n === wanted);
  assert.ok(wanted > 0);
  // The farthest customers are listed, with reasons that stand in the table.
  const rows = await cellsOf(page, "The most unusual");
  assert.equal(rows.length, Math.min(50, wanted));
  assert.match(rows[0][0], /^C\d+$/);
  const reaches = rows.map((row) => numberIn(row[1]));
  assert.deepEqual(reaches, reaches.toSorted((a, b) => b - a));
});

test("a larger distance leaves fewer unusual, and the suggestion comes back", async () => {
  const suggested = await page.locator("#eps").inputValue();
  const before = await nUnusual();
  const slider = page.locator("#eps");
  await slider.fill(String(1.8 * Number(suggested)));
  const fewer = await until(nUnusual, (n) => n < before);
  assert.ok(fewer < before);
  await page.getByRole("button", { name: "As suggested" }).click();
  await until(nUnusual, (n) => n === before);
});

test("other columns make others unusual, and none is said", async () => {
  const before = await summary();
  for (const name of (await chosen(0)).slice(2)) {
    await page.locator("gf-density-settings fieldset").first().getByRole("checkbox", { name: new RegExp(`^${name} `) }).uncheck();
  }
  await until(summary, (text) => text !== before);
  assert.equal((await chosen(0)).length, 2);
  for (const name of await chosen(0)) {
    await page.locator("gf-density-settings fieldset").first().getByRole("checkbox", { name: new RegExp(`^${name} `) }).uncheck();
  }
  await page.getByText("Choose at least one column.").waitFor();
});

test("unusual customers speak Chinese", async () => {
  const chinese = await openView(browser, server.address, "density", { locale: "zh-CN", ready: ready["zh-CN"] });
  const [row] = await cellsOf(chinese.page, "最异常的客户");
  assert.match(row[2], /最近客户为/);
  assert.deepEqual(chinese.seen, { errors: [], strangers: [] });
  await chinese.context.close();
});

test("pictures of the view for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, () =>
  takePictures(browser, server.address, "density", { ready }));
