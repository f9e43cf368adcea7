// The page as people use it, under the strict policy that the server sends.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { root, serve } from "./server.js";
import { gbk, oneBadCell, twoGroups, withoutNumbers } from "./tables.js";

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

const button = (page, name) => page.getByRole("button", { name });
const upload = (page, file) => page.locator("input[type=file]").setInputFiles(file);
const choose = (page, label, value) => page.getByLabel(label, { exact: true }).selectOption(value);
/** Numbers in the cells of a table's column, from its header's text. */
const numbers = async (page, region, column) => {
  const cells = await page.getByRole("group", { name: region }).locator(`tbody tr > :nth-child(${column})`).allInnerTexts();
  return cells.map((text) => Number(text.replace(/[^0-9.-]/g, "")));
};
const sum = (values) => values.reduce((total, value) => total + value, 0);

describe("in English", () => {
  let page, seen, context;

  beforeEach(async () => {
    ({ page, seen, context } = await openPage(browser, server.address, { path: "/#kmeans" }));
  });

  afterEach(async () => {
    assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
    await context.close();
  });

  async function useSample(size = "2000") {
    await choose(page, "Customers", size);
    await button(page, "Use the sample population").click();
    await page.getByText(/customers in 4 segments after/).waitFor();
  }

  test("the page shows each module with the SHA-256 of its file", async () => {
    const row = page.getByRole("row", { name: /^kmeans/ });
    await row.waitFor();
    const bytes = await readFile(join(root, "dist/page/modules/kmeans.wasm"));
    assert.match(await row.innerText(), new RegExp(createHash("sha256").update(bytes).digest("hex")));
  });

  test("the sample population is segmented at once, and every customer is in one segment", async () => {
    await useSample();
    assert.equal(sum(await numbers(page, "Who is alike", 2)), 2000);
    assert.match(await page.getByText(/Kept aside as ids/).innerText(), /customer_id/);
  });

  test("another number of segments is fitted as the slider moves", async () => {
    await useSample();
    await page.getByLabel("Number of segments").fill("7");
    await page.getByText(/customers in 7 segments after/).waitFor();
    assert.equal((await numbers(page, "Who is alike", 2)).length, 7);
  });

  test("without a column the page asks for one and keeps working", async () => {
    await useSample();
    await button(page, "None").click();
    await page.getByText("Choose at least one column.").waitFor();
    await page.getByRole("checkbox", { name: /peak_share/ }).check();
    await page.getByText(/1 of \d+ chosen/).waitFor();
  });

  test("a slider of the scenario shows at once who would move, and the counts agree", async () => {
    await upload(page, twoGroups());
    await page.getByLabel("Number of segments").fill("2");
    await page.getByText(/40 customers in 2 segments/).waitFor();
    // Twenty customers with 900 kWh and 9 late bills become like those with 100 and 1.
    await page.getByRole("slider", { name: /late_bills/ }).fill("-90");
    await button(page, "Add another change").click();
    await page.getByRole("slider", { name: /kwh/ }).fill("-90");
    await page.getByText(/20 of 40 customers \(50.0%\) move to another segment/).waitFor();
    const moved = Number((await page.getByText(/of 40 customers \(/).innerText()).match(/^(\d+)/)[1]);
    const matrix = await page.getByRole("group", { name: "From where to where" }).locator("tbody td").allInnerTexts();
    assert.equal(sum(matrix.map(Number)), 40);
    assert.equal(Number(matrix[1]) + Number(matrix[2]), moved);
    await button(page, "Reset").click();
    await page.getByText(/Nothing is changed yet/).waitFor();
  });

  test("a change can be for one level alone, and the movers are named by their id", async () => {
    await upload(page, twoGroups());
    await page.getByLabel("Number of segments").fill("2");
    await page.getByText(/40 customers in 2 segments/).waitFor();
    await choose(page, "Column", "kwh");
    await choose(page, "Who", "tariff");
    await choose(page, "Level", "flat");
    await button(page, "by an amount").click();
    await page.getByRole("spinbutton", { name: /kwh/ }).fill("3000");
    await page.keyboard.press("Tab");
    await page.getByText(/20 of 40 customers \(50.0%\) move/).waitFor();
    const movers = page.getByRole("group", { name: "The ten who move most" }).locator("tbody th");
    assert.equal(await movers.count(), 10);
    assert.match((await movers.allInnerTexts()).join(), /C\d+/);
  });

  test("a file is read: rows, columns, ids, missing values", async () => {
    await upload(page, twoGroups());
    await page.getByText("40 customers", { exact: true }).waitFor();
    await page.getByText("3 columns", { exact: true }).waitFor();
    await page.getByText("Kept aside as ids: customer_id").waitFor();
    await page.getByText("What is in the columns").click();
    await page.getByRole("row", { name: /tariff category 0 2 levels: flat, tou/ }).waitFor();
  });

  test("a file in GBK is read", async () => {
    await upload(page, gbk());
    await page.getByText("12 customers", { exact: true }).waitFor();
    await page.getByRole("checkbox", { name: "用电量" }).waitFor();
    await page.getByText("What is in the columns").click();
    await page.getByText(/2 levels: 上海, 北京/).waitFor();
  });

  test("a file can be dropped on the page", async () => {
    const text = twoGroups().buffer.toString();
    const transfer = await page.evaluateHandle((content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], "dropped.csv", { type: "text/csv" }));
      return data;
    }, text);
    await button(page, "Use the sample population").waitFor();
    await page.locator("gf-choose").dispatchEvent("drop", { dataTransfer: transfer });
    await page.getByRole("heading", { name: "dropped.csv" }).waitFor();
  });

  test("a bad cell is named in both languages, and the table before it stays", async () => {
    await upload(page, twoGroups());
    await page.getByText("40 customers", { exact: true }).waitFor();
    await button(page, "Change data").click();
    await upload(page, oneBadCell());
    const problem = page.getByRole("alert");
    assert.match(await problem.innerText(), /"11O".*number|line 12/s);
    await button(page, "简体中文").click();
    assert.match(await problem.innerText(), /列“kwh”第 \d+ 行的“11O”不是数值/);
    await button(page, "取消").click();
    await page.getByText("40 位客户", { exact: true }).waitFor();
    await button(page, "English").click();
  });

  test("a table without numbers is explained", async () => {
    await upload(page, withoutNumbers());
    await page.getByText(/has no column of numbers/).waitFor();
  });

  test("the keyboard alone is enough", async () => {
    await button(page, "Use the sample population").waitFor();
    await reach(page, "BUTTON", /Use the sample population/);
    await page.keyboard.press("Enter");
    await page.getByText(/customers in 4 segments after/).waitFor();
    await reach(page, "INPUT", /Number of segments/);
    await page.keyboard.press("ArrowRight");
    await page.getByText(/customers in 5 segments after/).waitFor();
    await reach(page, "INPUT", /Percent: /);
    for (let i = 0; i < 4; i++) await page.keyboard.press("PageDown");
    await page.getByText(/customers .*move/).first().waitFor();
  });

  test("the language is remembered", async () => {
    await button(page, "简体中文").click();
    await page.reload();
    await page.getByRole("heading", { name: "数据", exact: true }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
    await button(page, "English").click();
  });
});

