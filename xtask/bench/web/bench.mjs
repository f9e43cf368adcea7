// The page in Chromium: from a move of a slider to reply and paint, from opening it to the first picture, and peers in
// the same browser on the same rows. Prints what was measured as one line of JSON.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { launch, launchProfile } from "../../../tests/browser/chromium.js";
import { root, serve } from "../../../tests/browser/server.js";
import { sizes } from "../../../tests/browser/sizes.js";

const WATCH = { path: fileURLToPath(new URL("./watch.js", import.meta.url)) };

/** By view: the element with the slider, and the call that a move makes. */
const VIEWS = {
  kmeans: ["gf-scenario", "run"],
  scorecard: ["gf-scenario", "run"],
  sensitivity: ["gf-scenario", "run"],
  tree: ["gf-scenario", "run"],
  apriori: ["gf-rule-settings", "run"],
  "customer-portrait": ["gf-scenario", "portraitWhatIf"],
};

/** What views begin with in place of their own choice: here a scenario that most steps of the pipeline read. */
const GIVEN = {
  "customer-portrait": {
    edits: [
      { id: 0, column: "kwh_year", how: "scale", amount: 0 },
      { id: 1, column: "n_bills_late_12m", how: "add", amount: 1 },
    ],
  },
};

const WINDOW = { locale: "en-US", viewport: { width: 1360, height: 900 } };

/** Long enough for tasks that come once in seconds. */
const DRAG_MS = 5000;

/** Visits that fill the caches. */
const N_FIRST = 2;
const N_LOADS = 7;
/** What the page offers first. */
const N_CUSTOMERS = 10_000;

const { program, sizes: nCustomers, views = Object.keys(VIEWS), parts = ["sliders", "loads", "peers"] } = JSON.parse(process.argv[2]);

const page = await serveAsUsers();
const files = await serve();
const browser = await launch();
try {
  const measured = { sizes: await sizes(), sliders: [], loads: [], peers: [] };
  if (parts.includes("loads")) measured.loads = await loads();
  for (const n of nCustomers) {
    if (parts.includes("sliders")) for (const view of views) measured.sliders.push(await sliding(view, n));
    if (parts.includes("peers")) measured.peers.push(await peers(n));
  }
  console.log(JSON.stringify(measured));
} finally {
  await browser.close();
  await files.close();
  page.process.kill();
}

/** The page as `gridfolk serve` serves it: its policy, its caching. */
async function serveAsUsers() {
  const served = spawn(program, ["serve", "--addr", "127.0.0.1:0"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: served.stdout })) {
    const [, address] = /^listening on (\S+)/.exec(line) ?? [];
    if (address) return { address, process: served };
  }
  throw new Error("gridfolk does not serve");
}

/** A link that makes the sample population and opens a view on it. */
function linkTo(view, n, views = {}) {
  const saved = { gridfolk: 1, open: view, source: { module: "sample", nCustomers: n }, views };
  return `${page.address}/#${view}?${Buffer.from(JSON.stringify(saved)).toString("base64url")}`;
}

async function opened(context, address, prepare = async () => {}) {
  const tab = await context.newPage();
  tab.setDefaultTimeout(600_000);
  tab.on("pageerror", (error) => console.error(String(error)));
  tab.on("console", (message) => message.type() === "error" && console.error(message.text()));
  await tab.addInitScript(WATCH);
  await prepare(tab);
  await tab.goto(address);
  return tab;
}

async function sliding(view, n) {
  const [host, call] = VIEWS[view];
  const context = await browser.newContext(WINDOW);
  const tab = await opened(context, linkTo(view, n, GIVEN));
  const first = await tab.evaluate(() => window.bench.firstPicture);
  const isMany = n > 100_000;
  const moved = await tab.evaluate((args) => window.bench.slide(...args), [host, call, isMany ? 30 : 80, DRAG_MS]);
  await context.close();
  process.stderr.write(`${view}, ${n} customers\n`);
  return { view, n, first, ...moved };
}

/** From nothing to the first picture, the browser's cache warm: the page with its default population, and the element alone. */
async function loads() {
  const element = `${page.address}/embed.html?module=kmeans&src=/v1/modules`;
  const columns = await populationColumns();
  const all = [];
  for (const [name, address, n, until, prepare] of [
    ["page, ready for data", `${page.address}/`, 0, ready],
    ["page, first tab", linkTo("", N_CUSTOMERS), N_CUSTOMERS, picture],
    ["page, k-means", linkTo("kmeans", N_CUSTOMERS), N_CUSTOMERS, picture],
    ["page, k-means", linkTo("kmeans", 100_000), 100_000, picture],
    ["element, k-means", element, N_CUSTOMERS, picture, (tab) => tab.addInitScript(giveTable, columns)],
  ]) {
    all.push({ name, n, ms: await repeated(address, until, prepare) });
  }
  return all;
}

/** What k-means begins with of the population, as a page of somebody else's has it. */
async function populationColumns() {
  const context = await browser.newContext();
  const tab = await opened(context, `${files.address}/blank`);
  const columns = await tab.evaluate(async (n) => (await import("/bench/web/peers.js")).plainColumns(n), N_CUSTOMERS);
  await context.close();
  return columns;
}

/** In the page: gives the element its table as soon as it is one. */
function giveTable(columns) {
  customElements.whenDefined("gridfolk-whatif").then(() => {
    document.querySelector("gridfolk-whatif").table = { columns };
  });
}

/**
 * The same address again and again, in a browser with a profile of its own: one without keeps no compiled scripts. The first
 * times fill its caches and do not count; Chromium keeps a script compiled once it is asked for again.
 */
async function repeated(address, until, prepare) {
  const profile = await mkdtemp(join(tmpdir(), "gridfolk-bench-"));
  const context = await launchProfile(profile, WINDOW);
  const times = [];
  for (let i = 0; i < N_FIRST + N_LOADS; i += 1) {
    const tab = await opened(context, address, prepare);
    const ms = await until(tab);
    if (i >= N_FIRST) times.push(ms);
    await tab.close();
  }
  await context.close();
  await rm(profile, { recursive: true, force: true });
  return times;
}

/** When the first picture was painted. */
function picture(tab) {
  return tab.evaluate(() => window.bench.firstPicture);
}

/** When the population can be chosen. */
async function ready(tab) {
  await tab.locator("gf-choose button:enabled").first().waitFor();
  return tab.evaluate(() => performance.now());
}

/** What others need for the same sums, in the same browser on the same rows. */
async function peers(n) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  tab.setDefaultTimeout(600_000);
  await tab.goto(`${files.address}/blank`);
  const measured = await tab.evaluate(async (nRows) => (await import("/bench/web/peers.js")).measure(nRows), n);
  await context.close();
  process.stderr.write(`peers, ${n} customers\n`);
  return { n, ...measured };
}
