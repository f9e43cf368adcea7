// Fits of large tables: several workers share them, and the reply is the one that a single instance gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { loadBridge } from "./bridge-page.js";
import { openBlank } from "./element-page.js";

const N_ROWS = 250_001;

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** A page with a table of `N_ROWS` rows, and a function that opens modules by the published package. */
async function openLarge() {
  const opened = await openBlank(browser, server.address);
  await loadBridge(opened.page);
  await opened.page.evaluate(async (n) => {
    const { open } = await import("/gridfolk/dist/index.js");
    window.open = open;
    const noise = (row, salt) => (Math.imul(row + 1, salt) >>> 0) / 2 ** 32;
    window.columns = {
      kwh: Float64Array.from({ length: n }, (_, row) => 900 * (row % 4) + 400 * noise(row, 0x9e3779b1)),
      hours: Float64Array.from({ length: n }, (_, row) => 6 * (row % 3) + 9 * noise(row, 0x85ebca6b)),
      tariff: Array.from({ length: n }, (_, row) => (row % 7 === 0 ? null : ["flat", "tou", "step"][(row >> 3) % 3])),
      late: Float64Array.from({ length: n }, (_, row) => (noise(row, 0xc2b2ae35) < 0.1 + 0.2 * (row % 4) ? 1 : 0)),
    };
  }, N_ROWS);
  return opened;
}

const FITS = {
  kmeans: { op: "fit", params: { k: 4, columns: ["kwh", "hours"] } },
  sensitivity: { op: "fit", params: { target: "late", columns: ["kwh", "hours"] } },
  tree: { op: "fit", params: { target: "late", columns: ["kwh", "hours", "tariff"] } },
};

for (const [module, request] of Object.entries(FITS)) {
  test(`a large fit of ${module} is shared by workers, and its reply is that of one instance, byte for byte`, async () => {
    const { page, context } = await openLarge();
    const found = await page.evaluate(
      async ([module, request]) => {
        const opened = await open(`/modules/${module}.wasm`);
        await opened.load({ columns });
        const shares = [];
        const shared = await opened.run(request, { onProgress: ({ share }) => shares.push(share) });
        const { Bridge, Table, bytesOf } = window.gridfolk;
        const bridge = Bridge.open(await bytesOf(`/modules/${module}.wasm`));
        const levels = ["flat", "tou", "step"];
        const codes = (texts) => Uint32Array.from(texts, (text) => (text === null ? 0xffffffff : levels.indexOf(text)));
        const kinds = { number: (values) => ({ values }), category: (texts) => ({ codes: codes(texts), levels }) };
        const kindOf = (values) => (ArrayBuffer.isView(values) ? "number" : "category");
        const table = Table.fromColumns(Object.entries(columns).map(([name, values]) => ({ name, kind: kindOf(values), ...kinds[kindOf(values)](values) })));
        bridge.load(table, undefined);
        const alone = bridge.run(JSON.stringify(request));
        const same = (a, b) => a.length === b.length && a.every((value, row) => Object.is(value, b[row]));
        const columnsAgree = alone.columns.map((column, index) => {
          const other = shared.columns[index];
          return column.name === other.name && same(column.codes ?? column.values, other.codes ?? other.values);
        });
        return { isSame: shared.text === alone.body, columnsAgree, shares };
      },
      [module, request],
    );
    assert.ok(found.isSame, "the bodies are equal");
    assert.ok(found.columnsAgree.length > 0 && found.columnsAgree.every(Boolean), "the per-row results are equal");
    assert.ok(found.shares.length > 1 && found.shares.every((share) => share >= 0 && share <= 1), `${found.shares}`);
    // The module's own worker, and those that shared the fit.
    assert.ok(page.workers().length >= 2, `${page.workers().length} workers`);
    await context.close();
  });
}

test("a large fit of compiled code is shared, too, and whoever replaces the table ends the fit under way", async () => {
  const { page, context } = await openLarge();
  const found = await page.evaluate(async (request) => {
    const compiled = await WebAssembly.compile(await window.gridfolk.bytesOf("/modules/kmeans.wasm"));
    const opened = await open(compiled);
    const { tariff, ...numbers } = columns;
    await opened.load({ columns: numbers });
    const overtaken = opened.run(request, { onProgress: () => {} }).then(() => "ended", (thrown) => thrown.name);
    // The other way round: the same number of rows, other customers.
    const turned = Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, values.toReversed()]));
    await opened.load({ columns: turned });
    const fate = await overtaken;
    const { text } = await opened.run(request);
    const alone = await open("/modules/kmeans.wasm", { thread: "this" });
    await alone.load({ columns: turned });
    return { fate, isSame: text === (await alone.run(request)).text };
  }, FITS.kmeans);
  assert.equal(found.fate, "AbortError");
  assert.ok(found.isSame, "the next fit is of the new table");
  await context.close();
});

