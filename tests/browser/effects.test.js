// What all views say of single customers: a comparison by kinds of customers, and a CSV of those whose results changed.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openPage } from "./chromium.js";
import { besideModules, cellsOf, numberIn, openView, until, N_CUSTOMERS } from "./views.js";

const READY = /Last reply in/;

/** By view the result that one asks about first, and the pairs of columns that its file must have. */
const VIEWS = {
  kmeans: { first: "segment", results: ["segment", "distance"] },
  scorecard: { first: "grade", results: ["points", "grade", "accepted"] },
  sensitivity: { first: "above_threshold", results: ["probability", "above_threshold"] },
  tree: { first: "class", results: ["class", "probability", "leaf"] },
  fuzzy: { first: "grade", results: ["grade", "grade_second", "value"] },
  activity: { first: "top_channel", results: ["activity", "top_channel"] },
  segment: { first: "customer_class", results: ["customer_class", "cell", "contribution_level"] },
};

let server, browser, modules;

besideModules((opened) => ({ server, browser, modules } = opened));

/** Moves the first slider of the scenario by so many percent. */
async function scaleFirst(page, percent) {
  const amount = page.locator("gf-scenario input[type=number]").first();
  await amount.fill(String(percent));
  await amount.press("Enter");
  return page.locator("gf-scenario select").first().inputValue();
}

/** How many customers the page says have a different result. */
const nChanged = async (page) => {
  const said = await page.getByText(/customers? ha(s|ve) a different result/).textContent();
  return said.startsWith("No customer") ? 0 : numberIn(said);
};

/** The exported file as records by head, and its bytes. */
async function exported(page) {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export changed customers" }).click();
  const file = await download;
  const bytes = await readFile(await file.path());
  const [head, ...rows] = linesOf(bytes.toString("utf8").slice(1));
  return { name: file.suggestedFilename(), bytes, head, rows };
}

/** Lines of CSV as cells, by RFC 4180. */
function linesOf(text) {
  const lines = text.split("\r\n");
  assert.equal(lines.pop(), "", "the last line ends as the others");
  return lines.map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));
}

for (const [module, { first, results }] of Object.entries(VIEWS)) {
  test(`${module} gives a file of the customers whose results changed`, async () => {
    const { page, seen, context } = await openView(browser, server.address, module, { ready: READY });
    await page.getByText(/^No customer has a different result/).waitFor();
    assert.ok(await page.getByRole("button", { name: "Export changed customers" }).isDisabled());
    assert.equal(await page.getByLabel("Different in").inputValue(), first);
    await page.getByLabel("Different in").selectOption({ label: "any result" });
    const column = await scaleFirst(page, 60);
    const n = await until(() => nChanged(page), (count) => count > 0);
    const { name, bytes, head, rows } = await exported(page);
    assert.equal(name, `${module}-changed-customers.csv`);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.equal(head[0], "customer_id");
    for (const result of [...results, column]) assert.ok(head.includes(`${result}_before`) && head.includes(`${result}_after`), `${head}`);
    assert.equal(rows.length, n);
    const at = (column) => head.indexOf(column);
    for (const row of rows) {
      assert.match(row[0], /^C\d{7}$/);
      assert.ok(head.slice(1).some((cell, i) => cell.endsWith("_before") && row[i + 1] !== row[i + 2]), row.join());
      const [was, is] = [row[at(`${column}_before`)], row[at(`${column}_after`)]].map(Number);
      assert.ok(Math.abs(is - 1.6 * was) <= 1e-9 * Math.abs(is), row.join());
    }
    await page.getByText(new RegExp(`Saved as ${name}: [\\d,]+ customers`)).waitFor();
    assert.deepEqual(seen, { errors: [], strangers: [] });
    await context.close();
  });
}

