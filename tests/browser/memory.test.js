// A slider that is moved for hours must not fill the memory: a thousand moves, and nothing has grown.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./chromium.js";
import { openBlank } from "./element-page.js";
import { serve } from "./server.js";

const N_MOVES = 1000;
/** What V8 keeps for itself (code, feedback, caches) may still settle. */
const HEAP_GROWTH_MAX = 1.5e6;

let server, browser;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser.close();
  await server.close();
});

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
    await page.evaluate(() => move(200));
    const before = await usage(targets);
    await page.evaluate((n) => move(n), N_MOVES);
    const after = await usage(targets);
    console.log(`${module}: ${JSON.stringify({ before, after })}`);
    for (const place of ["page", "worker"]) {
      const growth = after[place].heap - before[place].heap;
      assert.ok(growth < HEAP_GROWTH_MAX, `the heap of the ${place} grew by ${growth} bytes`);
      assert.equal(after[place].buffers, before[place].buffers, `buffers and Wasm memory of the ${place}`);
    }
    assert.equal(after.nodes, before.nodes, "elements of the page");
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
  const inPage = (method) => session.send(method);
  const inWorker = (method) => sendToWorker(session, workerId, method);
  const { nodes } = await session.send("Memory.getDOMCounters");
  return { page: await usageIn(inPage), worker: await usageIn(inWorker), nodes };
}

async function usageIn(send) {
  for (let i = 0; i < 3; i += 1) await send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await send("Runtime.getHeapUsage");
  return { heap: usedSize, buffers: backingStorageSize };
}

let nextId = 1;

function sendToWorker(session, sessionId, method) {
  const id = nextId++;
  return new Promise((resolve) => {
    const hear = ({ message }) => {
      const answer = JSON.parse(message);
      if (answer.id !== id) return;
      session.off("Target.receivedMessageFromTarget", hear);
      resolve(answer.result);
    };
    session.on("Target.receivedMessageFromTarget", hear);
    session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) });
  });
}
