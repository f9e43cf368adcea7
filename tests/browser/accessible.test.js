// axe on the page with each view open, in both languages, light and dark; and the keyboard alone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { digits } from "./tables.js";

const SAMPLE = { "en-US": "Use the sample population", "zh-CN": "使用样本客户" };

let server, browser, axe;

besideServer(async (opened) => {
  ({ server, browser } = opened);
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});

/** What axe finds, as lines. */
async function violations(page) {
  // Not a script tag: the page's policy allows none from elsewhere.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`));
}

/** The page with the sample population, and the addresses of its views. */
async function withSample(locale, colorScheme) {
  const opened = await openPage(browser, server.address, { locale, colorScheme });
  const { page } = opened;
  const button = page.getByRole("button", { name: SAMPLE[locale] });
  await button.waitFor();
  const before = await violations(page);
  await page.locator("select").first().selectOption("2000");
  await button.click();
  await page.locator("nav a").first().waitFor();
  const views = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  return { ...opened, before, views };
}

/** Opens a view and waits until nothing in it is being computed. */
async function show(page, view) {
  await page.locator(`nav a[href="${view}"]`).click();
  await page.waitForFunction(() => !busyBelow(document));
}

const WAITING = () => {
  /** Whether anything says that it is busy, across shadow roots. */
  window.busyBelow = (root) =>
    [...root.querySelectorAll("*")].some((element) => element.getAttribute("aria-busy") === "true" || (element.shadowRoot && busyBelow(element.shadowRoot)));
};

for (const locale of ["en-US", "zh-CN"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing on the page in ${locale}, ${colorScheme}, whichever view is open`, async () => {
      const { page, context, before, views } = await withSample(locale, colorScheme);
      assert.deepEqual(before, [], "before there is a table");
      await page.evaluate(WAITING);
      assert.ok(views.length >= 5, views.join());
      const found = [];
      for (const view of views) {
        await show(page, view);
        found.push(...(await violations(page)).map((line) => `${view} ${line}`));
      }
      assert.deepEqual(found, []);
      await context.close();
    });
  }
}

for (const [locale, columns] of [["en-US", "What is in the columns"], ["zh-CN", "各列内容"]]) {
  test(`axe finds nothing where kinds of columns are chosen, in ${locale}`, async () => {
    const { page, context } = await openPage(browser, server.address, { locale, path: "/#kmeans" });
    await page.locator("input[type=file]").setInputFiles(digits());
    await page.getByText(columns).click();
    await page.locator("gf-table-summary select").first().waitFor();
    assert.deepEqual(await violations(page), []);
    await context.close();
  });
}

test("the keyboard alone opens each view and moves a slider there, and is never caught", async () => {
  const { page, context, views } = await withSample("en-US", "light");
  await page.evaluate(WAITING);
  for (const view of views) {
    await page.evaluate(() => document.activeElement?.blur());
    await reach(page, ({ href }) => href === view);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => !busyBelow(document));
    const slider = await reach(page, ({ type }) => type === "range");
    // The other way at the end of the slider.
    await page.keyboard.press(slider.value === slider.max ? "ArrowLeft" : "ArrowRight");
    assert.notEqual((await focused(page)).value, slider.value, `${view}: ${slider.label}`);
    // On to the end of the page and out of it.
    await reach(page, ({ tag }) => tag === "BODY");
  }
  await context.close();
});

/** Presses Tab until the element with focus is as wanted. */
async function reach(page, isWanted) {
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press("Tab");
    const element = await focused(page);
    assert.ok(element.isVisible, `focus is seen on ${element.tag} ${element.label}`);
    if (isWanted(element)) return element;
  }
  throw new Error(`not reached by Tab: ${isWanted}`);
}

/** The element with focus, across shadow roots. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { tagName: tag, type, value, max } = element;
    const isVisible = tag === "BODY" || Number.parseFloat(getComputedStyle(element).outlineWidth) > 0;
    return { tag, type, value, max, isVisible, href: element.getAttribute("href"), label: element.getAttribute("aria-label") ?? "" };
  });
}
