// Long work of the page: shown after a moment, ended by whoever waits for it, and nothing is lost, network or none.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { root, serve } from "./server.js";
import { until } from "./views.js";

const texts = {
  "en-US": { use: "Use the sample population", group: "Calculation", running: "Calculating…", cancel: "Cancel", again: "Calculate again", cancelled: /^Cancelled: nothing new is shown/ },
  "zh-CN": { use: "使用样本客户", group: "计算", running: "正在计算…", cancel: "取消", again: "重新计算", cancelled: /^已取消/ },
};

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** A page with a view of 100 000 customers. */
async function openPopulation(path, locale = "en-US", { address = server.address, ...options } = {}) {
  const opened = await openPage(browser, address, { path, locale, ...options });
  await opened.page.getByRole("combobox").first().selectOption("100000");
  await opened.page.getByRole("button", { name: texts[locale].use }).click();
  return opened;
}

/** Segments, and then a fit of them that takes many seconds. */
async function openLongFit(locale = "en-US", options = {}) {
  const opened = await openPopulation("/#kmeans", locale, options);
  await opened.page.locator("gf-segments table").first().waitFor();
  await opened.page.locator("#k").fill("16");
  await opened.page.locator("gf-scenario input[type=range]").first().fill("20");
  await opened.page.locator("gf-migration table").first().waitFor();
  await opened.page.locator("gf-params summary").click();
  await begin(opened.page);
  return opened;
}

async function begin(page) {
  await page.locator("#param-n_init").fill("100");
  await page.locator("#param-n_init").press("Tab");
}

const groupOf = (page, locale = "en-US") => page.getByRole("group", { name: texts[locale].group, exact: true });
const sizes = (page) => page.locator("gf-segments table").first().innerText();

test("long work is shown, and ended by keys: the earlier picture, what was set and the table stay, without a network", async () => {
  const own = await serve();
  const { page, seen, context } = await openLongFit("en-US", { address: own.address });
  const [t, group] = [texts["en-US"], groupOf(page)];
  const [before, [worker]] = [await sizes(page), page.workers()];
  await group.getByRole("button", { name: t.cancel }).focus();
  assert.equal(await group.getByRole("status").innerText(), t.running);
  assert.equal(await group.getByRole("progressbar").getAttribute("value"), null, "nobody knows how far it is");
  await own.close();
  await page.keyboard.press("Enter");
  await group.getByText(t.cancelled).waitFor();
  assert.ok(await group.getByRole("status").evaluate((said) => said.getRootNode().activeElement === said), "who pressed goes on from there");
  await until(async () => page.workers(), (now) => now.length === 1 && now[0] !== worker);
  assert.equal(await sizes(page), before);
  assert.equal(await page.locator("#param-n_init").inputValue(), "100");
  // A slider moves what stands there.
  const moved = () => page.locator("gf-migration table").first().innerText();
  const migration = await moved();
  await page.locator("gf-scenario input[type=range]").first().fill("45");
  await until(moved, (text) => text !== migration);
  assert.equal(await group.count(), 0, "nothing is told any more");
  // Another fit.
  await page.locator("#param-n_init").fill("1");
  await page.locator("#param-n_init").press("Tab");
  await page.locator("#k").fill("6");
  await until(() => page.locator("gf-segments tbody").first().locator("tr").count(), (n) => n === 6);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("columns that were chosen for a cancelled fit do not keep the sliders from the one before", async () => {
  const { page, seen, context } = await openLongFit();
  const [t, group] = [texts["en-US"], groupOf(page)];
  await group.getByRole("button", { name: t.cancel }).click();
  await group.getByText(t.cancelled).waitFor();
  await page.locator("gf-kmeans-settings").getByRole("checkbox").first().uncheck();
  await group.getByRole("button", { name: t.cancel }).click();
  await group.getByText(t.cancelled).waitFor();
  const moved = () => page.locator("gf-migration table").first().innerText();
  const migration = await moved();
  await page.locator("gf-scenario input[type=range]").first().fill("60");
  await until(moved, (text) => text !== migration);
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("who leaves a view does not wait for what it was at", async () => {
  const { page, seen, context } = await openLongFit();
  await groupOf(page).waitFor();
  const [worker] = page.workers();
  await page.getByRole("link", { name: "Decision tree" }).click();
  await page.locator("gf-tree-picture, gf-tree svg").first().waitFor();
  await until(async () => page.workers(), (now) => !now.includes(worker));
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("a portrait that was cancelled does not pretend to go on, and is made after all when it is asked for", async () => {
  const { page, seen, context } = await openPopulation("/", "zh-CN");
  const [t, group] = [texts["zh-CN"], groupOf(page, "zh-CN")];
  await group.getByRole("button", { name: t.cancel }).click();
  await group.getByText(t.cancelled).waitFor();
  assert.equal(await page.locator("gf-portrait [aria-busy=true]").count(), 0);
  await group.getByRole("button", { name: t.again }).click();
  await page.locator("gf-steps table").waitFor();
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("a population that takes long to be made is cancelled, and the one before is still there", async () => {
  const { page, seen, context } = await openPopulation("/#kmeans");
  const [t, group] = [texts["en-US"], groupOf(page)];
  await page.locator("gf-segments table").first().waitFor();
  await page.getByRole("button", { name: "Change data" }).click();
  await page.getByRole("combobox").first().selectOption("1000000");
  await page.getByRole("button", { name: t.use }).click();
  await group.getByRole("button", { name: t.cancel }).click();
  await group.getByText(t.cancelled).waitFor();
  await page.locator("gf-choose section").getByRole("button", { name: "Cancel" }).click();
  await page.getByText("100,000 customers", { exact: true }).waitFor();
  await page.locator("gf-migration table, gf-segments table").first().waitFor();
  await page.locator("gf-scenario input[type=range]").first().fill("30");
  await page.locator("gf-migration table").first().waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("a run of the element is ended by its caller's signal, and its table stays", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/blank" });
  const found = await page.evaluate(async () => {
    await import("/gridfolk/dist/whatif.js");
    const element = document.createElement("gridfolk-whatif");
    element.setAttribute("module", "density");
    element.setAttribute("src", "/v1/modules");
    const problems = [];
    element.addEventListener("gridfolk-problem", ({ detail }) => problems.push(detail));
    document.body.append(element);
    const noise = (row, salt) => (Math.imul(row + 1, salt) >>> 0) / 2 ** 32;
    const text = Array.from({ length: 20_000 }, (_, row) => [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f].map((salt) => noise(row, salt)));
    await element.load(`a,b,c,d\n${text.join("\n")}\n`);
    const ended = await element.run({ op: "fit", params: {} }, { signal: AbortSignal.timeout(100) }).catch(({ name }) => name);
    const { body } = await element.run({ op: "grid", params: { x: { column: "a" }, y: { column: "b" } } });
    return { ended, n: body.n_rows, problems };
  });
  assert.deepEqual(found, { ended: "TimeoutError", n: 20_000, problems: [] });
  await context.close();
});

test("pictures of long work for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, async () => {
  for (const [locale, colorScheme] of [["en-US", "light"], ["zh-CN", "dark"]]) {
    const { page, context } = await openLongFit(locale, { colorScheme });
    const group = groupOf(page, locale);
    await group.waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(root, "dist", `cancel-${locale}-1.png`) });
    await group.getByRole("button", { name: texts[locale].cancel }).click();
    await group.getByText(texts[locale].cancelled).waitFor();
    await page.screenshot({ path: join(root, "dist", `cancel-${locale}-2.png`) });
    await context.close();
  }
});