test("a large fit that is ended leaves no worker behind, and the next one succeeds", async () => {
  const { page, context } = await openLarge();
  const { name, text } = await page.evaluate(async (request) => {
    const opened = await open("/modules/kmeans.wasm");
    await opened.load({ columns });
    const controller = new AbortController();
    const ended = opened.run(request, { signal: controller.signal, onProgress: () => controller.abort() });
    const { name } = await ended.catch((thrown) => thrown);
    const { text } = await opened.run(request);
    opened.dispose();
    return { name, text };
  }, FITS.kmeans);
  assert.equal(name, "AbortError");
  assert.match(text, /^\{"model":/);
  for (let attempt = 0; page.workers().length > 0 && attempt < 100; attempt += 1) await page.waitForTimeout(20);
  assert.equal(page.workers().length, 0);
  await context.close();
});

test("of a large table the distances come once the slider rests, and any result counts them", async () => {
  const { page, context } = await openLarge();
  await page.evaluate(async () => {
    window.element = document.createElement("gridfolk-whatif");
    for (const [name, value] of Object.entries({ module: "kmeans", src: "/v1/modules", locale: "en" })) element.setAttribute(name, value);
    window.replies = [];
    element.addEventListener("gridfolk-change", ({ detail }) => detail.op === "what_if" && replies.push(detail.columns));
    document.body.append(element);
    await element.restore({ gridfolk: 1, module: "kmeans", view: { settings: { columns: ["kwh", "hours"], k: 4 } } });
    element.table = { columns };
  });
  await page.locator("gf-segments table").first().waitFor();
  await page.locator("gf-scenario input[type=range]").first().fill("30");
  await page.locator("gf-export").getByText(/^[1-9][\d,]* of 250,001 customers have a different result/).waitFor();
  const names = await page.evaluate(() => replies.map((columns) => columns.map(({ name }) => name)));
  assert.deepEqual(names[0], ["segment_before", "segment_after"]);
  assert.deepEqual(names.at(-1), ["segment_before", "segment_after", "distance_before", "distance_after"]);
  const [nMoved, n] = await page.evaluate(() => {
    const [before, after, from, to] = replies.at(-1).map((column) => column.codes ?? column.values);
    const nRows = (isChanged) => before.reduce((sum, _, row) => sum + Number(isChanged(row)), 0);
    return [nRows((row) => before[row] !== after[row]), nRows((row) => before[row] !== after[row] || from[row] !== to[row])];
  });
  assert.ok(nMoved < n);
  await page.locator("gf-export").getByText(`${nMoved.toLocaleString("en")} of 250,001 customers`).waitFor();
  await page.getByLabel("Different in").selectOption({ label: "any result" });
  await page.locator("gf-export").getByText(`${n.toLocaleString("en")} of 250,001 customers`).waitFor();
  await context.close();
});

test("a view shows how far a large fit is, and ends it when it is told to", async () => {
  const { page, context } = await openLarge();
  await page.evaluate(async () => {
    window.element = document.createElement("gridfolk-whatif");
    for (const [name, value] of Object.entries({ module: "kmeans", src: "/v1/modules", locale: "en" })) element.setAttribute(name, value);
    document.body.append(element);
    await element.restore({ gridfolk: 1, module: "kmeans", view: { settings: { columns: ["kwh", "hours"], k: 20 }, rest: { n_init: 50 } } });
    element.table = { columns };
  });
  const cancel = page.getByRole("button", { name: "Cancel" });
  await cancel.waitFor();
  const share = await page.getByRole("progressbar").evaluate((bar) => bar.value);
  assert.ok(share > 0 && share <= 1, `${share}`);
  // At once: a click that waits until the button stands still could come after the end.
  await cancel.dispatchEvent("click");
  await page.getByText("Cancelled: nothing new is shown").waitFor();
  await context.close();
});
