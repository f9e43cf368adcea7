// The bridge in a blank page, without the page's own code.

import { besideServer } from "./beside.js";
import { openPage } from "./chromium.js";

/** For the tests of a file: a server, a browser, and a page with the bridge; `take` is given them before the first test. */
export function besideBridge(take) {
  besideServer(async (opened) => take({ ...opened, ...(await openBridge(opened.browser, opened.server.address)) }));
}

/** A blank page that has the bridge as `window.gridfolk`. */
export async function openBridge(browser, address) {
  const opened = await openPage(browser, address, { path: "/blank" });
  await loadBridge(opened.page);
  return opened;
}

/** Loads the bridge into a page as `window.gridfolk`. */
export async function loadBridge(page) {
  await page.evaluate(async () => {
    const load = async (name) => {
      const part = await import(`/bridge/${name}.js`);
      await part.default({ module_or_path: `/bridge/${name}_bg.wasm` });
      return part;
    };
    const [bridge, { readTable }] = await Promise.all(["gridfolk_bridge", "gridfolk_reader"].map(load));
    /** A table from the bytes of a file. */
    const read = (bytes, options = {}) => bridge.Table.fromPlain(readTable(bytes, options));
    const bytesOf = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
    /** What a call throws, instead of what it gives. */
    const failure = (call) => {
      try {
        call();
      } catch (thrown) {
        return thrown;
      }
      throw new Error("the call was expected to fail");
    };
    window.gridfolk = { ...bridge, read, bytesOf, failure };
  });
}
