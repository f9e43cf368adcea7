// What is true of every view: it fits a narrow screen, can be used by keyboard, and comes back as it was left.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage } from "./chromium.js";
import { serve } from "./server.js";
import { withoutNumbers } from "./tables.js";
import { openView, until } from "./views.js";

const VIEWS = ["kmeans", "scorecard", "sensitivity", "apriori", "tree", "fuzzy", "activity", "tags", "segment", "density"];
// Each view says how long its module took when it has a reply.
const READY = { "en-US": /Last reply in/, "zh-CN": /最近一次应答用时/ };

let server, browser;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser.close();
  await server.close();
});

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
    const text = await until(
      () => page.locator(`gf-${module}`).innerText(),
      (shown) => shown !== "" && (!shown.includes("Working …") || shown.includes("·")),
    );
    assert.ok(text.length > 10, text);
    assert.deepEqual(seen, { errors: [], strangers: [] });
    await context.close();
  });

  test(`${module} comes back as it was left`, async () => {
    const { page, context } = await openView(browser, server.address, module, { ready: READY["en-US"] });
    const [left, back] = await page.evaluate(async (name) => {
      const view = document.querySelector("gf-app").shadowRoot.querySelector(`gf-${name}`);
      const told = new Promise((resolve) => view.addEventListener("gf-state", ({ detail }) => resolve(detail), { once: true }));
      const left = JSON.parse(JSON.stringify(view.kept));
      view.given = structuredClone(left);
      return [left, JSON.parse(JSON.stringify(await told))];
    }, module);
    assert.ok(Object.keys(left).length > 0);
    assert.deepEqual(back, left);
    await context.close();
  });

  test(`${module} names its controls, and the keyboard reaches them`, async () => {
    const { page, context } = await openView(browser, server.address, module, { ready: READY["en-US"] });
    const nameless = await page.evaluate(() => {
      const all = [];
      const visit = (node) => {
        for (const element of node.querySelectorAll("*")) {
          if (element.matches("input, select, textarea, button, [role=img]")) all.push(element);
          if (element.shadowRoot) visit(element.shadowRoot);
        }
      };
      visit(document);
      const name = (element) =>
        element.getAttribute("aria-label") || element.labels?.[0]?.textContent.trim() || element.textContent.trim() || element.title;
      return all.filter((element) => !name(element) && element.type !== "file").map((element) => element.outerHTML);
    });
    assert.deepEqual(nameless, []);
    // Tab leads from the tabs into the view, and arrows move the first slider that it meets.
    await page.getByRole("link", { name: /./ }).last().focus();
    let moved = false;
    for (let i = 0; i < 60 && !moved; i += 1) {
      await page.keyboard.press("Tab");
      const value = () => page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.type === "range" ? element.value : undefined;
      });
      const before = await value();
      if (before === undefined) continue;
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      const after = await value();
      if (after === before) await page.keyboard.press("ArrowLeft");
      moved = (await value()) !== before;
    }
    assert.ok(moved, "a slider moves by keys");
    await context.close();
  });
}
