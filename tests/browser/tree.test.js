// The view of the module tree as people use it, beside the same calls without the page.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideModules, cellsOf, numberIn, openView, takePictures, until, N_CUSTOMERS } from "./views.js";

const ready = { "en-US": /^Learnt from \d+ of 2,000 customers/, "zh-CN": /位客户中类别已知的/ };
// What decides in this test: three signs of theft.
const COLUMNS = ["kwh_change_share", "phase_imbalance_share", "n_alarms"];

let server, browser, modules, page, seen, context;

besideModules((opened) => ({ server, browser, modules } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openView(browser, server.address, "tree", { ready: ready["en-US"] }));
  await page.getByLabel("What to tell").selectOption("outage_contact_next");
  await page.getByText(/^Learnt from 2,000 of 2,000 customers/).waitFor();
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

/** Leaves only some columns chosen, and waits for the tree of these. */
async function chooseColumns(names) {
  const boxes = page.locator("gf-tree-settings .columns label");
  for (const box of await boxes.all()) {
    const name = await box.locator("span").first().innerText();
    await box.locator("input").setChecked(names.includes(name));
  }
}

/** The tree that the page should show, fitted without it. */
async function directTree() {
  const params = { target: "outage_contact_next", columns: COLUMNS, max_depth: 4, min_leaf: 10, class_weight: "equal", ccp_alpha: 0 };
  const { body } = await modules.run("tree", { op: "fit", params }, [...COLUMNS, params.target]);
  return body.model;
}

test("the rules are those of the module, in the language of the page", async () => {
  await chooseColumns(COLUMNS);
  const model = await directTree();
  const { body } = await modules.run("tree", { op: "explain", model }, COLUMNS);
  // The module tells all digits of a number, the page those that people read.
  const told = body.rules.map(({ text }) => text.en.replace(/\d*\.\d{5,}/g, (x) => String(x >= 1000 ? Math.round(x) : Number(Number(x).toPrecision(4)))));
  const rules = await until(() => cellsOf(page, "The rules"), (rows) => rows[0]?.[1] === told[0]);
  assert.deepEqual(rules.map((row) => row[1]), told);
  assert.deepEqual(rules.map((row) => numberIn(row[2])), body.rules.map(({ n_rows }) => n_rows));
  // The picture has a box for every node.
  assert.equal(await page.locator("gf-tree-picture rect.box").count(), model.nodes.length);
});

for (const [locale, depth] of [["en-US", 3], ["en-US", 4], ["zh-CN", 4], ["zh-CN", 6]]) {
  test(`every question of a tree of ${depth} in a row is read whole, in its box (${locale})`, async () => {
    const opened = await openView(browser, server.address, "tree", { locale, ready: ready[locale] });
    await opened.page.locator("gf-tree-settings #target").selectOption("outage_contact_next");
    await opened.page.locator("gf-tree-settings #max-depth").fill(String(depth));
    const read = () => opened.page.locator("gf-tree-picture svg g").evaluateAll((boxes) => boxes.map((box) => {
      const within = box.querySelector("rect.box").getBoundingClientRect();
      const isIn = ({ left, right, top, bottom }) => left >= within.left && right <= within.right && top >= within.top && bottom <= within.bottom;
      const texts = [...box.querySelectorAll("text")];
      return {
        told: box.querySelector("title").textContent,
        shown: [...box.querySelectorAll("tspan")].map((line) => line.textContent).join(""),
        column: within.left,
        isIn: texts.every((text) => isIn(text.getBoundingClientRect())),
      };
    }));
    const without = (text) => text.replaceAll(/\s/g, "");
    const boxes = await until(read, (all) => new Set(all.map(({ column }) => column)).size === depth + 1);
    assert.deepEqual(boxes.filter(({ told, shown, isIn }) => !isIn || without(told) !== without(shown)), []);
    const { room, width } = await opened.page.locator("gf-tree-picture svg").evaluate((svg) => ({ room: svg.parentElement.clientWidth, width: svg.clientWidth }));
    if (depth <= 4) assert.ok(width <= room, `${width} beside ${room}`);
    await opened.context.close();
  });
}

test("a threshold that moves leads customers to other leaves", async () => {
  await chooseColumns(COLUMNS);
  const model = await directTree();
  const { column, lte } = model.nodes[0];
  await until(() => page.locator("gf-tree-thresholds input").count(), (n) => n === model.nodes.filter((node) => node.lte !== undefined).length);
  const slider = page.locator("gf-tree-thresholds input#n0");
  await slider.focus();
  for (let i = 0; i < 5; i += 1) await slider.press("ArrowRight");
  const leaves = await until(() => cellsOf(page, "Customers of each leaf"), (rows) => rows.length > 0);
  // Those below the new threshold are counted from the column itself.
  const shown = Number(await slider.inputValue());
  assert.ok(shown > lte, `${shown} is above ${lte}`);
  const left = leavesBelow(model, model.nodes[0].yes);
  const missingGoLeft = model.nodes[0].missing === "yes";
  const values = await modules.values(column);
  const nBelow = (threshold) => values.filter((x) => (x === null || Number.isNaN(x) ? missingGoLeft : x <= threshold)).length;
  const inLeft = (rows, at) => rows.filter(([leaf]) => left.includes(leaf)).reduce((sum, row) => sum + numberIn(row[at]), 0);
  assert.equal(inLeft(leaves, 1), nBelow(lte));
  // Answers to the moves before the last may still come.
  await until(async () => inLeft(await cellsOf(page, "Customers of each leaf"), 2), (n) => n === nBelow(shown));
  await page.getByRole("button", { name: "Reset" }).first().click();
  await until(() => cellsOf(page, "Customers of each leaf"), (rows) => rows.length === 0);
});

test("by default the reverse answer changes no category, and stays within what the fields show", async () => {
  await page.getByText("What may change, and how far").click();
  await page.getByText(/Numbers stay within what/).waitFor();
  const rows = await page.locator("gf-question details tbody tr").all();
  const limits = {};
  for (const row of rows) {
    const ends = await row.locator("input[type=number]").evaluateAll((inputs) => inputs.map(({ placeholder }) => placeholder));
    assert.equal(await row.getByRole("checkbox").isChecked(), ends.length === 0, await row.innerText());
    limits[await row.locator("th").innerText()] = ends.map(numberIn);
  }
  const changes = await until(() => cellsOf(page, "The smallest change"), (cells) => cells.length > 0);
  for (const [name, , then] of changes) {
    const [least, most] = limits[name];
    const value = numberIn(then);
    assert.ok(value >= least && value <= most, `${name} to ${then}, beside ${least} to ${most}`);
  }
});

test("where a tree has no allowed way the page says what stays, and frees it", async () => {
  await page.getByText("What may change, and how far").click();
  await until(() => cellsOf(page, "The smallest change"), (cells) => cells.length > 0);
  const boxes = page.getByLabel(/^May not change: /);
  for (const box of await boxes.all()) {
    await box.check();
    await page.waitForTimeout(50);
  }
  await page.getByText(/No allowed change leads there\./).waitFor();
  const buttons = page.getByRole("button", { name: /^Let .* change$/ });
  await until(() => buttons.count(), (n) => n > 0);
  assert.equal(await buttons.count(), await boxes.count());
  for (let left = await boxes.count(); left > 0 && (await buttons.count()) > 0; left -= 1) {
    await buttons.first().click();
    await page.waitForTimeout(200);
  }
  await until(() => cellsOf(page, "The smallest change"), (cells) => cells.length > 0);
});

test("the reverse question respects what may not change", async () => {
  await page.getByText("What may change, and how far").click();
  const changes = () => cellsOf(page, "The smallest change");
  const first = await until(changes, (rows) => rows.length > 0);
  const [column, from, to] = first[0];
  assert.notEqual(from, to);
  await page.getByLabel(`May not change: ${column}`, { exact: true }).check();
  await until(changes, (rows) => rows.every(([name]) => name !== column));
});

test("a customer is found by its id, and an unknown one is said", async () => {
  const id = page.getByLabel("Customer id");
  await id.fill("nobody");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("No customer has the id nobody.").waitFor();
  await id.fill("C0000007");
  await page.getByRole("button", { name: "Show" }).click();
  await until(() => page.getByLabel("Customer", { exact: true }).inputValue(), (row) => row === "6");
});

test("a slider of the scenario moves customers between leaves, and classes that nobody leaves are counted once", async () => {
  await chooseColumns(COLUMNS);
  const model = await directTree();
  const asked = [...new Set(model.nodes.flatMap(({ column }) => column ?? []))];
  await until(() => page.getByLabel("Column", { exact: true }).locator("option").allInnerTexts(), (names) => names.join() === asked.join());
  const column = await page.getByLabel("Column", { exact: true }).inputValue();
  await page.getByLabel(`Percent: ${column}`).last().fill("150");
  await page.getByLabel(`Percent: ${column}`).last().press("Enter");
  const params = { scenario: [{ column, scale: 2.5 }] };
  const { body } = await modules.run("tree", { op: "what_if", model, params }, COLUMNS);
  const leaves = await until(() => cellsOf(page, "Customers of each leaf"), (all) => all.length === body.leaves.length);
  assert.deepEqual(leaves.map(([leaf, ...counts]) => [leaf, ...counts.slice(0, 2).map(numberIn)]), body.leaves.map(({ leaf, n_before, n_after }) => [leaf, n_before, n_after]));
  assert.equal(body.classes.n_moved, 0);
  assert.deepEqual((await cellsOf(page, "Who would move")).map((row) => row.slice(1).map(numberIn)), body.classes.counts_after.map((n) => [n]));
  assert.equal(body.classes.counts_before.reduce((a, b) => a + b), N_CUSTOMERS);
});

test("the tree speaks Chinese", async () => {
  const chinese = await openView(browser, server.address, "tree", { locale: "zh-CN", ready: ready["zh-CN"] });
  const [rule] = await cellsOf(chinese.page, "规则");
  assert.match(rule[1], /→ \w+ 为 \d：\d+ 户/);
  assert.deepEqual(chinese.seen, { errors: [], strangers: [] });
  await chinese.context.close();
});

test("pictures of the view for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, () =>
  takePictures(browser, server.address, "tree", { ready }));

/** The leaves that a node leads to. */
function leavesBelow({ nodes }, index) {
  const { yes, no } = nodes[index];
  return yes === undefined ? [`n${index}`] : [...leavesBelow({ nodes }, yes), ...leavesBelow({ nodes }, no)];
}
