// embed.html in a frame of a page from another origin, by its messages.

import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { besideServer } from "./beside.js";
import { errorsOf } from "./chromium.js";
import { serve } from "./server.js";
import { twoGroups } from "./tables.js";

const csv = twoGroups().buffer.toString();

let ours, theirs, browser, context, page, errors;

besideServer(async (opened) => {
  ({ server: ours, browser } = opened);
  // Two ports are two origins.
  theirs = await serve();
});

after(() => theirs.close());

beforeEach(async () => {
  context = await browser.newContext({ locale: "en-US" });
  page = await context.newPage();
  errors = errorsOf(page);
});

afterEach(async () => {
  assert.deepEqual(errors, []);
  await context.close();
});

/** A page from there with our frame in it, which notes what the frame says. */
async function host(parent, { at = theirs.address } = {}) {
  await page.goto(`${at}/frame-host`);
  await page.evaluate(
    ({ ours, parent }) => {
      window.said = [];
      window.addEventListener("message", ({ data, origin }) => origin === ours && said.push(data));
      const frame = document.createElement("iframe");
      frame.src = `${ours}/embed.html?module=kmeans&src=/v1/modules&locale=en&parent=${encodeURIComponent(parent)}`;
      frame.width = 1200;
      frame.height = 800;
      document.body.append(frame);
      window.frame = frame;
      window.until = async (isWanted) => {
        for (let attempt = 0; attempt < 200; attempt += 1) {
          const found = said.find(isWanted);
          if (found) return found;
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
        throw new Error(`not said: ${JSON.stringify(said).slice(0, 400)}`);
      };
      window.call = (id, method, args, gridfolk = 1) => {
        frame.contentWindow.postMessage({ gridfolk, id, method, args }, "*");
        return until((message) => message.id === id);
      };
    },
    { ours: ours.address, parent },
  );
}

test("a page from another origin loads a table, sets a scenario and hears what changes", async () => {
  await host(theirs.address);
  const said = await page.evaluate(async (csv) => {
    const hello = await until(({ event }) => event === "hello");
    const loaded = await call(1, "load", { table: csv });
    const ready = await until(({ event }) => event === "ready");
    await call(2, "scenario", { scenario: [{ column: "late_bills", add: 8, where: { column: "tariff", eq: "flat" } }] });
    const change = await until(({ event, detail }) => event === "change" && detail.op === "what_if");
    const ran = await call(3, "run", { request: { op: "predict" } });
    const saved = await call(4, "save");
    const restored = await call(5, "restore", { state: saved.result });
    return { hello, loaded, ready, change, ran, saved, restored };
  }, csv);
  assert.deepEqual(said.hello, { gridfolk: 1, event: "hello", detail: { versions: [1] } });
  assert.equal(said.loaded.result.nRows, 40);
  assert.equal(said.ready.detail.module.name, "kmeans");
  assert.deepEqual(said.change.detail.params.scenario, [{ column: "late_bills", where: { column: "tariff", eq: "flat" }, add: 8 }]);
  assert.equal(said.ran.result.body.n_rows, 40);
  assert.equal(said.saved.result.gridfolk, 1);
  assert.equal(said.restored.problem, undefined);
  await page.frameLocator("iframe").getByText(/40 customers in 4 segments/).waitFor();
});

test("another version, an unknown method and a bad table are answered with a problem", async () => {
  await host(theirs.address);
  const codes = await page.evaluate(async () => {
    await until(({ event }) => event === "hello");
    const answers = [await call(1, "hello", {}, 2), await call(2, "toString"), await call(3, "load", { table: 7 })];
    return answers.map(({ problem }) => problem.code);
  });
  assert.deepEqual(codes, ["protocol_unsupported", "unknown_method", "table_wrong_kind"]);
});

test("a message from a wrong origin is neither done nor answered", async () => {
  await host("https://portal.example");
  const frame = await page.locator("iframe").elementHandle().then((element) => element.contentFrame());
  await frame.waitForURL(/embed\.html/);
  await frame.waitForFunction(() => document.querySelector("gridfolk-whatif")?.hasUpdated);
  const warned = page.waitForEvent("console", (message) => /refused a message from/.test(message.text()));
  await page.evaluate((csv) => void call(1, "load", { table: csv }).catch(() => {}), csv);
  assert.match((await warned).text(), new RegExp(`from ${theirs.address}; only https://portal.example`));
  await page.waitForTimeout(500);
  assert.equal(await frame.evaluate(() => document.querySelector("gridfolk-whatif").table), undefined);
  assert.deepEqual(await page.evaluate(() => said), []);
  // Chromium says by itself that what the frame told was not for this origin.
  errors = errors.filter((text) => !/target origin provided \('https:\/\/portal.example'\)/.test(text));
});

test("a message from another window of the right origin is refused, too", async () => {
  await host(theirs.address);
  await page.evaluate(() => until(({ event }) => event === "hello"));
  const warned = page.waitForEvent("console", (message) => /refused a message from/.test(message.text()));
  await page.evaluate(async () => {
    const sibling = document.createElement("iframe");
    sibling.src = "/frame-host";
    await new Promise((resolve) => {
      sibling.onload = resolve;
      document.body.append(sibling);
    });
  });
  const sibling = page.frames().find((candidate) => candidate.url().endsWith("/frame-host") && candidate.parentFrame());
  await sibling.evaluate((csv) => parent.frame.contentWindow.postMessage({ gridfolk: 1, id: 9, method: "load", args: { table: csv } }, "*"), csv);
  await warned;
  const frame = page.frames().find((candidate) => candidate.url().includes("embed.html"));
  assert.equal(await frame.evaluate(() => document.querySelector("gridfolk-whatif").table), undefined);
});

test("without a parent in the address the frame hears its own origin alone", async () => {
  await page.goto(`${ours.address}/frame-host`);
  const said = await page.evaluate(async () => {
    const heard = new Promise((resolve) => window.addEventListener("message", ({ data }) => resolve(data), { once: true }));
    const frame = document.createElement("iframe");
    frame.src = "/embed.html?module=kmeans&src=/v1/modules";
    document.body.append(frame);
    return heard;
  });
  assert.equal(said.event, "hello");
});

test("a parent that is no origin is said in the frame, where nobody can be told", async () => {
  await page.goto(`${ours.address}/embed.html?parent=portal.example&module=kmeans&locale=zh-CN`);
  await page.getByText("parent 为“portal.example”，应为一个源").waitFor();
  assert.match(errors.join(), /parent is "portal.example"; must be an origin/);
  errors.length = 0;
});

test("what lies around the element is light or dark as it is", async () => {
  await page.goto(`${ours.address}/embed.html?module=kmeans&theme=dark`);
  await page.emulateMedia({ colorScheme: "light" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await background(), "rgb(16, 20, 24)");
});
