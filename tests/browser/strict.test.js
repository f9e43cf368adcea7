// What the page, the element and the frame promise to people who guard their data and their pages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { serve } from "./server.js";

/** Texts that stand in the table alone: whatever leaves the page must not contain them. */
const MARK = "Zq7secret";
const csv = [
  "customer_id,tariff,kwh,late_bills,complained",
  ...Array.from({ length: 60 }, (_, i) => `${MARK}${i},${MARK}${i % 2 ? "tou" : "flat"},${731000 + 13 * i},${i % 7},${i % 3 === 0 ? 1 : 0}`),
].join("\n");
const file = { name: "marked.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** A page that notes violations of its policy, errors, and every request in full. */
async function watched(path, { address } = server) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1360, height: 900 } });
  await context.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.violations.push(`${violatedDirective} ${blockedURI}`));
  });
  const page = await context.newPage();
  const requests = [];
  const errors = [];
  context.on("request", (request) => requests.push({ method: request.method(), url: request.url(), body: request.postData() }));
  page.on("websocket", (socket) => requests.push({ method: "WEBSOCKET", url: socket.url(), body: null }));
  // The browser asks for the tab's icon again with every view.
  const isIcon = (url) => url.endsWith("/icon.svg");
  page.on("console", (message) => message.type() === "error" && !isIcon(message.location().url) && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(address + path);
  return { page, context, requests, errors, violations: () => page.evaluate(() => window.violations) };
}

/** Nothing went elsewhere, and nothing of the table went anywhere. */
function assertPrivate(requests) {
  assert.ok(requests.length > 3, `${requests.length} requests were seen`);
  for (const { method, url, body } of requests) {
    assert.ok(url.startsWith(`${server.address}/`) || url.startsWith("data:") || url.startsWith(`blob:${server.address}/`), url);
    assert.deepEqual([method, body], ["GET", null], url);
    assert.ok(!url.includes(MARK) && !url.includes("731000"), url);
  }
}

/** Every view of the page with its first slider moved. */
async function throughAllViews(page) {
  const views = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const view of views) {
    await page.locator(`nav a[href="${view}"]`).click();
    const slider = page.locator("main input[type=range]").first();
    await slider.waitFor({ timeout: 15_000 }).catch(() => {});
    if ((await slider.count()) === 0) continue;
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForTimeout(200);
  }
  return views;
}

test("the page runs under the strict policy: no request leaves its origin, and no row leaves it", async () => {
  const { page, context, requests, errors, violations } = await watched("/");
  await page.getByRole("button", { name: "Use the sample population" }).waitFor();
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("60 customers", { exact: true }).waitFor();
  const n = requests.length;
  assert.ok((await throughAllViews(page)).length >= 5);
  assertPrivate(requests);
  assert.deepEqual(requests.slice(n).filter(({ url }) => !/^data:|icon\.svg$/.test(url)), [], "nothing is fetched once the page is there");
  assert.deepEqual([await violations(), errors], [[], []]);
  await context.close();
});

test("the element in another page runs under the strict policy, and no row leaves it", async () => {
  const { page, context, requests, errors, violations } = await watched("/blank");
  await page.evaluate(async (csv) => {
    await import("/gridfolk/dist/whatif.js");
    for (const module of ["kmeans", "apriori", "scorecard", "sensitivity"]) {
      const element = Object.assign(document.createElement("gridfolk-whatif"), { module, src: "/v1/modules", locale: "en" });
      document.body.append(element);
      const ready = new Promise((resolve) => element.addEventListener("gridfolk-ready", resolve, { once: true }));
      element.table = csv;
      await ready;
    }
  }, csv);
  assertPrivate(requests);
  assert.deepEqual([await violations(), errors], [[], []]);
  await context.close();
});

test("the frame runs under the strict policy, and no row leaves it but to the page around", async () => {
  const { page, context, requests, errors } = await watched("/frame-host");
  await page.evaluate(async (csv) => {
    const frame = Object.assign(document.createElement("iframe"), { src: "/embed.html?module=kmeans&src=/v1/modules&locale=en" });
    document.body.append(frame);
    const heard = (event) => new Promise((resolve) => window.addEventListener("message", function hear({ data }) {
      if (data.event !== event) return;
      window.removeEventListener("message", hear);
      resolve(data);
    }));
    await heard("hello");
    const ready = heard("ready");
    frame.contentWindow.postMessage({ gridfolk: 1, id: 1, method: "load", args: { table: csv } }, location.origin);
    await ready;
  }, csv);
  const frame = page.frames().find((candidate) => candidate.url().includes("embed.html"));
  assert.deepEqual([await frame.evaluate(() => window.violations), errors], [[], []]);
  assertPrivate(requests);
  await context.close();
});

test("what would break the policy is seen by these tests", async () => {
  const { page, context, violations } = await watched("/blank");
  await page.evaluate(async () => {
    document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = true" }));
    await fetch("https://gridfolk.invalid/rows").catch(() => {});
  });
  assert.deepEqual((await violations()).map((text) => text.split(" ")[0]).sort(), ["connect-src", "script-src-elem"]);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await context.close();
});

test("once loaded, the page needs no network: a population, every view, a file", async () => {
  const own = await serve();
  const { page, context, errors } = await watched("/", own);
  await page.getByRole("row", { name: /^kmeans/ }).waitFor();
  await context.setOffline(true);
  await own.close();
  await page.getByLabel("Customers", { exact: true }).selectOption("2000");
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await page.getByRole("heading", { name: "How it was made" }).waitFor();
  await throughAllViews(page);
  await page.getByRole("button", { name: "Change data" }).click();
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("60 customers", { exact: true }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});
