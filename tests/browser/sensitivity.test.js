// The view of sensitivity as people use it, under the strict policy that the server sends.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { numberIn } from "./views.js";

let server, browser, page, seen, context;

besideServer((opened) => ({ server, browser } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openPage(browser, server.address, { path: "/#sensitivity" }));
  await page.getByLabel("Customers", { exact: true }).selectOption("2000");
  await page.getByRole("button", { name: "Use the sample population" }).click();
  await page.getByText(/It happened to \d+ of 2,000 customers/).waitFor();
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const group = (name) => page.getByRole("group", { name, exact: true });
/** Before, after and difference of a row of the expectations. */
const expected = async (row) => {
  const cells = await group("What is to be expected").getByRole("row", { name: row }).locator("td").allInnerTexts();
  return cells.map((text) => Number(text.replace(/[^0-9.-]/g, "")));
};
/** Waits until a value is as wanted. */
const until = async (read, isWanted) => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const value = await read();
    if (isWanted(value)) return value;
    await page.waitForTimeout(50);
  }
  return assert.fail(`it stays at ${await read()}`);
};

test("each coefficient stands with its interval around its odds ratio", async () => {
  const rows = await group("What drives it").locator("tbody tr").allInnerTexts();
  assert.ok(rows.length >= 8, rows.join("\n"));
  for (const row of rows) {
    const [ratio, interval] = row.split("\t").slice(-3, -1);
    const [low, high] = interval.split(" – ").map(Number);
    assert.ok(low <= Number(ratio) && Number(ratio) <= high, row);
  }
  // Past outage calls are what the population was made to depend on.
  assert.match(rows.join("\n"), /n_outage_calls_12m/);
});

test("a column's curve is drawn when the column is chosen, with the same figures below", async () => {
  await page.getByRole("button", { name: "n_outages_12m" }).click();
  await page.getByRole("img", { name: /Chance of the event against n_outages_12m/ }).waitFor();
  await page.locator("gf-sensitivity-curve").getByText("The figures").click();
  const table = page.locator("gf-sensitivity-curve details table tbody tr");
  const chances = (await table.locator("td").allInnerTexts()).map((text) => Number.parseFloat(text));
  assert.equal(chances.length, 41);
  const isRising = chances.at(-1) > chances[0];
  assert.ok(chances.every((p, i) => i === 0 || (isRising ? p >= chances[i - 1] : p <= chances[i - 1])), chances.join());
});

test("a slider of the scenario changes the expected events at once, and Reset takes it back", async () => {
  const [start, same] = await until(() => expected(/Expected events/), ([events]) => events > 0);
  assert.equal(start, same);
  await page.getByLabel("Column", { exact: true }).first().selectOption("n_outage_calls_12m");
  await page.getByRole("slider", { name: /n_outage_calls_12m/ }).fill("100");
  const [before, after] = await until(() => expected(/Expected events/), ([from, to]) => from !== to);
  assert.equal(before, start);
  assert.ok(after > before, `${before} to ${after}`);
  assert.equal(await group("The ten who move most").locator("tbody tr").count(), 10);
  await page.getByRole("button", { name: "Reset" }).click();
  await until(() => expected(/Expected events/), ([from, to]) => from === to);
});

test("the threshold moves how many customers count as sensitive", async () => {
  const [at] = await expected(/at or above/);
  await page.getByLabel("Sensitive from a chance of").fill("0.02");
  const [more] = await until(() => expected(/at or above/), ([n]) => n !== at);
  assert.ok(more > at, `${at} to ${more}`);
});

/** Column, now and then of each change. */
const changesIn = async (name) => {
  const rows = await group(name).locator("tbody tr").all();
  return Promise.all(rows.map((row) => row.locator("th, td").allInnerTexts()));
};
/** The limits that hold by default, by column: what the fields show as long as nobody fills them. */
const usualLimits = async () => {
  const rows = await page.locator("gf-question details tbody tr").all();
  const limits = await Promise.all(
    rows.map(async (row) => {
      const ends = await Promise.all((await row.locator("input[type=number]").all()).map((end) => end.getAttribute("placeholder")));
      return [await row.locator("th").innerText(), ends.map(numberIn)];
    }),
  );
  return Object.fromEntries(limits);
};

