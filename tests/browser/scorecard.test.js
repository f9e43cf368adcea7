// The view of the module scorecard as people use it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { launch, openPage } from "./chromium.js";
import { root, serve } from "./server.js";
import { withoutNumbers } from "./tables.js";

let server, browser;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser.close();
  await server.close();
});

const words = {
  "en-US": { tab: "Scorecard", use: "Use the sample population", ready: /customers, .* with the event; \d+ columns in the card/ },
  "zh-CN": { tab: "评分卡", use: "使用样本客户", ready: /位客户，其中 .* 位发生事件/ },
};

/** Opens the card of the sample population. */
async function openCard(page, locale) {
  const { tab, use, ready } = words[locale];
  await page.getByRole("combobox").first().waitFor();
  await page.getByRole("button", { name: use }).click();
  await page.getByRole("link", { name: tab, exact: true }).click();
  await page.getByText(ready).waitFor();
}

const cells = async (page, region) => page.getByRole("group", { name: region, exact: true }).locator("tbody tr").allInnerTexts();

/** The accepted customers before and after. */
async function accepted(page) {
  const [first] = await cells(page, "Who is accepted");
  return first.match(/[\d,]+/g).map((text) => Number(text.replaceAll(",", "")));
}

describe("the scorecard in English", () => {
  let page, seen, context;

  beforeEach(async () => {
    ({ page, seen, context } = await openPage(browser, server.address));
    await openCard(page, "en-US");
  });

  afterEach(async () => {
    assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
    await context.close();
  });

  test("the card has points for every bin, and the grades hold every customer", async () => {
    const rows = await cells(page, "The card");
    assert.ok(rows.length > 10, `${rows.length} rows`);
    assert.ok(rows.some((row) => /information value/.test(row)));
    const grades = await cells(page, "Grades");
    const counts = grades.map((row) => Number(row.split("\t")[1].replace(/[^0-9]/g, "")));
    assert.equal(counts.reduce((sum, count) => sum + count, 0), 10000);
  });

  test("a higher cut-off accepts fewer customers", async () => {
    const [before] = await accepted(page);
    const slider = page.getByRole("slider", { name: "Cut-off" });
    await slider.fill(String(Number(await slider.inputValue()) + 40));
    await assert.doesNotReject(async () => {
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const [now] = await accepted(page);
        if (now < before) return;
        await page.waitForTimeout(50);
      }
      throw new Error("the count of accepted customers does not fall");
    });
  });

  test("a slider of the scenario changes points, and the movers are named", async () => {
    const column = await page.getByLabel("Column", { exact: true }).inputValue();
    await page.getByRole("slider", { name: new RegExp(column) }).fill("100");
    await page.getByText(/are accepted only after the change/).waitFor();
    const movers = page.getByRole("group", { name: "The ten who move most" }).locator("tbody th");
    assert.match((await movers.allInnerTexts()).join(), /C\d+/);
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText(/are accepted only after the change/).waitFor({ state: "detached" });
  });

  test("another event makes another card", async () => {
    const before = (await cells(page, "The card")).join();
    const event = page.getByLabel("Event to predict");
    const options = await event.locator("option").allInnerTexts();
    await event.selectOption(options[1]);
    for (let attempt = 0; attempt < 100 && (await cells(page, "The card")).join() === before; attempt += 1) {
      await page.waitForTimeout(50);
    }
    assert.notEqual((await cells(page, "The card")).join(), before);
  });

  test("a table without an event is explained", async () => {
    await page.getByRole("button", { name: "Change data" }).click();
    await page.locator("input[type=file]").setInputFiles(withoutNumbers());
    const { tab } = words["en-US"];
    await page.getByRole("link", { name: tab, exact: true }).click();
    await page.getByText(/no column that says 1 where something happened/).waitFor();
  });
});

test("the scorecard speaks Chinese", async () => {
  const { page, seen, context } = await openPage(browser, server.address, { locale: "zh-CN" });
  await openCard(page, "zh-CN");
  await page.getByText("评分卡明细").waitFor();
  await page.getByRole("slider", { name: "分数线" }).waitFor();
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("pictures of the view for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, async () => {
  for (const [locale, name] of [["en-US", "scorecard-en.png"], ["zh-CN", "scorecard-zh.png"]]) {
    const { page, context } = await openPage(browser, server.address, { locale, viewport: { width: 1280, height: 1600 } });
    await openCard(page, locale);
    await page.getByRole("slider").last().fill("60");
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(root, "dist", name) });
    await context.close();
  }
});
