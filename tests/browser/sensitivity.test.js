// The view of sensitivity as people use it, under the strict policy that the server sends.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/#sensitivity" }));
  await page.getByLabel("Customers", { exact: true }).selectOption("2000");
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await page.getByText(/It happened to \d+ of 2,000 customers/).waitFor();
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const group = (name) => page.getByRole("group", { name, exact: true });
/** Before, after and difference of a row of the expectations. */
const expected = async (row) => {
  const cells = await group("What is to be expected").getByRole("row", { name: row }).locator("td").allInnerTexts();
  return cells.map((text) => Number(text.replace(/[^0-9.-]/g, "")));
};
/** Waits until a value is as wanted. */
const until = async (read, isWanted) => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const value = await read();
    if (isWanted(value)) return value;
    await page.waitForTimeout(50);
  }
  return assert.fail(`it stays at ${await read()}`);
};

test("each coefficient stands with its interval around its odds ratio", async () => {
  const rows = await group("What drives it").locator("tbody tr").allInnerTexts();
  assert.ok(rows.length >= 8, rows.join("\n"));
  for (const row of rows) {
    const [ratio, interval] = row.split("\t").slice(-3, -1);
    const [low, high] = interval.split(" – ").map(Number);
    assert.ok(low <= Number(ratio) && Number(ratio) <= high, row);
  }
  // Past outage calls are what the population was made to depend on.
  assert.match(rows.join("\n"), /n_outage_calls_12m/);
});

test("a column's curve is drawn when the column is chosen, with the same figures below", async () => {
  await page.getByRole("button", { name: "n_outages_12m" }).click();
  await page.getByRole("img", { name: /Chance of the event against n_outages_12m/ }).waitFor();
  await page.locator("gf-sensitivity-curve").getByText("The figures").click();
  const table = page.locator("gf-sensitivity-curve details table tbody tr");
  const chances = (await table.locator("td").allInnerTexts()).map((text) => Number.parseFloat(text));
  assert.equal(chances.length, 41);
  const isRising = chances.at(-1) > chances[0];
  assert.ok(chances.every((p, i) => i === 0 || (isRising ? p >= chances[i - 1] : p <= chances[i - 1])), chances.join());
});

test("a slider of the scenario changes the expected events at once, and Reset takes it back", async () => {
  const [start, same] = await expected(/Expected events/);
  assert.equal(start, same);
  await page.getByLabel("Column", { exact: true }).first().selectOption("n_outage_calls_12m");
  await page.getByRole("slider", { name: /n_outage_calls_12m/ }).fill("100");
  const [before, after] = await until(() => expected(/Expected events/), ([from, to]) => from !== to);
  assert.equal(before, start);
  assert.ok(after > before, `${before} to ${after}`);
  assert.equal(await group("The ten who move most").locator("tbody tr").count(), 10);
  await page.getByRole("button", { name: "Reset" }).click();
  await until(() => expected(/Expected events/), ([from, to]) => from === to);
});

test("the threshold moves how many customers count as sensitive", async () => {
  const [at] = await expected(/at or above/);
  await page.getByLabel("Sensitive from a chance of").fill("0.02");
  const [more] = await until(() => expected(/at or above/), ([n]) => n !== at);
  assert.ok(more > at, `${at} to ${more}`);
});

test("the reverse answer leaves alone what may not change", async () => {
  const changes = group("The smallest change").locator("tbody th");
  await changes.first().waitFor();
  const [first] = await changes.allInnerTexts();
  await page.getByText("What may change, and how far").click();
  await page.getByLabel(`May not change: ${first}`, { exact: true }).check();
  await until(() => changes.allInnerTexts(), (names) => !names.includes(first));
});

test("a table without an event says so", async () => {
  await page.getByRole("button", { name: "Change data" }).click();
  const rows = Array.from({ length: 20 }, (_, i) => `${100 + i},${i % 7}`);
  const buffer = Buffer.from(["kwh,bills", ...rows].join("\n"));
  await page.locator("input[type=file]").setInputFiles({ name: "plain.csv", mimeType: "text/csv", buffer });
  await page.getByText(/has no column that says whether something happened/).waitFor();
});

test("the view is Chinese, too", async () => {
  await page.getByRole("button", { name: "简体中文" }).click();
  await page.getByText(/2,000 位客户中有 \d+ 位发生/).waitFor();
  await page.getByRole("group", { name: "影响因素", exact: true }).waitFor();
});
