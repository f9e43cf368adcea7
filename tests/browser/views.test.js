// What is true of every view: it fits a narrow screen, has an answer to any table, and comes back as it was left.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { withoutNumbers } from "./tables.js";
import { openView } from "./views.js";

const VIEWS = ["kmeans", "scorecard", "sensitivity", "apriori", "tree", "fuzzy", "activity", "tags", "segment", "density"];
// Each view says how long its module took when it has a reply.
const READY = { "en-US": /Last reply in/, "zh-CN": /最近一次应答用时/ };

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

for (const module of VIEWS) {
  test(`${module} fits a narrow screen, in both languages and when dark`, async () => {
    for (const [locale, colorScheme] of [["en-US", "dark"], ["zh-CN", "light"]]) {
      const viewport = { width: 390, height: 844 };
      const { page, seen, context } = await openView(browser, server.address, module, { locale, colorScheme, viewport, ready: READY[locale] });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${module} is ${width} wide in ${locale}`);
      assert.deepEqual(seen, { errors: [], strangers: [] });
      await context.close();
    }
  });

  test(`${module} has an answer to a table of texts alone`, async () => {
    const { page, seen, context } = await openPage(browser, server.address, { path: `/#${module}` });
    await page.locator("input[type=file]").setInputFiles(withoutNumbers());
    // Every view says something: what is missing, a problem in words, or its reply.
    const said = page.locator(`gf-${module}`).locator(".card, .problem");
    await said.first().waitFor();
    await page.waitForFunction((name) => {
      const view = document.querySelector("gf-app").shadowRoot.querySelector(`gf-${name}`).shadowRoot;
      return view.querySelector("[aria-busy=true]") === null || view.querySelector("gf-problem") !== null;
    }, module);
    assert.ok((await said.allInnerTexts()).some((text) => text.trim().length > 10));
    assert.deepEqual(seen, { errors: [], strangers: [] });
    await context.close();
  });

  test(`${module} comes back as it was left`, async () => {
    const { page, context } = await openView(browser, server.address, module, { ready: READY["en-US"] });
    const [left, back] = await page.evaluate(async (name) => {
      const view = document.querySelector("gf-app").shadowRoot.querySelector(`gf-${name}`);
      // A view may still be choosing what it begins with when its first reply is there.
      let [left, earlier] = [view.kept, undefined];
      while (JSON.stringify(left) !== JSON.stringify(earlier)) {
        earlier = left;
        await new Promise((resolve) => setTimeout(resolve, 300));
        left = view.kept;
      }
      left = JSON.parse(JSON.stringify(left));
      const told = new Promise((resolve) => view.addEventListener("gf-state", ({ detail }) => resolve(detail), { once: true }));
      view.given = structuredClone(left);
      return [left, JSON.parse(JSON.stringify(await told))];
    }, module);
    assert.ok(Object.keys(left).length > 0);
    assert.deepEqual(back, left);
    await context.close();
  });
}
