// The package from another origin than the page's, as from a CDN.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage } from "./chromium.js";
import { serve } from "./server.js";
import { twoGroups } from "./tables.js";

const csv = twoGroups().buffer.toString();

let cdn, server, browser;

before(async () => {
  cdn = await serve({ isCdn: true });
  server = await serve({ cdn: cdn.address });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await cdn?.close();
});

test("element and client run, under a policy that names the other origin and workers of blobs", async () => {
  const { page, seen, context } = await openPage(browser, server.address, { path: "/blank" });
  const { nRows, sizes } = await page.evaluate(
    async ([at, csv]) => {
      await import(`${at}/gridfolk/dist/whatif.js`);
      const { open } = await import(`${at}/gridfolk/dist/index.js`);
      const element = document.createElement("gridfolk-whatif");
      Object.assign(element, { module: "kmeans", src: "/v1/modules", locale: "en", table: csv });
      const ready = new Promise((resolve, reject) => {
        element.addEventListener("gridfolk-ready", ({ detail }) => resolve(detail.table.nRows));
        element.addEventListener("gridfolk-problem", ({ detail }) => reject(new Error(detail.message)));
      });
      document.body.append(element);
      const nRows = await ready;
      const kmeans = await open("/v1/modules/kmeans/module.wasm", { module: "kmeans" });
      await kmeans.load(csv);
      const { body } = await kmeans.run({ op: "fit", params: { k: 2 } });
      kmeans.dispose();
      return { nRows, sizes: body.sizes };
    },
    [cdn.address, csv],
  );
  assert.equal(nRows, 40);
  assert.equal(sizes.reduce((total, n) => total + n), 40);
  await page.locator("canvas").first().waitFor();
  assert.deepEqual(seen.errors, []);
  const others = seen.strangers.filter((url) => !url.startsWith(`${cdn.address}/gridfolk/`));
  assert.deepEqual(others, [], "nothing but files of the package comes from there");
  await context.close();
});

test("two copies of the package on one page stand side by side: the first one draws for both", async () => {
  const { page, seen, context } = await openPage(browser, server.address, { path: "/blank" });
  await page.evaluate(
    async ([at, csv]) => {
      for (const origin of [at, ""]) {
        await import(`${origin}/gridfolk/dist/whatif.js`);
        const element = document.createElement("gridfolk-whatif");
        document.body.append(Object.assign(element, { module: "kmeans", src: "/v1/modules", locale: "en", table: csv }));
      }
    },
    [cdn.address, csv],
  );
  const drawn = page.getByText(/40 customers in 4 segments/);
  for (const at of [0, 1]) await drawn.nth(at).waitFor();
  assert.deepEqual(seen.errors, []);
  await context.close();
});
