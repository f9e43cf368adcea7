// Pictures of all views as files: SVG that needs nothing of the page, and PNG of twice its size.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { besideServer } from "./beside.js";
import { openView } from "./views.js";

const READY = { "en-US": /Last reply in/, "zh-CN": /最近一次应答用时/ };
/** How many pictures each view shows once its scenario changes something; of moves only where somebody moves. */
const PICTURES = { kmeans: 3, scorecard: 2, sensitivity: 3, apriori: 2, tree: 3, fuzzy: 3, activity: 3, tags: 1, segment: 2, density: 2, "customer-portrait": 2 };

let server, browser;

besideServer((opened) => ({ server, browser } = opened));

/** Saves one picture and gives its bytes. */
async function saved(page, picture, kind) {
  const download = page.waitForEvent("download");
  await picture.getByRole("button", { name: kind === "png" ? /PNG/ : /SVG/ }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), new RegExp(`^[\\p{L}\\p{N}-]+\\.${kind}$`, "u"));
  return readFile(await file.path());
}

/** Width and height of a PNG, from its header. */
function sizeOf(png) {
  assert.equal(png.toString("latin1", 1, 4), "PNG");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** What a browser makes of a file: its size, and how many colours are in it. */
function drawn(page, bytes, type) {
  return page.evaluate(
    async ([base64, mime]) => {
      const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([data], { type: mime }));
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set(new Uint32Array(pixels.buffer));
      return { size: [image.width, image.height], nColours: colours.size, corner: [...pixels.slice(0, 4)] };
    },
    [bytes.toString("base64"), type],
  );
}

for (const [module, n] of Object.entries(PICTURES)) {
  test(`each picture of ${module} is saved as SVG and PNG`, async () => {
    for (const [locale, colorScheme, corner] of [["en-US", "light", [255, 255, 255, 255]], ["zh-CN", "dark", [24, 29, 35, 255]]]) {
      const { page, seen, context } = await openView(browser, server.address, module, { locale, colorScheme, ready: READY[locale] });
      const amount = page.locator("gf-scenario input[type=number]").first();
      if ((await amount.count()) > 0) {
        await amount.fill("60");
        await amount.press("Enter");
      }
      const pictures = page.locator("gf-picture");
      await pictures.nth(n - 1).locator("svg, canvas, table").first().waitFor();
      assert.equal(await pictures.count(), n);
      for (const picture of await pictures.all()) {
        const svg = await saved(page, picture, "svg");
        const text = svg.toString("utf8");
        assert.doesNotMatch(text, /var\(|light-dark\(|<script|href=|url\(http|<!--/);
        const [, width, height] = /^<svg [^>]*width="([\d.]+)" height="([\d.]+)"/.exec(text).map(Number);
        const vector = await drawn(page, svg, "image/svg+xml");
        assert.ok(vector.nColours > 8, `${vector.nColours} colours`);
        assert.deepEqual(vector.corner, corner);
        const png = await saved(page, picture, "png");
        assert.deepEqual(sizeOf(png), [2 * width, 2 * height].map(Math.floor));
        const raster = await drawn(page, png, "image/png");
        assert.ok(raster.nColours > 8);
        assert.deepEqual(raster.corner, corner);
      }
      assert.deepEqual(seen, { errors: [], strangers: [] });
      await context.close();
    }
  });
}