test("the file holds what the module says, and the levels compared are those of its reply", async () => {
  const { page, context } = await openView(browser, server.address, "kmeans", { ready: READY });
  const column = await scaleFirst(page, 60);
  // At first only those who move to another segment.
  const nMoved = await until(() => nChanged(page), (count) => count > 0);
  await page.getByLabel("Different in").selectOption({ label: "any result" });
  assert.ok((await until(() => nChanged(page), (count) => count > nMoved)) > nMoved);
  const { head, rows } = await exported(page);
  // The same fit and scenario, without the page.
  const columns = await page.evaluate(() => document.querySelector("gf-app").shadowRoot.querySelector("gf-kmeans").kept.settings.columns);
  const { body } = await modules.run("kmeans", { op: "fit", params: { columns, k: 4, standardize: true, missing: "mean", seed: 1 } }, columns);
  const reply = await modules.run("kmeans", { op: "what_if", model: body.model, params: { scenario: [{ column, scale: 1.6 }] } }, columns);
  assert.equal(nMoved, reply.body.segments.n_moved);
  const of = (name) => reply.columns.find((one) => one.name === name);
  const cells = (name, row) => (of(name).kind === "number" ? String(of(name).values[row]) : of(name).levels[of(name).codes[row]]);
  const names = head.slice(1, 5);
  const isChanged = (row) => cells("segment_before", row) !== cells("segment_after", row) || cells("distance_before", row) !== cells("distance_after", row);
  const changed = Array.from({ length: N_CUSTOMERS }, (_, row) => row).filter(isChanged);
  assert.deepEqual(
    rows.map((row) => row.slice(0, 5)),
    changed.map((row) => [`C${String(row + 1).padStart(7, "0")}`, ...names.map((name) => cells(name, row))]),
  );
  const table = await until(() => cellsOf(page, "By kind of customer"), (all) => all.length > 1);
  const [all, ...levels] = table.toReversed();
  assert.equal(numberIn(all[1]), N_CUSTOMERS);
  assert.equal(levels.reduce((sum, row) => sum + numberIn(row[1]), 0), N_CUSTOMERS);
  const [first] = reply.body.segments.groups;
  const shareOf = (counts) => (100 * counts[reply.body.segments.groups.indexOf(first)]) / N_CUSTOMERS;
  assert.ok(Math.abs(numberIn(all[2]) - shareOf(reply.body.segments.counts_before)) <= 0.051, all.join());
  assert.ok(Math.abs(numberIn(all[3]) - shareOf(reply.body.segments.counts_after)) <= 0.051, all.join());
  await context.close();
});

