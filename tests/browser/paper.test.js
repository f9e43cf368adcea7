// What is left where the page's own colours are: on paper, and with the colours that a person's system forces.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openView } from "./views.js";

const READY = /Last reply in/;
/** Pixels of CSS that an A4 page is wide, less margins of a centimetre. */
const PAPER = 718;

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

const open = (module, options) => openView(browser, server.address, module, { ready: READY, viewport: { width: PAPER, height: 900 }, ...options });

for (const module of ["customer-portrait", "segment", "scorecard"]) {
  test(`${module}: no table is cut off on paper`, async () => {
    const { page, context } = await open(module);
    await page.locator(".results table:visible").first().waitFor();
    await page.emulateMedia({ media: "print" });
    const wide = await page.locator(".layout table").evaluateAll((all) =>
      all.flatMap((table) => (table.getBoundingClientRect().right > innerWidth + 1 ? `${table.textContent.trim().slice(0, 20)}: ${table.offsetWidth}` : [])),
    );
    assert.deepEqual(wide, []);
    await context.close();
  });
}

test("paper shows what a person reads, not what opens something else", async () => {
  const { page, context } = await open("customer-portrait");
  const parts = ["gf-toolbar", "gf-modules", "nav a:not([aria-current])", "gf-picture .tools"];
  const shown = () => Promise.all(parts.map((part) => page.locator(part).first().isVisible()));
  assert.deepEqual(await shown(), [true, true, true, true]);
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await shown(), [false, false, false, false]);
  assert.ok(await page.locator("nav a[aria-current]").isVisible());
  await context.close();
});

test("cards that were never in sight are printed", async () => {
  const { page, context } = await open("customer-portrait");
  await page.locator("gf-panorama").waitFor({ state: "attached" });
  await page.emulateMedia({ media: "print" });
  const cards = await page.locator("gf-portrait .results > .column > *").evaluateAll((all) => all.map((card) => getComputedStyle(card).contentVisibility));
  assert.ok(cards.length > 5);
  assert.deepEqual(new Set(cards), new Set(["visible"]));
  await context.close();
});

test("a dark page is light on paper, and so are the letters of its charts dark", async () => {
  const { page, context } = await open("kmeans", { colorScheme: "dark" });
  const canvas = page.locator("gf-scatter canvas").first();
  await canvas.waitFor();
  /** Pixels as dark as the letters of a light page: lines and points are lighter, light or dark. */
  const nDark = () =>
    canvas.evaluate((one) => {
      const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
      let n = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 250 && data[at] + data[at + 1] + data[at + 2] < 144) n += 1;
      return n;
    });
  // The first drawing comes with a frame of its own.
  await page.waitForTimeout(500);
  assert.equal(await nDark(), 0);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.ok((await nDark()) > 50, `${await nDark()}`);
  const colour = await page.locator("gf-whatif, gf-kmeans").first().evaluate((one) => getComputedStyle(one).colorScheme);
  assert.equal(colour, "light");
  await context.close();
});

test("with forced colours a pressed button, the open view and marks of means are told apart", async () => {
  const { page, context } = await open("customer-portrait", { forcedColors: "active", viewport: { width: 1280, height: 900 } });
  const background = (locator) => locator.first().evaluate((one) => getComputedStyle(one).backgroundColor);
  assert.notEqual(await background(page.locator("gf-scenario [aria-pressed=true]")), await background(page.locator("gf-scenario [aria-pressed=false]")));
  const line = (locator) => locator.first().evaluate((one) => parseFloat(getComputedStyle(one).borderBottomWidth));
  assert.ok((await line(page.locator("nav a[aria-current]"))) > (await line(page.locator("nav a:not([aria-current])"))));
  const card = await background(page.locator("gf-profile .card"));
  for (const mark of ["gf-profile td .sign", "gf-matrix .share"]) assert.notEqual(await background(page.locator(mark)), card, mark);
  await context.close();
});