/** Presses Tab until the element with focus has that tag and name. */
async function reach(page, tag, name) {
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const label = element?.labels?.[0]?.textContent ?? element?.getAttribute?.("aria-label") ?? element?.textContent ?? "";
      return { tag: element?.tagName ?? "", name: label };
    });
    if (focused.tag === tag && name.test(focused.name)) return;
  }
  throw new Error(`no ${tag} ${name} by Tab`);
}

describe("while the worker is at something", () => {
  let page, seen, context;

  beforeEach(async () => {
    const init = () => {
      window.held = [];
      window.Worker = class extends Worker {
        postMessage(message, ...rest) {
          const post = () => super.postMessage(message, ...rest);
          if (window.isHeld && message.name === "run") window.held.push(post);
          else post();
        }
      };
    };
    ({ page, seen, context } = await openPage(browser, server.address, { path: "/#kmeans", init }));
    await choose(page, "Customers", "2000");
    await button(page, "Use the sample population").click();
    await page.getByText(/customers in 4 segments after/).waitFor();
  });

  afterEach(async () => {
    assert.deepEqual(seen, { errors: [], strangers: [] });
    await context.close();
  });

  const hold = () => page.evaluate(() => (window.isHeld = true));
  const isHeld = () => page.waitForFunction(() => window.held.length === 1);
  const release = () =>
    page.evaluate(() => {
      window.isHeld = false;
      window.held.forEach((post) => post());
    });

  test("a slider that is moved while a fit waits for its turn does not take its place", async () => {
    await hold();
    await page.getByLabel("Number of segments").fill("5");
    await isHeld();
    await page.getByLabel("Number of segments").fill("6");
    await page.getByRole("slider", { name: /^Percent/ }).fill("40");
    await release();
    await page.getByText(/customers in 6 segments after/).waitFor();
    await page.getByText(/of 2,000 customers .* move/).waitFor();
  });

  test("undo while a fit is under way takes the settings back, too", async () => {
    await page.getByRole("slider", { name: /^Percent/ }).fill("40");
    await page.getByText(/of 2,000 customers .* move/).waitFor();
    await hold();
    await page.getByLabel("Number of segments").fill("6");
    await isHeld();
    await page.keyboard.press("Control+z");
    await release();
    await page.getByText(/customers in 4 segments after/).waitFor();
    assert.equal(await page.getByLabel("Number of segments").inputValue(), "4");
    assert.equal(await page.getByText(/of 2,000 customers .* move/).count(), 0);
  });
});

test("a browser in Chinese gets the Chinese page", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/#kmeans", locale: "zh-CN" });
  await button(page, "使用样本客户").click();
  await page.getByText(/位客户分为 4 群/).waitFor();
  await context.close();
});

test("on a narrow screen nothing is wider than the screen", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/#kmeans", viewport: { width: 360, height: 740 } });
  await button(page, "Use the sample population").click();
  await page.getByText(/customers in 4 segments after/).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await context.close();
});

test("a plain file server is enough, below any path", async () => {
  const plain = await serve({ listsModules: false });
  const { page, context } = await openPage(browser, plain.address, { path: "/index.html#kmeans" });
  await button(page, "Use the sample population").click();
  await page.getByText(/customers in 4 segments after/).waitFor();
  await context.close();
  await plain.close();
});