test("a file of a table with texts that spreadsheets would compute is safe to open", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/#kmeans" });
  const lines = Array.from({ length: 40 }, (_, i) => `=cmd|'${i}'!A1,"=1+""${i % 2}""",${100 + 7 * i},${i % 5}`);
  const buffer = Buffer.from(["@id,tariff,kwh,calls", ...lines].join("\n"));
  await page.locator("input[type=file]").setInputFiles({ name: "odd.csv", mimeType: "text/csv", buffer });
  await page.getByText(READY).first().waitFor();
  await scaleFirst(page, 80);
  await until(() => nChanged(page), (count) => count > 0);
  const { head, rows, bytes } = await exported(page);
  assert.equal(head[0], "'@id");
  for (const row of rows) assert.match(row[0], /^'=cmd/);
  assert.doesNotMatch(bytes.toString("utf8"), /(^|[,\n"])[=@+]/);
  await context.close();
});

test("the group of an expression gives the customers whom a moved threshold adds", async () => {
  const { page, context } = await openView(browser, server.address, "tags", { ready: READY });
  await page.getByLabel("Wanted customers").focus();
  await page.keyboard.press("ArrowRight");
  const n = await until(() => nChanged(page), (count) => count > 0);
  const { head, rows } = await exported(page);
  assert.deepEqual(head, ["customer_id", "selected_before", "selected_after"]);
  assert.equal(rows.length, n);
  assert.ok(rows.every(([, was, is]) => was !== is));
  await context.close();
});

test("apriori gives those who are recommended something else once everyone has an item, as the module says", async () => {
  const { page, seen, context } = await openView(browser, server.address, "apriori", { ready: READY });
  await page.getByText(/^No customer has a different result/).waitFor();
  const item = await page.locator("gf-rule-edit #item option").nth(2).getAttribute("value");
  await page.getByLabel("Different in").selectOption({ label: "any result" });
  await page.getByLabel("Item", { exact: true }).selectOption(item);
  const n = await until(() => nChanged(page), (count) => count > 0);
  const { name, head, rows } = await exported(page);
  assert.equal(name, "apriori-changed-customers.csv");
  assert.deepEqual(head, ["customer_id", "item_1_before", "item_1_after", "rule_1_before", "rule_1_after"]);
  assert.equal(rows.length, n);
  // The same without the page.
  const { settings, edit } = await page.evaluate(() => document.querySelector("gf-app").shadowRoot.querySelector("gf-apriori").kept);
  const { columns, minSupport, minConfidence, minLift, by } = settings;
  const rules = { min_confidence: minConfidence, min_lift: minLift, right: { max_items: 1 } };
  const mine = { op: "mine", params: { columns, min_support: minSupport, max_length: 4, rules } };
  const advised = async (one) => {
    const { body } = await modules.runEdited("apriori", mine, columns, one);
    const { texts } = await modules.runEdited("apriori", { op: "recommend", model: body.model, params: { n_items: 1, by } }, columns, one);
    return texts;
  };
  const [was, is] = [await advised({ column: "", how: "", item: "" }), await advised(edit)];
  const cells = (row) => ["item_1", "rule_1"].flatMap((result) => [was[result][row], is[result][row]]);
  const changed = Array.from({ length: N_CUSTOMERS }, (_, row) => row).filter((row) => was.item_1[row] !== is.item_1[row] || was.rule_1[row] !== is.rule_1[row]);
  assert.deepEqual(rows.map(([id, ...row]) => [id, ...row]), changed.map((row) => [`C${String(row + 1).padStart(7, "0")}`, ...cells(row)]));
  await until(() => cellsOf(page, "By kind of customer"), (all) => all.length > 1);
  // Back to nothing: nobody is recommended anything else.
  await page.locator("gf-rule-edit").getByRole("button", { name: "Reset" }).click();
  await until(() => nChanged(page), (count) => count === 0);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("the portrait gives the customers whose class, levels or scores change, and compares them by kind", async () => {
  const { page, seen, context } = await openView(browser, server.address, "customer-portrait", { ready: "How it was made" });
  await page.getByText(/^No customer has a different result/).waitFor();
  await page.locator("gf-scenario select").first().selectOption("kwh_year");
  const column = await scaleFirst(page, 80);
  await until(() => nChanged(page), (count) => count > 0);
  await page.getByLabel("Different in").selectOption("customer_class");
  const moved = await page.locator("gf-moves caption").filter({ hasText: "Class, first dimension" }).textContent();
  const n = await until(() => nChanged(page), (count) => moved.replaceAll(",", "").includes(String(count)));
  const { name, head, rows } = await exported(page);
  assert.equal(name, "customer-portrait-changed-customers.csv");
  for (const result of ["customer_class", "arrears_risk_level", "contribution", "arrears_risk", column]) assert.ok(head.includes(`${result}_before`), `${head}`);
  assert.equal(rows.length, n);
  const at = head.indexOf("customer_class_before");
  assert.ok(rows.every((row) => row[at] !== row[at + 1]));
  const table = await until(() => cellsOf(page, "By kind of customer"), (all) => all.length > 1);
  assert.equal(numberIn(table.at(-1)[1]), N_CUSTOMERS);
  assert.deepEqual(seen, { errors: [], strangers: [] });
  await context.close();
});

test("a frame that allows no downloads is said, and nothing is lost", async () => {
  const { page, context } = await openPage(browser, server.address, { path: "/frame-host" });
  await page.evaluate((src) => {
    const frame = Object.assign(document.createElement("iframe"), { src, width: 1200, height: 800 });
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
    document.body.append(frame);
  }, `${server.address}/#kmeans`);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("combobox").first().selectOption("2000");
  await frame.getByRole("button", { name: "Use the sample population" }).click();
  await frame.getByText(READY).first().waitFor();
  await scaleFirst(frame, 60);
  const button = frame.getByRole("button", { name: "Export changed customers" });
  await until(() => button.isEnabled(), (isEnabled) => isEnabled);
  await button.click();
  await frame.getByText(/allows no downloads; its sandbox needs allow-downloads/).waitFor();
  assert.ok(await button.isEnabled());
  await context.close();
});

test("the choice of the comparison is kept and told in Chinese, too", async () => {
  const { page, context } = await openView(browser, server.address, "sensitivity", { locale: "zh-CN", ready: /位客户中有/ });
  const by = page.locator("gf-slices").getByLabel("比较所依据的列");
  const options = await by.locator("option").allInnerTexts();
  await by.selectOption(options[1]);
  await page.locator("gf-slices").getByLabel("结果").selectOption("above_threshold");
  await page.getByRole("group", { name: "按客户类别比较", exact: true }).getByRole("columnheader", { name: options[1] }).waitFor();
  const kept = await page.evaluate(() => document.querySelector("gf-app").shadowRoot.querySelector("gf-sensitivity").slice);
  assert.deepEqual(kept, { by: options[1], result: "above_threshold", level: "" });
  await context.close();
});
