// Debian's Chromium, and a page of it that keeps a record of what went wrong.

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser that the environment variable CHROMIUM names, else Debian's. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** The same with a profile in a folder, as people's browsers have one: what it caches stays there. */
export function launchProfile(folder, options) {
  return chromium.launchPersistentContext(folder, { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS, ...options });
}

/**
 * A page in a context of its own; `seen` collects console errors and requests to other origins. `init` runs in it before
 * the page's own scripts.
 */
export async function openPage(browser, address, { path = "/", init = () => {}, ...options } = {}) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1360, height: 900 }, ...options });
  await context.addInitScript(init);
  const page = await context.newPage();
  const seen = { errors: errorsOf(page), strangers: [] };
  context.on("request", (request) => {
    // What the page made itself has its origin after `blob:`.
    const url = request.url().replace(/^blob:/, "");
    if (!url.startsWith(address) && !url.startsWith("data:")) seen.strangers.push(request.url());
  });
  await page.goto(address + path);
  return { page, seen, context };
}

/** What a page will say on its console as errors, and throw. */
export function errorsOf(page) {
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}
