// What the columns of a file are read as: numbers that are ids, and a person's choice.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { digits, idOf, twoGroups } from "./tables.js";

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

beforeEach(async () => {
  await open();
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

async function open(path = "/#kmeans") {
  ({ page, seen, context } = await openPage(browser, server.address, { path }));
}

const upload = (file) => page.locator("input[type=file]").setInputFiles(file);
const kind = (column) => page.getByRole("combobox", { name: `Kind of ${column}` });
const readAgain = () => page.getByRole("button", { name: "Read again with these kinds" });
/** The names of the columns that k-means can use. */
const offered = async () => (await page.locator("gf-kmeans").getByRole("checkbox").evaluateAll((boxes) => boxes.map((box) => box.labels[0]?.textContent.trim()))).join();
const columns = (n) => page.getByText(`${n} columns`, { exact: true }).waitFor();

async function openDigits() {
  await upload(digits());
  await page.getByText("Kept aside as ids: 户号").waitFor();
}

async function showColumns() {
  await page.getByText("What is in the columns").click();
  await kind("tariff").waitFor();
}

test("a 户号 of digits is an id: k-means does not use it, and customers are known by all of its digits", async () => {
  await openDigits();
  await page.getByText(/Read as ids, being named so .*户号/).waitFor();
  await page.getByLabel("Number of segments").fill("2");
  await page.getByText(/40 customers in 2 segments/).waitFor();
  assert.doesNotMatch(await offered(), /户号/);
  assert.match(await offered(), /kwh.*late_bills/);
  await page.getByRole("slider", { name: /late_bills/ }).fill("-90");
  const movers = page.getByRole("group", { name: "The ten who move most" }).locator("tbody th");
  await movers.first().waitFor();
  const known = new Set(Array.from({ length: 40 }, (_, row) => idOf(row)));
  for (const mover of await movers.allInnerTexts()) assert.ok(known.has(mover), mover);
});

test("the keyboard alone makes ids numbers again, and numbers a category", async () => {
  await openDigits();
  await page.getByText("What is in the columns").focus();
  await page.keyboard.press("Enter");
  await reach("Kind of 户号");
  assert.equal(await kind("户号").inputValue(), "id");
  await page.keyboard.press("Home");
  await reach("Kind of late_bills");
  await page.keyboard.press("ArrowDown");
  await reach("Read again with these kinds");
  await page.keyboard.press("Enter");
  await page.getByText("No id column").waitFor();
  assert.equal(await page.getByText(/Read as ids/).count(), 0);
  assert.deepEqual([await kind("户号").inputValue(), await kind("late_bills").inputValue()], ["number", "category"]);
  await page.getByRole("row", { name: /late_bills .* 2 levels: 1, 9/ }).waitFor();
  await page.getByText(/40 customers in \d segments/).waitFor();
  assert.match(await offered(), /户号.*kwh/);
  assert.doesNotMatch(await offered(), /late_bills/);
});

/** Presses Tab until what has focus is called so. */
async function reach(name) {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent.trim();
    });
    if (focused === name) return;
  }
  assert.fail(`${name} is not reached by Tab`);
}

test("a column that is left out can be had again", async () => {
  await openDigits();
  await showColumns();
  await columns(3);
  await kind("kwh").selectOption({ label: "left out" });
  await readAgain().click();
  await columns(2);
  await kind("kwh").selectOption({ label: "numbers" });
  await readAgain().click();
  await columns(3);
});

test("what cannot be read so is told, and the table before it stays", async () => {
  await openDigits();
  await showColumns();
  await kind("tariff").selectOption("number");
  await readAgain().click();
  const problem = page.getByRole("alert");
  assert.match(await problem.innerText(), /line 2.*"tariff" is "flat": not a number/s);
  await page.getByRole("row", { name: /tariff .* 2 levels: flat, tou/ }).waitFor();
  await page.getByLabel("Number of segments").fill("2");
  await page.getByText(/40 customers in 2 segments/).waitFor();
  await kind("tariff").selectOption("skip");
  await readAgain().click();
  await columns(2);
  assert.equal(await problem.count(), 0);
});

test("what was chosen is kept in a file and in a link, for the file that is opened next", async () => {
  await openDigits();
  await showColumns();
  await kind("户号").selectOption("number");
  await kind("late_bills").selectOption("category");
  await readAgain().click();
  await page.getByText("No id column").waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save to a file" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  assert.deepEqual(JSON.parse(text).kinds, { 户号: "number", late_bills: "category" });
  await page.getByRole("button", { name: "Link to this" }).click();
  await page.getByText(/The address now holds/).waitFor();
  const link = page.url().slice(server.address.length);
  await context.close();

  await open(link);
  await upload(digits());
  await page.getByText("No id column").waitFor();
  await context.close();

  await open();
  await upload({ name: "mine.gridfolk.json", mimeType: "application/json", buffer: Buffer.from(text) });
  // Another file lacks one of the columns, and is read all the same.
  await upload(twoGroups());
  await page.getByText("Kept aside as ids: customer_id").waitFor();
  await showColumns();
  assert.equal(await kind("late_bills").inputValue(), "category");
});

test("a state that was saved before kinds were chosen brings back those that are found", async () => {
  await openDigits();
  await showColumns();
  const saved = { gridfolk: 1, open: "kmeans", views: {} };
  const restore = () => upload({ name: "mine.gridfolk.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(saved)) });
  await kind("户号").selectOption("number");
  await kind("late_bills").selectOption("category");
  await readAgain().click();
  await page.getByText("No id column").waitFor();
  await page.getByRole("button", { name: "Change data" }).click();
  await restore();
  await page.getByText(/Read as ids, being named so .*户号/).waitFor();
  await showColumns();
  assert.deepEqual([await kind("户号").inputValue(), await kind("late_bills").inputValue()], ["id", "number"]);
  await page.getByText(/40 customers in 4 segments/).waitFor();
  assert.match(await offered(), /kwh.*late_bills/);
});

test("a state with the kinds that the file has reads nothing again", async () => {
  await context.close();
  const init = () => {
    window.asked = [];
    window.Worker = class extends Worker {
      postMessage(message, ...rest) {
        window.asked.push(message.name);
        super.postMessage(message, ...rest);
      }
    };
  };
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/#kmeans", init }));
  await openDigits();
  const nReads = () => page.evaluate(() => asked.filter((name) => name === "readTable").length);
  const before = await nReads();
  for (const [k, kinds] of [[2, undefined], [3, { 户号: "id" }]]) {
    const saved = { gridfolk: 1, open: "kmeans", kinds, views: { kmeans: { settings: { k } } } };
    await page.getByRole("button", { name: "Change data" }).click();
    await upload({ name: "mine.gridfolk.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(saved)) });
    await page.getByText(new RegExp(`40 customers in ${k} segments`)).waitFor();
  }
  assert.equal((await nReads()) - before, 0);
});

test("the sample population is made, not read: its columns have no choice", async () => {
  await page.getByLabel("Customers", { exact: true }).selectOption("2000");
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await page.getByText("What is in the columns").click();
  await page.getByRole("row", { name: /tariff/ }).first().waitFor();
  assert.equal(await page.locator("gf-table-summary select").count(), 0);
  assert.equal(await readAgain().count(), 0);
});
