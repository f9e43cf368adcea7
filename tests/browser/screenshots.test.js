// Pictures of the page for docs/images, in both languages: made by `npm run screenshots`, so that they
// never show another page than the one that is built.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, openPage } from "./chromium.js";
import { root, serve } from "./server.js";

const skip = !process.env.GRIDFOLK_SCREENSHOTS && "made by `npm run screenshots`";
const folder = join(root, "docs/images");

let server, browser;

before(async () => {
  if (skip) return;
  await mkdir(folder, { recursive: true });
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

for (const { name, locale, colorScheme } of [
  { name: "page-en.png", locale: "en-US", colorScheme: "light" },
  { name: "page-zh.png", locale: "zh-CN", colorScheme: "light" },
  { name: "page-en-dark.png", locale: "en-US", colorScheme: "dark" },
]) {
  test(`${name} shows who would move`, { skip }, async () => {
    const viewport = { width: 1280, height: 1180 };
    const path = "/#customer-portrait";
    const { page, context } = await openPage(browser, server.address, { path, locale, colorScheme, viewport });
    await page.getByRole("button", { name: /sample population|样本客户/ }).click();
    await page.getByRole("heading", { name: /^(One customer|单个客户全景)$/ }).waitFor();
    await page.getByLabel(/^(Column|列)$/).selectOption("n_bills_late_12m");
    await page.getByRole("slider").last().fill("60");
    await page.getByText(/Customers move between groups|客户在群组之间移动/).waitFor();
    // The chart is drawn with the next frame.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await page.screenshot({ path: join(folder, name) });
    await context.close();
  });
}
