// The page and the element in Debian's Firefox, which playwright does not drive: over WebDriver BiDi.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import puppeteer from "puppeteer-core";
import { besideServer } from "./beside.js";
import { errorsOf } from "./chromium.js";
import { twoGroups } from "./tables.js";

const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const skip = !existsSync(executablePath) && "skipped: there is no Firefox (Debian: firefox-esr), and FIREFOX names none";

let server, browser;

const start = () =>
  puppeteer.launch({ browser: "firefox", executablePath, headless: true, extraPrefsFirefox: { "intl.accept_languages": "en-US" } });

besideServer((opened) => ({ server, browser } = opened), { start, skip });

async function openPage(path) {
  const page = await browser.newPage();
  const errors = errorsOf(page);
  await page.goto(server.address + path);
  return { page, errors };
}

test("the page makes a population, segments it, and follows a slider", { skip }, async () => {
  const { page, errors } = await openPage("/#kmeans");
  await page.locator("text/Use the sample population").click();
  await page.waitForSelector("text/10,000 customers in 4 segments after");
  await page.evaluate(() => {
    const inside = (root) => {
      const found = root.querySelector("gf-scenario")?.shadowRoot.querySelector("input[type=range]");
      return found ?? [...root.querySelectorAll("*")].reduce((slider, { shadowRoot }) => slider ?? (shadowRoot ? inside(shadowRoot) : undefined), undefined);
    };
    const slider = inside(document);
    slider.value = "80";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.waitForSelector("text/move to another segment");
  await page.locator("text/简体中文").click();
  await page.waitForSelector("text/位客户分为 4 群");
  assert.deepEqual(errors, []);
  await page.close();
});

test("the element gives the same reply as Chromium and every other host", { skip }, async () => {
  const { page, errors } = await openPage("/blank");
  const reply = await page.evaluate(async (csv) => {
    await import("/gridfolk/dist/whatif.js");
    const element = Object.assign(document.createElement("gridfolk-whatif"), { module: "kmeans", src: "/v1/modules" });
    document.body.append(element);
    await element.load(csv);
    const { text } = await element.run({ op: "fit", params: { columns: ["kwh", "late_bills"], k: 3, seed: 7 } });
    return text;
  }, twoGroups().buffer.toString());
  const { open } = await import("../../web/element/dist/node.js");
  const kmeans = await open(new URL("../../dist/modules/kmeans.wasm", import.meta.url), { module: "kmeans" });
  await kmeans.load(twoGroups().buffer.toString());
  const { text } = await kmeans.run({ op: "fit", params: { columns: ["kwh", "late_bills"], k: 3, seed: 7 }, rows_as: "columns" });
  kmeans.dispose();
  assert.equal(reply, text);
  assert.deepEqual(errors, []);
  await page.close();
});
