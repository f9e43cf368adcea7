// What views say of a table that lacks what they are about.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { gbk, twoEvents, twoGroups } from "./tables.js";

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** Opens a view on a small table. */
async function openTable(module, ready, { locale = "en-US", file = twoGroups() } = {}) {
  const opened = await openPage(browser, server.address, { path: `/#${module}`, locale });
  await opened.page.locator("input[type=file]").setInputFiles(file);
  await opened.page.getByText(ready).first().waitFor();
  return opened;
}

for (const [locale, said] of [["en-US", /^No channel is chosen yet/], ["zh-CN", /^尚未选择渠道/]]) {
  test(`without a channel nothing is under way, and the page says where to add one (${locale})`, async () => {
    const { page, context } = await openTable("activity", said, { locale });
    assert.equal(await page.getByText(/Working …|计算中/).count(), 0);
    const field = page.locator("gf-activity-settings summary").last();
    assert.ok((await page.getByText(said).innerText()).includes((await field.innerText()).trim()));
    await page.getByRole("button", { name: /Add a channel|增加渠道/ }).click();
    await page.getByText(said).waitFor({ state: "detached" });
    await context.close();
  });
}

test("where no rule is strong enough the page says what to allow, and shows no picture", async () => {
  const { page, context } = await openTable("apriori", /^No rule is as strong as this/);
  assert.equal(await page.locator("gf-rule-graph .plot").isVisible(), false);
  await page.locator("gf-rule-graph").getByRole("button", { name: /PNG/ }).waitFor({ state: "hidden" });
  await context.close();
});

for (const [locale, said] of [["en-US", /^No customer has a result for “first recommendation”/], ["zh-CN", /^没有客户在变动前后都有“首推项”的结果/]]) {
  test(`where nobody has a result it is not compared (${locale})`, async () => {
    const { page, context } = await openTable("apriori", said, { locale });
    assert.equal(await page.locator("gf-slices svg").count(), 0);
    assert.equal(await page.getByText(/^(Mean of|“首推项”的平均值)/).count(), 0);
    await context.close();
  });
}

for (const [locale, said] of [["en-US", /^None of 2 columns enters the card/], ["zh-CN", /^2 列均未入选/]]) {
  test(`where no column enters a scorecard the page says what to change, beside no blank cards (${locale})`, async () => {
    const { page, context } = await openTable("scorecard", said, { locale, file: twoEvents() });
    const advice = await page.getByText(said).innerText();
    const labels = await page.locator("gf-scorecard-settings .field > label, gf-scorecard-settings label").allInnerTexts();
    const [event, least] = labels.map((label) => label.trim());
    assert.ok([event, least].every((label) => advice.includes(label)), `${advice} beside ${labels.join(", ")}`);
    assert.equal(await page.locator("gf-accepted, gf-points").count(), 0);
    await page.locator("gf-scorecard-settings select").selectOption("late");
    await page.locator("gf-points table").first().waitFor();
    assert.equal(await page.getByText(said).count(), 0);
    await context.close();
  });
}

test("letters of cells are told where one of them is known", async () => {
  const { page, context } = await openTable("segment", /^No result has a column yet/);
  const codes = page.getByText(/^A cell is a class and five letters/);
  assert.equal(await codes.count(), 0);
  await page.locator("gf-segment-settings select").first().selectOption("kwh");
  await codes.waitFor();
  await context.close();
});

test("where no tag has its columns, their table is not drawn", async () => {
  const { page, context } = await openTable("tags", /^12 customers, 0 tags/, { file: gbk() });
  assert.equal(await page.locator("gf-tags-taxonomy table").count(), 0);
  await context.close();
});

test("one is told as one", async () => {
  const { page, context } = await openTable("segment", /^40 customers in 1 cell of class and levels\.$/);
  await context.close();
});
