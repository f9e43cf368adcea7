// A pipeline in the page, as people use it, under the strict policy that the server sends.

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { twoGroups } from "./tables.js";

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** The numbers in one column of a table. */
const numbers = async (page, region, column) => {
  const cells = await page.getByRole("group", { name: region }).locator(`tbody tr > :nth-child(${column})`).allTextContents();
  // Behind a count stands how it changed, and below it its share.
  return cells.map((text) => Number(text.trim().split("\n")[0].replace(/\(.*\)/, "").replace(/[^0-9.-]/g, "")));
};
const sum = (values) => values.reduce((total, value) => total + value, 0);

describe("the portrait of the sample population", () => {
  let page, seen, context;

  beforeEach(async () => {
    ({ page, seen, context } = await openPage(browser, server.address, { path: "/#customer-portrait" }));
    await page.getByRole("button", { name: "Use the sample population" }).click();
    await page.getByRole("heading", { name: "How it was made" }).waitFor();
  });

  afterEach(async () => {
    assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
    await context.close();
  });

  test("every customer is in one class, and every step is done", async () => {
    assert.equal(sum(await numbers(page, "Classes and levels", 2)), 10000);
    const outcomes = await page.getByRole("group", { name: "How it was made" }).locator("tbody td:last-child").allTextContents();
    assert.ok(outcomes.length >= 7 && outcomes.every((outcome) => outcome.trim() === "done"), outcomes.join("; "));
  });

  test("a slider moves customers between levels, and nobody is lost", async () => {
    await page.getByLabel("Column", { exact: true }).selectOption("n_bills_late_12m");
    await page.getByRole("button", { name: "by an amount" }).click();
    await page.getByRole("slider").last().fill("2");
    await page.getByText("Customers move between groups:").waitFor();
    assert.equal(sum(await numbers(page, "Classes and levels", 2)), 10000);
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText("Nothing is changed yet. Move").waitFor();
  });

  test("figures, matrix, bars and lists count the same customers, before and after a change", async () => {
    const same = async () => {
      const tile = page.locator("gf-glance .figure").first();
      const [n] = (await tile.locator(".quiet").textContent()).match(/[\d,]+/);
      // Behind class and number of customers, the first column counts those of high contribution.
      assert.equal(Number(n.replaceAll(",", "")), sum(await numbers(page, "Classes and levels", 3)));
      assert.equal(sum(await numbers(page, "Strategies", 2)), 10000);
    };
    await same();
    await page.getByText("What each strategy does").click();
    assert.equal(sum(await numbers(page, "What each strategy does", 3)), 10000);
    assert.equal(await page.getByText("Before the change:").count(), 0);
    const [strategies, share] = [await numbers(page, "Strategies", 2), page.locator("gf-glance .figure strong").first()];
    await page.getByLabel("Column", { exact: true }).selectOption("kwh_year");
    await page.getByRole("slider").last().fill("200");
    await page.getByText("Customers move between groups:").waitFor();
    assert.match(await share.textContent(), /^[\d.]+% → [\d.]+%$/);
    await same();
    assert.notDeepEqual(await numbers(page, "Strategies", 2), strategies);
    await page.getByText("Before the change:").waitFor();
  });

  test("means that stand out are told by a sign and in words, with no colour of their own", async () => {
    const cells = page.locator("gf-profile td.marked");
    // Residential customers with late bills make those of all others few.
    await page.getByLabel("Column", { exact: true }).selectOption("n_bills_late_12m");
    await page.getByLabel("Who", { exact: true }).selectOption("class");
    await page.getByLabel("Level", { exact: true }).selectOption("residential");
    await page.getByRole("button", { name: "by an amount" }).click();
    await page.getByRole("slider").last().fill("5");
    await cells.filter({ hasText: "low:" }).first().waitFor();
    const all = await cells.evaluateAll((found) => found.map((cell) => ({ text: cell.textContent.trim(), color: getComputedStyle(cell).color })));
    for (const words of [/^\s*high: [\d.,]+/, /^\s*low: [\d.,]+/]) assert.ok(all.some(({ text }) => words.test(text)), JSON.stringify(all));
    const plain = await page.locator("gf-profile td:not(.marked)").first().evaluate((cell) => getComputedStyle(cell).color);
    assert.deepEqual([...new Set(all.map(({ color }) => color))], [plain]);
  });

  test("profiles are of the customers after the change, with the difference below", async () => {
    const profile = page.locator("gf-profile").first();
    const title = await profile.locator("h2").textContent();
    /** All electricity of a year, in kWh: customers of each class by what one of them uses. */
    const total = async () => {
      const [sizes, means] = await Promise.all([numbers(page, title, 2), numbers(page, title, 3)]);
      return sum(sizes.map((n, i) => n * means[i]));
    };
    const before = await total();
    assert.doesNotMatch(await profile.locator("table").textContent(), /\([+−]/);
    await page.getByLabel("Column", { exact: true }).selectOption("kwh_year");
    await page.getByRole("slider").last().fill("200");
    await page.getByText("Customers move between groups:").waitFor();
    const ratio = (await total()) / before;
    assert.ok(Math.abs(ratio - 3) < 0.03, `three times as much, not ${ratio}`);
    assert.match(await profile.locator("table").textContent(), /\(\+[\d,.]+\)/);
  });

  test("moves between many groups are a list, and add up to those who move", async () => {
    await page.getByLabel("Column", { exact: true }).selectOption("kwh_change_share");
    await page.getByRole("slider").last().fill("-30");
    const moves = page.locator("gf-moves").getByRole("group", { name: "Service strategy" });
    await moves.waitFor();
    const [, moved] = (await moves.locator("caption").textContent()).match(/([\d,]+) customers move/);
    const listed = await moves.locator("tbody td:last-child").allTextContents();
    assert.equal(sum(listed.map((n) => Number(n.replaceAll(",", "")))), Number(moved.replaceAll(",", "")));
  });

  test("one customer is shown with the reasons, and a wrong id is told", async () => {
    await page.getByLabel("Customer id").fill("C0000017");
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("Customer C0000017").waitFor({ state: "attached" });
    await page.locator("gf-panorama").getByText("Service strategy", { exact: true }).waitFor();
    await page.getByLabel("Customer id").fill("nobody");
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText("No customer has the id nobody.").waitFor();
  });

  test("the same stands there in Chinese", async () => {
    await page.getByRole("button", { name: "简体中文" }).click();
    await page.getByRole("heading", { name: "单个客户全景" }).waitFor();
    await page.getByRole("heading", { name: "客户画像" }).waitFor();
  });
});

test("the matrix stands there while the last steps still run, and a change waits for them", async () => {
  const init = () => {
    window.Worker = class extends Worker {
      postMessage(message, ...rest) {
        const post = () => super.postMessage(message, ...rest);
        if (message.name === "portraitRest") window.goOn = post;
        else post();
      }
    };
  };
  const { page, seen, context } = await openPage(browser, server.address, { path: "/#customer-portrait", init });
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await page.waitForFunction(() => window.goOn);
  assert.equal(sum(await numbers(page, "Classes and levels", 2)), 10000);
  // Nobody knows the unusual customers yet, nor the strategies.
  assert.equal(await page.locator("gf-glance .figure").count(), 5);
  assert.equal(await page.getByRole("heading", { name: "Strategies", exact: true }).count(), 0);
  await page.getByRole("slider").last().fill("100");
  await page.evaluate(() => window.goOn());
  await page.getByRole("heading", { name: "How it was made" }).waitFor();
  await page.getByText("Customers move between groups:").waitFor();
  assert.equal(await page.locator("gf-glance .figure").count(), 6);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("of many customers no column comes: the worker counts while a slider moves, and finds who changed once it rests", async () => {
  const init = () => {
    const bytesOf = (value) => (ArrayBuffer.isView(value) ? value.byteLength : value && typeof value === "object" ? Object.values(value).reduce((sum, part) => sum + bytesOf(part), 0) : 0);
    window.came = [];
    window.Worker = class extends Worker {
      #names = new Map();

      constructor(...args) {
        super(...args);
        this.addEventListener("message", ({ data }) => window.came.push([this.#names.get(data?.id), bytesOf(data?.result)]));
      }

      postMessage(message, ...rest) {
        this.#names.set(message.id, message.name);
        super.postMessage(message, ...rest);
      }
    };
  };
  const nCustomers = 200_001;
  const given = { "customer-portrait": { edits: [{ id: 0, column: "kwh_year", how: "scale", amount: 10 }] } };
  const saved = { gridfolk: 1, open: "customer-portrait", source: { module: "sample", nCustomers }, views: given };
  const path = `/#customer-portrait?${Buffer.from(JSON.stringify(saved)).toString("base64url")}`;
  const { page, seen, context } = await openPage(browser, server.address, { path, init });
  page.setDefaultTimeout(60_000);
  const status = page.locator("gf-export [role=status]").first();
  /** How many have another class or level, once that is known of the last move. */
  const nChanged = async () => {
    await page.locator("gf-export [role=status][aria-busy=false]").first().waitFor();
    return Number((await status.textContent()).replace(/ of .*/s, "").replace(/[^0-9]/g, ""));
  };
  await page.locator("gf-export select").selectOption("customer_class");
  const moved = async () => Number(/([\d,]+) customers move/.exec(await page.locator("gf-moves caption").filter({ hasText: "Class, first dimension" }).textContent())[1].replaceAll(",", ""));
  assert.equal(await nChanged(), await moved());
  await page.evaluate(() => (window.came.length = 0));
  await page.getByRole("slider").first().fill("200");
  await page.waitForFunction(() => window.came.some(([name]) => name === "portraitWhatIf"));
  await page.locator("gf-export [role=status][aria-busy=true]").first().waitFor();
  assert.ok(await page.getByRole("button", { name: "Export changed customers" }).isDisabled(), "the file would be of the earlier change");
  assert.equal(await nChanged(), await moved());
  const came = await page.evaluate(() => window.came);
  for (const [name, bytes] of came) assert.ok(bytes < 10_000, `${name}: ${bytes} bytes`);
  assert.deepEqual(came.map(([name]) => name).sort(), ["portraitNChanged", "portraitSlices", "portraitWhatIf"]);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("in Chinese the portrait says what may change, and lists as Chinese does", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/#customer-portrait", locale: "zh-CN" });
  await page.locator("input[type=file]").setInputFiles(twoGroups());
  await page.getByText("哪些客户的类别、等级或评分会改变").waitFor();
  const steps = page.locator("gf-steps");
  await steps.getByText(/^数据表缺少的输入：/).waitFor();
  const said = await steps.locator("td:last-child, p").allInnerTexts();
  assert.ok(said.some((text) => text.includes("、")), said.join("; "));
  assert.deepEqual(said.filter((text) => text.includes(", ")), []);
  await context.close();
});
