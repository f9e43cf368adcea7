// A slider that is moved for hours must not fill the memory: a thousand moves, and nothing has grown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openBlank } from "./element-page.js";

const N_MOVES = 1000;
/** Until then the browser compiles what is called often. */
const N_FIRST = 500;
/** What the browser keeps for itself may still settle; one number kept with each move would be more. */
const HEAP_GROWTH_MAX = 400_000;
const BUFFERS_GROWTH_MAX = 1000;

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

for (const module of ["kmeans", "scorecard"]) {
  test(`a thousand moves of a slider of ${module} leave the memory of page and worker as it was`, async () => {
    const { page, context } = await openBlank(browser, server.address);
    await page.evaluate(async (module) => {
      const n = 400;
      const columns = {
        kwh: Float64Array.from({ length: n }, (_, i) => 100 + 250 * (i % 4) + ((i * 7919) % 97)),
        late: Float64Array.from({ length: n }, (_, i) => (i * 31) % 7),
        complained: Float64Array.from({ length: n }, (_, i) => ((i * 31) % 7 > 3 && i % 5 ? 1 : 0)),
      };
      const element = await whatif({ module, src: "/v1/modules", locale: "en", table: { columns } });
      // What the test itself hears is not kept.
      const heard = { n: 0 };
      element.heard.push = () => 0;
      element.heard.length = 0;
      element.addEventListener("gridfolk-change", ({ detail }) => (heard.n += detail.op === "what_if" ? 1 : 0));
      const inside = (root) => {
        const found = root.querySelector("input[type=range][aria-label]");
        if (found) return found;
        return [...root.querySelectorAll("*")].reduce((slider, { shadowRoot }) => slider ?? (shadowRoot && inside(shadowRoot)), undefined);
      };
      window.move = async (times) => {
        const slider = inside(element.shadowRoot);
        for (let i = 0; i < times; i += 1) {
          const before = heard.n;
          slider.value = String(((i * 7) % 90) + 1);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          while (heard.n === before) await new Promise((resolve) => setTimeout(resolve));
        }
      };
    }, module);
    const targets = await attach(context, page);
    await page.evaluate((n) => move(n), N_FIRST);
    const before = await usage(targets);
    await page.evaluate((n) => move(n), N_MOVES);
    const after = await usage(targets);
    for (const place of ["page", "worker"]) {
      const growth = after[place].heap - before[place].heap;
      assert.ok(growth < HEAP_GROWTH_MAX, `the heap of the ${place} grew by ${growth} bytes`);
      assert.ok(after[place].buffers - before[place].buffers < BUFFERS_GROWTH_MAX, `buffers of the ${place}`);
      assert.equal(after[place].wasm, before[place].wasm, `Wasm memory of the ${place}`);
    }
    assert.ok(after.nodes < before.nodes + 100, `${after.nodes - before.nodes} more nodes`);
    assert.ok(after.worker.wasm > 1e6, "the memories of bridge and module are seen");
    await context.close();
  });
}

/** Ways to talk to the page and to its worker. */
async function attach(context, page) {
  const session = await context.newCDPSession(page);
  const workerId = new Promise((resolve) => session.on("Target.attachedToTarget", ({ sessionId }) => resolve(sessionId)));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return { session, workerId: await workerId };
}

/** Bytes that are in use after the garbage is gone. */
async function usage({ session, workerId }) {
  const inPage = (method, params = {}) => session.send(method, params);
  const inWorker = (method, params = {}) => sendToWorker(session, workerId, method, params);
  const used = { page: await usageIn(inPage), worker: await usageIn(inWorker) };
  // Nodes that are gone are counted until the garbage is.
  const { nodes } = await session.send("Memory.getDOMCounters");
  return { ...used, nodes };
}

async function usageIn(send) {
  for (let i = 0; i < 3; i += 1) await send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await send("Runtime.getHeapUsage");
  return { heap: usedSize, buffers: backingStorageSize, wasm: await wasmBytes(send) };
}

/** The size of every Wasm memory. */
async function wasmBytes(send) {
  const { result: prototype } = await send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
  const functionDeclaration = "function () { return this.reduce((total, memory) => total + memory.buffer.byteLength, 0); }";
  const { result } = await send("Runtime.callFunctionOn", { objectId: objects.objectId, functionDeclaration });
  await send("Runtime.releaseObject", { objectId: objects.objectId });
  return result.value;
}

let nextId = 1;

function sendToWorker(session, sessionId, method, params) {
  const id = nextId++;
  return new Promise((resolve) => {
    const hear = ({ message }) => {
      const answer = JSON.parse(message);
      if (answer.id !== id) return;
      session.off("Target.receivedMessageFromTarget", hear);
      resolve(answer.result);
    };
    session.on("Target.receivedMessageFromTarget", hear);
    session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) });
  });
}