test("by default the reverse answer changes no category, stays within what customers alike have, and moves counts by whole numbers", async () => {
  await page.getByText(/^Unchanged: class\. Numbers stay within what the [\d,]+ customers with the same class have\./).waitFor();
  await page.getByText("What may change, and how far").click();
  assert.ok(await page.getByLabel("May not change: class", { exact: true }).isChecked());
  const customers = page.getByLabel("Customer", { exact: true });
  let n = 0;
  for (const row of await customers.locator("option").evaluateAll((options) => options.slice(0, 8).map(({ value }) => value))) {
    const said = page.locator("gf-sensitivity-reverse p[role=status]");
    await customers.selectOption(row);
    // What is shown once nothing changes any more is the answer about this customer.
    await page.waitForTimeout(300);
    const limits = await usualLimits();
    const whole = Object.keys(limits).filter((name) => /^(n_|has_|kva_|tenure_)/.test(name));
    const [together, alone] = [await changesIn("The smallest change"), await changesIn("Or one of these alone")];
    for (const [name, , then] of [...together, ...alone]) {
      n += 1;
      assert.notEqual(name, "class", await said.innerText());
      const value = Number(then.replaceAll(",", ""));
      const [least, most] = limits[name];
      assert.ok(value >= least && value <= most, `${name} to ${then}, beside ${least} to ${most}`);
      if (whole.includes(name)) assert.ok(Number.isInteger(value), `${name} to ${then}`);
    }
  }
  assert.ok(n >= 8, `${n} changes`);
});

test("where no allowed change is enough the page says what stays, and frees it", async () => {
  await page.getByText("What may change, and how far").click();
  const boxes = page.getByLabel(/^May not change: /);
  await boxes.first().waitFor();
  for (const box of await boxes.all()) {
    await box.check();
    await page.waitForTimeout(50);
  }
  await page.getByText(/^Not within reach: from/).waitFor();
  await page.getByText(/^Unchanged: class, has_own_supply, .*and n_app_uses_12m\.$/).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Let .* change$/ }).count(), await boxes.count());
  await page.getByRole("button", { name: "Let n_outage_calls_12m change" }).click();
  await until(() => changesIn("The smallest change"), (rows) => rows.length === 1 && rows[0][0] === "n_outage_calls_12m");
  assert.equal(await page.getByLabel("May not change: n_outage_calls_12m", { exact: true }).isChecked(), false);
});

test("the reverse answer leaves alone what may not change", async () => {
  const changes = group("The smallest change").locator("tbody th");
  await changes.first().waitFor();
  const [first] = await changes.allInnerTexts();
  await page.getByText("What may change, and how far").click();
  await page.getByLabel(`May not change: ${first}`, { exact: true }).check();
  await until(() => changes.allInnerTexts(), (names) => !names.includes(first));
});

test("a table without an event says so", async () => {
  await page.getByRole("button", { name: "Change data" }).click();
  const rows = Array.from({ length: 20 }, (_, i) => `${100 + i},${i % 7}`);
  const buffer = Buffer.from(["kwh,bills", ...rows].join("\n"));
  await page.locator("input[type=file]").setInputFiles({ name: "plain.csv", mimeType: "text/csv", buffer });
  await page.getByText(/has no column that says whether something happened/).waitFor();
});

test("the view is Chinese, too", async () => {
  await page.getByRole("button", { name: "简体中文" }).click();
  await page.getByText(/2,000 位客户中有 \d+ 位发生/).waitFor();
  await page.getByRole("group", { name: "影响因素", exact: true }).waitFor();
});

test("the reverse answer says nothing twice, and how far each number moves in its own unit", async () => {
  await changesIn("The smallest change");
  const rows = await until(() => changesIn("The smallest change"), (all) => all.length > 0);
  for (const [name, now, then, difference] of rows) assert.equal(numberIn(difference), numberIn(then) - numberIn(now), name);
  assert.equal(rows.length, 1);
  const alone = await changesIn("Or one of these alone");
  assert.ok(!alone.some(([name, , then]) => name === rows[0][0] && then === rows[0][2]), alone.join());
  await page.getByText(/Values are in the units of their columns\./).waitFor();
});
