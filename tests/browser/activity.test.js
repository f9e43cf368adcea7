// The view of the module activity as people use it, beside the same calls without the page.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { besideModules, cellsOf, numberIn, openView, takePictures, until, N_CUSTOMERS } from "./views.js";

const ready = { "en-US": /of 2,000 customers are active on some channel/, "zh-CN": /2,000 位客户中有 .* 位在某一渠道活跃/ };
const CHANNELS = [
  ["app", "n_app_uses_12m", "days_since_app", 1],
  ["wechat", "n_wechat_uses_12m", "days_since_wechat", 1],
  ["hotline", "n_hotline_calls_12m", "days_since_hotline", 0.8],
  ["hall", "n_hall_visits_12m", "days_since_hall", 0.6],
  ["bank", "n_bank_payments_12m", "days_since_bank", 0.4],
];
const COLUMNS = CHANNELS.flatMap(([, count, days]) => [count, days]);

let server, browser, modules, page, seen, context;

besideModules((opened) => ({ server, browser, modules } = opened));

beforeEach(async () => {
  ({ page, seen, context } = await openView(browser, server.address, "activity", { ready: ready["en-US"] }));
});

afterEach(async () => {
  assert.deepEqual(seen, { errors: [], strangers: [] }, "no console error, no request to another origin");
  await context.close();
});

const index = (params = {}) => modules.run("activity", { op: "index", params }, COLUMNS);

test("users are counted as the columns say, and points are the module's", async () => {
  const rows = await cellsOf(page, "Channel by channel");
  for (const [i, [, count, days]] of CHANNELS.entries()) {
    const [uses, since] = [await modules.values(count), await modules.values(days)];
    const nUsers = uses.filter((n, row) => n > 0 || since[row] !== null && !Number.isNaN(since[row])).length;
    assert.equal(numberIn(rows[i][2]), nUsers, count);
  }
  const { body } = await index();
  assert.deepEqual(rows.map((row) => numberIn(row[5])), body.channels.map(({ n_top }) => n_top));
});

test("weights by entropy and by comparisons change the shares, and contradictions are said", async () => {
  const shares = async () => (await cellsOf(page, "Channel by channel")).map((row) => numberIn(row[1]));
  const rounded = ({ body }) => body.channels.map(({ weight_share }) => Number((100 * weight_share).toFixed(1)));
  await page.getByLabel("Weights of channels").selectOption("entropy");
  const entropy = rounded(await index({ weights: "entropy" }));
  await until(shares, (now) => now.join() === entropy.join());
  await page.getByLabel("Weights of channels").selectOption("pairs");
  await page.getByText(/Consistency ratio 0: the judgements agree/).waitFor();
  assert.deepEqual(await until(shares, (now) => now[0] === 20), [20, 20, 20, 20, 20]);
  // The app matters more than WeChat, WeChat than the hotline, and the hotline than the app.
  await page.locator("#pair-app-wechat").fill("-8");
  await page.locator("#pair-wechat-hotline").fill("-8");
  await page.locator("#pair-app-hotline").fill("8");
  await page.getByText(/above 0.1 the judgements contradict/).waitFor();
});

test("a channel that weighs nothing loses its points, and customers their top channel", async () => {
  await page.locator("#factor-wechat").fill("0");
  const rows = await until(() => cellsOf(page, "Mean points of each channel"), (all) => numberIn(all[1]?.[2] ?? "") === 0);
  const { body } = await index();
  const params = { weights: [{ channel: "wechat", scale: 0 }] };
  const direct = await modules.run("activity", { op: "what_if", model: body.model, params }, COLUMNS);
  const close = (shown, x) => assert.ok(Math.abs(shown - x) <= 0.005 * Math.max(1, Math.abs(x)), `${shown} ${x}`);
  for (const [i, channel] of direct.body.channels.entries()) close(numberIn(rows[i][2]), channel.points_mean_after);
  await page.getByText(new RegExp(`^${direct.body.top_channel.n_moved.toLocaleString("en")} of`)).waitFor();
});

test("one customer's points sum up to its index", async () => {
  await page.getByLabel("Customer id").fill("C0000011");
  await page.getByRole("button", { name: "Show" }).click();
  await until(() => page.getByLabel("Customer", { exact: true }).inputValue(), (row) => row === "10");
  const { columns } = await index();
  const activity = columns.find(({ name }) => name === "activity").values[10];
  const rows = await until(
    () => cellsOf(page, "What one customer’s index is made of"),
    (all) => Math.abs(all.reduce((sum, row) => sum + numberIn(row[6]), 0) - activity) < 0.3,
  );
  assert.equal(rows.length, CHANNELS.length);
});

test("a half-life of a year makes everything count longer", async () => {
  const recency = async () => numberIn((await cellsOf(page, "What one customer’s index is made of"))[0][1]);
  await until(recency, (x) => Number.isFinite(x));
  await page.locator("#half-life").fill("365");
  const { columns } = await index({ half_life_days: 365 });
  const values = columns.find(({ name }) => name === "activity").values;
  assert.equal(values.length, N_CUSTOMERS);
  const best = values.indexOf(Math.max(...values));
  await until(() => page.getByLabel("Customer", { exact: true }).locator("option").allInnerTexts(), (ids) =>
    ids.slice(0, 2).some((id) => id.trim() === `C${String(best + 1).padStart(7, "0")}`));
});

test("the index speaks Chinese", async () => {
  const chinese = await openView(browser, server.address, "activity", { locale: "zh-CN", ready: ready["zh-CN"] });
  assert.deepEqual((await cellsOf(chinese.page, "各渠道情况")).map(([name]) => name), ["App（掌上）", "微信", "95598 热线", "营业厅", "银行"]);
  assert.deepEqual(chinese.seen, { errors: [], strangers: [] });
  await chinese.context.close();
});

test("pictures of the view for people who look", { skip: !process.env.GRIDFOLK_LOOK && "made when asked for" }, () =>
  takePictures(browser, server.address, "activity", { ready, act: (page) => page.locator("#factor-wechat").fill("0") }));
