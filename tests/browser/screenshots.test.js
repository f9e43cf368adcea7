// Pictures of the page for docs/images, in both languages. Beside them stands what the page said when they were made,
// roles and texts, as a hash: this test fails when the page says something else, and `npm run screenshots` makes
// the pictures anew.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { root } from "./server.js";

const makes = Boolean(process.env.GRIDFOLK_SCREENSHOTS);
const folder = join(root, "docs/images");
const record = join(folder, "shown.json");

/** The day that the page takes for today: results name it. */
const TODAY = new Date("2026-06-30T12:00:00Z");

/** What differs from run to run and from build to build: how long something took, the sizes of modules, their SHA-256. */
const VARYING = /[\d.,]+\s?(ms|s|毫秒|秒|[kM]?B)(?![a-z])|[0-9a-f]{64}/g;

const PICTURES = {
  "page-en.png": { locale: "en-US", colorScheme: "light" },
  "page-zh.png": { locale: "zh-CN", colorScheme: "light" },
  "page-en-dark.png": { locale: "en-US", colorScheme: "dark" },
};

let server, browser, recorded;

besideServer(async (opened) => {
  ({ server, browser } = opened);
  await mkdir(folder, { recursive: true });
  recorded = await readFile(record, "utf8").then(JSON.parse, () => ({}));
});

for (const [name, look] of Object.entries(PICTURES)) {
  test(`${name} is a picture of the page as it is`, async () => {
    const { page, context } = await openPage(browser, server.address, { path: "/blank", viewport: { width: 1280, height: 1180 }, ...look });
    await page.clock.setFixedTime(TODAY);
    await page.goto(`${server.address}/#customer-portrait`);
    await moveSlider(page);
    const shown = createHash("sha256").update((await page.locator("body").ariaSnapshot()).replaceAll(VARYING, "")).digest("hex");
    if (makes) await make(page, name, shown);
    assert.equal(recorded[name], shown, `docs/images/${name} is stale: run \`npm run screenshots\` in tests/browser, and look at it`);
    await context.close();
  });
}

/** The portrait of the sample population, and who would move if some bills came later. */
async function moveSlider(page) {
  await page.getByRole("button", { name: /sample population|样本客户/ }).click();
  await page.getByRole("heading", { name: /^(One customer|单个客户全景)$/ }).waitFor();
  await page.getByLabel(/^(Column|列)$/).selectOption("n_bills_late_12m");
  await page.getByRole("slider").last().fill("60");
  await page.getByText(/Customers move between groups|客户在群组之间移动/).waitFor();
  // What the worker compares comes after what it counts.
  for (const card of ["gf-export [role=status]", "gf-slices section"]) await page.locator(`${card}[aria-busy=false]`).first().waitFor();
  // The chart is drawn with the next frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function make(page, name, shown) {
  await page.screenshot({ path: join(folder, name) });
  recorded[name] = shown;
  await writeFile(`${record}.part`, `${JSON.stringify(recorded, null, 2)}\n`);
  await rename(`${record}.part`, record);
}
