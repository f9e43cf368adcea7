// A server and a browser for the tests of a file.

import { after, before } from "node:test";
import { launch } from "./chromium.js";
import { serve } from "./server.js";

/**
 * Opens both before the file's first test, and closes them after its last; `take` is given them. `start` starts another
 * browser than Chromium; with `skip`, why the file's tests are left out, nothing is opened.
 */
export function besideServer(take, { start = launch, skip = false } = {}) {
  if (skip) return;
  let server, browser;
  before(async () => {
    server = await serve();
    browser = await start();
    await take({ server, browser });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
}
