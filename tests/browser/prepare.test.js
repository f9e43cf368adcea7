// What is fetched ahead holds up only the calls that need it: a worker of the package is told `prepare` and further calls
// while the bytes of one module are kept back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";
import { until } from "./views.js";

const LATE = "tree";
const MODULES = ["sample", "kmeans", LATE];
/** Longer than any of these calls takes: an answer that would come without the late module has come by then. */
const LONG_MS = 1500;
const FITS = {
  kmeans: { columns: ["kwh_year", "n_bills_late_12m"], params: { columns: ["kwh_year", "n_bills_late_12m"], k: 3, seed: 1 } },
  [LATE]: { columns: ["kwh_year", "tariff"], params: { columns: ["kwh_year"], target: "tariff" } },
};

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** A worker that knows the modules and has a table; `release` lets the late module come. */
async function openSession({ isLate = true } = {}) {
  const { page, seen, context } = await openPage(browser, server.address, { path: "/blank" });
  let release, nAsked = 0;
  const released = isLate ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
  await context.route(`**/${LATE}/module.wasm`, async (route) => {
    nAsked += 1;
    await released;
    await route.continue();
  });
  await page.evaluate(beginSession);
  const session = {
    /** Makes a call, and does not wait for its answer. */
    post: (label, name, args) => page.evaluate((call) => window.post(...call), [label, name, args]),
    fit: (module) => session.post(`fit ${module}`, "run", { module, request: JSON.stringify({ op: "fit", params: FITS[module].params }), columns: FITS[module].columns }),
    /** The labels of calls, in the order in which they were answered. */
    answered: () => page.evaluate(() => window.answers.map(({ label }) => label)),
    /** The body that a call was answered, once it is. */
    body: async (label) => {
      const found = () => page.evaluate((wanted) => window.answers.find((one) => one.label === wanted), label);
      const { body, problem } = await until(found, (answer) => answer !== undefined);
      assert.equal(problem, null);
      return body;
    },
    longer: () => page.waitForTimeout(LONG_MS),
    nAsked: () => nAsked,
    release,
    close: async () => {
      assert.deepEqual(seen, { errors: [], strangers: [] });
      await context.close();
    },
  };
  const part = (name) => `${server.address}/gridfolk/bridge/gridfolk_${name}_bg.wasm`;
  await session.post("init", "init", { bridge: { core: part("bridge"), reader: part("reader"), portrait: part("portrait") } });
  await session.post("find", "find", { base: server.address });
  await session.post("prepare", "prepare", { modules: MODULES });
  await session.post("generate", "generate", { module: "sample", request: JSON.stringify({ op: "generate", params: { n_customers: 2000, seed: 1 }, rows_as: "columns" }) });
  return session;
}

/** Runs in the page: the worker, and what it answers. */
function beginSession() {
  const worker = new Worker("/gridfolk/dist/worker.js", { type: "module" });
  const labels = [];
  window.answers = [];
  worker.onmessage = ({ data: { id, result, problem } }) =>
    window.answers.push({ label: labels[id], body: result?.body, problem: problem?.message ?? null });
  window.post = (label, name, args) => worker.postMessage({ id: labels.push(label) - 1, name, args });
}

test("a call that needs no late module is answered before it comes, and one that does after it", async () => {
  const session = await openSession();
  await session.fit("kmeans");
  assert.equal(JSON.parse(await session.body("fit kmeans")).n_rows, 2000);
  await session.fit(LATE);
  await session.longer();
  assert.deepEqual(await session.answered(), ["init", "find", "generate", "fit kmeans"]);
  assert.equal(session.nAsked(), 1, "the late module is on its way, and not asked for again");
  session.release();
  assert.equal(JSON.parse(await session.body(`fit ${LATE}`)).n_rows, 2000);
  assert.ok((await session.answered()).includes("prepare"));
  assert.equal(session.nAsked(), 1);
  await session.close();
});

test("calls behind one that waits for a late module wait with it", async () => {
  const session = await openSession();
  await session.fit(LATE);
  await session.fit("kmeans");
  await session.longer();
  assert.deepEqual(await session.answered(), ["init", "find", "generate"]);
  session.release();
  await session.body("fit kmeans");
  const fits = (await session.answered()).filter((label) => label.startsWith("fit"));
  assert.deepEqual(fits, [`fit ${LATE}`, "fit kmeans"]);
  await session.close();
});

test("an answer is the same, whether its module came late or not", async () => {
  const bodies = [];
  for (const isLate of [true, false]) {
    const session = await openSession({ isLate });
    await session.fit(LATE);
    session.release?.();
    bodies.push(await session.body(`fit ${LATE}`));
    await session.close();
  }
  assert.ok(bodies[0].length > 100);
  assert.equal(bodies[0], bodies[1]);
});
