// The package in a program that a bundler has put together, in Chromium under the strictest policy.

import assert from "node:assert/strict";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, openPage } from "./chromium.js";
import { installed } from "./installed.js";
import { root, serve } from "./server.js";
import { twoGroups } from "./tables.js";

const csv = twoGroups().buffer.toString();

const PROGRAM = `
  import "gridfolk/whatif";
  import { open } from "gridfolk";

  const [element] = document.getElementsByTagName("gridfolk-whatif");
  element.addEventListener("gridfolk-ready", ({ detail }) => (window.ready = detail.table.nRows));
  element.addEventListener("gridfolk-problem", ({ detail }) => (window.problem = detail.message));
  element.table = ${JSON.stringify(csv)};

  window.sizes = async (thread) => {
    const kmeans = await open("/v1/modules/kmeans/module.wasm", { module: "kmeans", thread });
    await kmeans.load(${JSON.stringify(csv)});
    const { body } = await kmeans.run({ op: "fit", params: { k: 4 } });
    kmeans.dispose();
    return body.sizes;
  };
`;

const page = (script) => `<!doctype html>
  <html lang="en">
    <head><meta charset="utf-8" /><link rel="icon" href="data:," /><script type="module" src="${script}"></script></head>
    <body><gridfolk-whatif module="kmeans" src="/v1/modules" locale="en"></gridfolk-whatif></body>
  </html>`;

let folder, browser;

before(async () => {
  folder = await installed();
  await writeFile(join(folder, "program.js"), PROGRAM);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A bundler of those that the page is built with. */
function bundler(name) {
  const path = createRequire(join(root, "web/package.json")).resolve(name);
  return import(pathToFileURL(path).href);
}

/** Opens what was built: the element answers, and so does a module, in its worker and in the page's thread. */
async function works(site) {
  const server = await serve({ page: site });
  const { page, seen, context } = await openPage(browser, server.address);
  try {
    await page.waitForFunction(() => window.ready ?? window.problem);
    assert.equal(await page.evaluate(() => window.problem), undefined);
    assert.equal(await page.evaluate(() => window.ready), 40);
    for (const thread of ["worker", "this"]) {
      const sizes = await page.evaluate((thread) => window.sizes(thread), thread);
      assert.equal(sizes.reduce((total, n) => total + n), 40, thread);
    }
    assert.deepEqual(seen, { errors: [], strangers: [] });
  } finally {
    await context.close();
    await server.close();
  }
}

test("Vite finds all files of the package by itself", async () => {
  const { build } = await bundler("vite");
  await writeFile(join(folder, "index.html"), page("/program.js"));
  const outDir = join(folder, "vite");
  await build({ root: folder, logLevel: "error", configFile: false, build: { outDir, modulePreload: { polyfill: false } } });
  await works(outDir);
});

test("a bundler that follows imports alone has worker and bridge copied beside what it wrote", async () => {
  const { rolldown } = await bundler("rolldown");
  const site = join(folder, "site");
  const bundle = await rolldown({ input: join(folder, "program.js"), platform: "browser" });
  await bundle.write({ dir: join(site, "app/js"), chunkFileNames: "[name]-[hash].js" });
  await bundle.close();
  const from = join(folder, "node_modules/gridfolk");
  await mkdir(join(site, "app/bridge"), { recursive: true });
  await cp(join(from, "dist/worker.js"), join(site, "app/js/worker.js"));
  await cp(join(from, "bridge"), join(site, "app/bridge"), { recursive: true });
  await writeFile(join(site, "index.html"), page("/app/js/program.js"));
  await works(site);
});

test("where the worker was not copied, the problem says so", async () => {
  const site = join(folder, "site");
  await rm(join(site, "app/js/worker.js"));
  await assert.rejects(works(site), /worker\.js must lie beside the scripts/);
});
