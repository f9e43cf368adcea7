// The view of the module scorecard as people use it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { root } from "./server.js";
import { withoutNumbers } from "./tables.js";
import { numberIn, openView, until } from "./views.js";

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

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

/** Of each column of counts in the card what its bins are called; those of missing values aside. */
function binsOfCounts(page) {
  return page.locator("gf-points tbody").evaluateAll((columns) =>
    columns.flatMap((column) => {
      const [head, ...bins] = [...column.querySelectorAll("th")].map((cell) => cell.textContent.trim());
      return /^(n_|days_since_)/.test(head) ? [bins.filter((bin) => bin !== "Missing" && bin !== "缺失")] : [];
    }),
  );
}

/** What counts are called in both languages; the last number of a bin is none where it is open. */
const COUNTS = {
  "en-US": /^(?:(?<one>[\d,]+)|(?<first>[\d,]+)–(?<last>[\d,]+)|(?<most>[\d,]+) or fewer|(?<least>[\d,]+) or more)$/,
  "zh-CN": /^(?:(?<one>[\d,]+)|(?<first>[\d,]+) 至 (?<last>[\d,]+)|(?<most>[\d,]+) 及以下|(?<least>[\d,]+) 及以上)$/,
};

for (const locale of ["en-US", "zh-CN"]) {
  test(`bins of counts are told by their first and last count, without a gap (${locale})`, async () => {
    // Among so few customers counts enter the card by chance.
    const { page, context } = await openView(browser, server.address, "scorecard", { locale, ready: words[locale].ready });
    const columns = await until(() => binsOfCounts(page), (all) => all.length > 0);
    for (const bins of columns) {
      const ends = bins.map((bin) => {
        const { one, first, last, most, least } = bin.match(COUNTS[locale])?.groups ?? assert.fail(bin);
        return [first ?? one ?? least, last ?? one ?? most].map((text) => (text === undefined ? undefined : numberIn(text)));
      });
      for (const [i, [first]] of ends.entries()) if (i > 0) assert.equal(first, ends[i - 1][1] + 1, bins.join("; "));
    }
    await context.close();
  });
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
    // The card is told before who is accepted by it.
    await page.getByText(/At \d+ points/).waitFor();
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

  test("who is accepted is compared as a share", async () => {
    await page.locator("gf-slices #result").selectOption("accepted");
    await page.getByText("Share of the customers accepted.").waitFor();
    await page.locator("gf-slices #result").selectOption("points");
    await page.getByText("Mean of “points”.").waitFor();
  });

  test("a slider of the scenario changes points, and the movers are named", async () => {
    const column = await page.getByLabel("Column", { exact: true }).inputValue();
    await page.getByRole("slider", { name: new RegExp(column) }).fill("100");
    await page.getByText(/customers accepted who were not/).waitFor();
    const movers = page.getByRole("group", { name: "The ten who move most" }).locator("tbody th");
    assert.match((await movers.allInnerTexts()).join(), /C\d+/);
    await page.locator("gf-scenario").getByRole("button", { name: "Reset" }).click();
    await page.getByText(/customers accepted who were not/).waitFor({ state: "detached" });
  });

  test("points that are written anew accept as many as a cut-off that is lower by them", async () => {
    const cutOff = page.getByRole("slider", { name: "Cut-off" });
    await until(() => cutOff.inputValue(), (points) => Number(points) > 0);
    const at = Number(await cutOff.inputValue());
    await page.getByText(`At ${at} points`).waitFor();
    const [first] = await accepted(page);
    await cutOff.fill(String(at - 30));
    await page.getByText(`At ${at - 30} points`).waitFor();
    const [lower] = await accepted(page);
    await cutOff.fill(String(at));
    await page.getByText(`At ${at} points`).waitFor();
    const base = page.getByLabel("Points that everyone begins with");
    await base.fill(String(Number(await base.inputValue()) + 30));
    await base.press("Enter");
    await until(async () => (await accepted(page))[1], (n) => n === lower);
    await page.locator("gf-points").getByRole("button", { name: "Reset" }).click();
    await until(() => accepted(page), (shown) => shown.length === 1 && shown[0] === first);
  });

  test("points of one bin move its customers alone", async () => {
    await page.getByText(/At \d+ points/).waitFor();
    const [first] = await page.locator("gf-points input[id^='points-']").all();
    const row = first.locator("xpath=ancestor::tr");
    const share = Number((await row.locator("td").nth(2).innerText()).replace("%", "")) / 100;
    const before = (await cells(page, "Grades")).map((text) => text.split("\t").slice(1).map((n) => Number(n.replace(/[^0-9]/g, ""))));
    await first.fill("1000");
    await first.press("Enter");
    // Everyone of the bin has the best grade then, and nobody else moves.
    const grades = await until(
      async () => (await cells(page, "Grades")).map((text) => text.split("\t").slice(1).map((n) => Number(n.replace(/[^0-9]/g, "")))),
      (rows) => rows.some(([was, is]) => is !== undefined && was !== is),
    );
    const risen = Math.max(...grades.map(([was, is]) => is - was));
    assert.ok(risen > 0 && risen <= share * 10000 + 10, `${risen} of ${share * 10000}; ${before}`);
  });

  test("by default the reverse answer changes no category, and says what the customer has now", async () => {
    const smallest = () => cells(page, "The smallest change");
    const rows = await until(smallest, (found) => found.length > 0);
    const heads = await page.getByRole("group", { name: "The smallest change", exact: true }).locator("thead th").allInnerTexts();
    assert.deepEqual(heads, ["Column", "Now", "Then", "Points"]);
    await page.getByText("What may change, and how far").click();
    for (const row of rows) {
      const [column, now, then] = row.split("\t");
      const ends = await page.getByLabel(new RegExp(`^At (least|most): ${column}$`)).evaluateAll((inputs) => inputs.map(({ placeholder }) => placeholder));
      assert.equal(ends.length, 2, `${column} is no number`);
      const [least, most, from, to] = [...ends, now, then].map(numberIn);
      assert.ok(from !== to && [from, to].every((value) => value >= least && value <= most), `${row}, beside ${ends}`);
    }
  });

  test("the reverse question brings a customer over the cut-off with what may change", async () => {
    const smallest = () => cells(page, "The smallest change");
    const [first] = await until(smallest, (rows) => rows.length > 0);
    const [column] = first.split("\t");
    await page.getByText("What may change, and how far").click();
    await page.getByLabel(`May not change: ${column}`, { exact: true }).check();
    await until(smallest, (rows) => rows.every((row) => !row.startsWith(column)));
    const said = await page.getByText(/^From \d+ points to \d+ by|^Not within reach: from/).innerText();
    const cutOff = Number(await page.getByRole("slider", { name: "Cut-off" }).inputValue());
    const [now, then] = said.match(/\d+/g).map(Number);
    assert.ok(now < cutOff, said);
    assert.equal(then >= cutOff, said.startsWith("From"), said);
  });

  test("what no card can be made of is said until one can, whatever moves on the card before", async () => {
    const answerTo = async (act) => {
      const answered = page.evaluate(() => new Promise((resolve) => window.addEventListener("gf-state", () => resolve(), { once: true })));
      await act();
      await answered;
    };
    const least = page.getByLabel("Least information value").first();
    const usual = await least.getAttribute("min");
    // Enough columns of numbers enter then.
    await answerTo(() => least.fill(usual));
    await answerTo(() => page.getByLabel("Event to predict").selectOption("outage_contact_next"));
    await answerTo(async () => least.fill(await least.getAttribute("max")));
    const problem = page.getByRole("alert").getByText(/enters the card/);
    await problem.waitFor();
    await answerTo(() => page.getByRole("slider", { name: /^Percent/ }).first().fill("35"));
    assert.ok(await problem.isVisible());
    await least.fill(usual);
    await problem.waitFor({ state: "detached" });
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
