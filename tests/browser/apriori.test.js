// The view of apriori as people use it, under the strict policy that the server sends.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/#apriori" }));
  await page.getByLabel("Customers", { exact: true }).selectOption("2000");
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await page.getByText(/rules, .* redundant, from/).waitFor();
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const nRules = async () => Number((await page.getByText(/rules, .* redundant, from/).innerText()).match(/^([\d,]+)/)[1].replace(",", ""));
const shown = (heading) => page.getByRole("group", { name: heading, exact: true }).locator("tbody tr");

test("rules of the sample population stand in a table beside a graph", async () => {
  const n = await nRules();
  assert.ok(n > 3, `${n} rules`);
  assert.equal(await shown("Rules").count(), Math.min(n, 200));
  await page.getByRole("img", { name: /Graph of the \d+ strongest rules/ }).locator("canvas").waitFor();
});

test("a higher confidence leaves fewer rules, and all of them reach it", async () => {
  const before = await nRules();
  await page.getByLabel("Least confidence").fill("0.8");
  await page.waitForFunction((n) => !document.body.innerText.startsWith(`${n} rules`), before);
  await page.getByText("80.0%", { exact: true }).first().waitFor();
  await assert.doesNotReject(async () => {
    for (let attempt = 0; (await nRules()) >= before; attempt += 1) {
      assert.ok(attempt < 50, "the number of rules falls");
      await page.waitForTimeout(50);
    }
  });
  const confidences = await page.getByRole("group", { name: "Rules", exact: true }).locator("tbody tr > :nth-child(4)").allInnerTexts();
  assert.ok(confidences.every((text) => Number.parseFloat(text) >= 80), confidences.join());
});

test("an item that everyone loses takes its rules away", async () => {
  const rule = await shown("Rules").first().locator("th").innerText();
  const item = rule.split("→")[1].trim().split(" ")[0];
  await page.getByLabel("Item", { exact: true }).selectOption(item);
  await page.getByRole("button", { name: "lose it" }).click();
  await shown("Rules lost").first().waitFor();
  const left = await shown("Rules").locator("th").allInnerTexts();
  assert.ok(left.every((text) => !text.split(/\s/).includes(item)), item);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByRole("heading", { name: "Rules lost" }).waitFor({ state: "detached" });
});
