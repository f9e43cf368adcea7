// Undo, links and files of the page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { oneBadCell, twoGroups } from "./tables.js";

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/#kmeans", permissions: ["clipboard-read", "clipboard-write"] }));
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const groups = (k, n = "2,000") => page.getByText(new RegExp(`${n} customers in ${k} segments`)).waitFor();

async function sampleIn(k) {
  await page.getByLabel("Customers", { exact: true }).selectOption("2000");
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await groups(4);
  await page.getByLabel("Number of segments").fill(String(k));
  await groups(k);
}

test("undo and redo, by button and by key, go back to what was set", async () => {
  await sampleIn(6);
  await page.getByRole("button", { name: "Undo" }).click();
  await groups(4);
  await page.getByRole("button", { name: "Redo" }).click();
  await groups(6);
  await page.keyboard.press("Control+z");
  await groups(4);
  await page.keyboard.press("Control+Shift+z");
  await groups(6);
  assert.equal(await page.getByRole("button", { name: "Redo" }).isDisabled(), true);
});

test("a view that is left keeps what was set, and its way back", async () => {
  await sampleIn(6);
  const tab = (name) => page.locator(`nav a[href="#${name}"]`);
  await tab("fuzzy").click();
  await page.locator("gf-fuzzy").getByText(/customers/).first().waitFor();
  await tab("kmeans").click();
  await groups(6);
  await page.getByRole("button", { name: "Link to this" }).click();
  await page.getByText(/The address now holds/).waitFor();
  const link = new URL(page.url()).hash.split("?")[1];
  assert.equal(JSON.parse(Buffer.from(link, "base64url").toString()).views.kmeans.settings.k, 6);
  await page.getByRole("button", { name: "Undo" }).click();
  await groups(4);
});

test("a link brings back population, settings and sliders in another window", async () => {
  await sampleIn(3);
  await page.getByRole("slider", { name: /^Percent/ }).fill("40");
  await page.getByText(/of 2,000 customers .* move/).waitFor();
  const said = await page.getByText(/of 2,000 customers .* move/).innerText();
  await page.getByRole("button", { name: "Link to this" }).click();
  await page.getByText(/The address now holds/).waitFor();
  const address = page.url();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  await context.close();
  ({ page, seen, context } = await openPage(browser, server.address, { path: address.slice(server.address.length) }));
  await groups(3);
  await page.getByText(said, { exact: true }).waitFor();
});

test("who comes back to the address of a link keeps what was set since; who follows it anew gets what it holds", async () => {
  await sampleIn(3);
  await page.getByRole("button", { name: "Link to this" }).click();
  await page.getByText(/The address now holds/).waitFor();
  const link = new URL(page.url()).hash;
  await page.getByRole("button", { name: "Change data" }).click();
  await upload(twoGroups());
  await groups(4, "40");
  await page.locator('nav a[href="#fuzzy"]').click();
  await page.locator("gf-fuzzy").waitFor();
  await page.goBack();
  await page.locator("gf-kmeans").waitFor();
  assert.equal(new URL(page.url()).hash, link);
  await groups(4, "40");
  await page.locator('nav a[href="#fuzzy"]').click();
  await page.locator("gf-fuzzy").waitFor();
  await page.evaluate((link) => (location.hash = link), link);
  await groups(3);
  await page.reload();
  await groups(3);
});

test("what is wrong with a file is not told of the one that was dropped right after it", async () => {
  const drop = (files) =>
    page.evaluate((files) => {
      const target = document.querySelector("gf-app").shadowRoot.querySelector("div");
      for (const { name, text } of files) {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, files.map(({ name, buffer }) => ({ name, text: buffer.toString() })));
  await drop([oneBadCell(), twoGroups()]);
  await groups(4, "40");
  assert.equal(await page.getByRole("alert").count(), 0);
  await drop([twoGroups(), oneBadCell()]);
  await page.getByRole("alert").getByText(/not a number/).waitFor();
  await groups(4, "40");
});

const upload = (file) => page.locator("input[type=file]").setInputFiles(file);

/** The file that "Save to a file" gives, as text. */
async function savedState() {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save to a file" }).click();
  return readFile(await (await download).path(), "utf8");
}

const uploadState = (text) => upload({ name: "mine.gridfolk.json", mimeType: "application/json", buffer: Buffer.from(text) });

test("a file brings back what was set for a table of one's own, and holds no row of it", async () => {
  await upload(twoGroups());
  await groups(4, "40");
  await page.getByLabel("Number of segments").fill("2");
  await groups(2, "40");
  const text = await savedState();
  assert.match(text, /"kwh"/);
  assert.doesNotMatch(text, /C100|901/);
  await context.close();
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/#kmeans" }));
  await uploadState(text);
  await upload(twoGroups());
  await groups(2, "40");
});

test("what was set for a table of one's own waits for it, where another one is open", async () => {
  await upload(twoGroups());
  await groups(4, "40");
  await page.getByLabel("Number of segments").fill("2");
  await groups(2, "40");
  const text = await savedState();
  await context.close();
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/#kmeans" }));
  await sampleIn(6);
  const change = page.getByRole("button", { name: "Change data" });
  await change.click();
  await uploadState(text);
  await upload(twoGroups());
  await groups(2, "40");
  await change.click();
  await upload(twoGroups());
  await groups(4, "40");
});

test("a link that is broken is told", async () => {
  await page.goto(`${server.address}/#kmeans?nonsense`);
  await page.getByRole("alert").getByText(/state is not one that this version saves/i).waitFor();
});
