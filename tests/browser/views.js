// What the tests of views have in common: a view opened on the sample population, and the same population
// given to modules by the bridge alone, to compare with what the page shows.

import assert from "node:assert/strict";
import { join } from "node:path";
import { besideServer } from "./beside.js";
import { openBridge } from "./bridge-page.js";
import { openPage } from "./chromium.js";
import { root } from "./server.js";

export const N_CUSTOMERS = 2000;

/** Height of one picture. */
const PART = 1800;

const USE = { "en-US": "Use the sample population", "zh-CN": "使用样本客户" };

/** Opens a module's view on the sample population. */
export async function openView(browser, address, module, { locale = "en-US", ready, ...options }) {
  const opened = await openPage(browser, address, { path: `/#${module}`, locale, ...options });
  await opened.page.getByRole("combobox").first().selectOption(String(N_CUSTOMERS));
  await opened.page.getByRole("button", { name: USE[locale] }).click();
  await opened.page.getByText(ready).first().waitFor();
  return opened;
}

/** For the tests of a file: a server, a browser, and modules beside the page; `take` is given them before the first test. */
export function besideModules(take) {
  besideServer(async (opened) => take({ ...opened, modules: await openModules(opened.browser, opened.server.address) }));
}

/** Modules called without the page's code, on the population that the page uses. */
export async function openModules(browser, address) {
  const { page, context } = await openBridge(browser, address);
  await page.evaluate(async (nCustomers) => {
    const { Bridge, Table, bytesOf } = window.gridfolk;
    const opened = {};
    const open = async (name) => (opened[name] ??= Bridge.open(await bytesOf(`/modules/${name}.wasm`)));
    const params = { n_customers: nCustomers, seed: 1 };
    const sample = (await open("sample")).runToTable(JSON.stringify({ op: "generate", params, rows_as: "columns" }));
    window.direct = async (name, request, columns) => {
      const module = await open(name);
      module.load(sample.table, columns);
      const reply = module.run(JSON.stringify({ ...request, rows_as: "columns" }));
      const plain = (column) => Object.entries(column).map(([key, value]) => [key, ArrayBuffer.isView(value) ? [...value] : value]);
      return { body: JSON.parse(reply.body), columns: reply.columns.map((column) => Object.fromEntries(plain(column))) };
    };
    /** The same on columns of sets where everyone has got an item, or lost it. */
    window.directEdited = async (name, request, columns, { column, how, item }) => {
      const module = await open(name);
      const edited = (given) => {
        const sets = [...given.ends].map((end, row) => new Set([...given.codes.slice(row === 0 ? 0 : given.ends[row - 1], end)].map((code) => given.levels[code])));
        for (const set of sets) how === "insert" ? set.add(item) : set.delete(item);
        const levels = [...new Set(sets.flatMap((set) => [...set]))].sort();
        const codes = sets.map((set) => [...set].map((text) => levels.indexOf(text)).sort((a, b) => a - b));
        let end = 0;
        return { ...given, levels, ends: Uint32Array.from(codes, (own) => (end += own.length)), codes: Uint32Array.from(codes.flat()) };
      };
      const all = columns.map((one) => sample.table.column(one)).map((one) => (one.name === column ? edited(one) : one));
      module.load(Table.fromColumns(all), undefined);
      const reply = module.run(JSON.stringify({ ...request, rows_as: "columns" }));
      const texts = ({ codes, levels }) => [...codes].map((code) => levels[code] ?? "");
      return { body: JSON.parse(reply.body), texts: Object.fromEntries(reply.columns.filter(({ kind }) => kind === "category").map((one) => [one.name, texts(one)])) };
    };
    window.valuesOf = (name) => [...sample.table.column(name).values];
  }, N_CUSTOMERS);
  return {
    /** Runs one operation on these columns of the population: body and columns of the reply. */
    run: (module, request, columns) => page.evaluate((args) => window.direct(...args), [module, request, columns]),
    /** The same on the population with an item that everyone gets or loses; categories of the reply as texts. */
    runEdited: (module, request, columns, edit) => page.evaluate((args) => window.directEdited(...args), [module, request, columns, edit]),
    /** The values of a column of numbers. */
    values: (name) => page.evaluate((column) => window.valuesOf(column), name),
    close: () => context.close(),
  };
}

/** Waits until a value is as wanted. */
export async function until(read, isWanted) {
  let value;
  for (let attempt = 0; attempt < 120; attempt += 1) {
    value = await read();
    if (isWanted(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail(`it stays at ${JSON.stringify(value)}`);
}

/** The cells of a table by its name: texts by row, the row's head first. */
export async function cellsOf(page, label) {
  const rows = page.getByRole("group", { name: label, exact: true }).locator("tbody tr");
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
}

/** The number that a text begins with, whatever its grouping. */
export function numberIn(text) {
  return Number(text.replaceAll(",", "").replace("−", "-").match(/[-+]?\d+(\.\d+)?/)?.[0]);
}

/** Pictures of a view in both languages, for people who look. */
export async function takePictures(browser, address, module, { ready, act }) {
  for (const [locale, colorScheme] of [["en-US", "light"], ["zh-CN", "dark"]]) {
    const viewport = { width: 1280, height: 1400 };
    const { page, context } = await openView(browser, address, module, { locale, colorScheme, viewport, ready: ready[locale] });
    await act?.(page);
    await page.waitForTimeout(500);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    // In parts that can be read.
    for (let part = 0; part * PART < height; part += 1) {
      const clip = { x: 0, y: part * PART, width: viewport.width, height: Math.min(PART, height - part * PART) };
      await page.screenshot({ path: join(root, "dist", `${module}-${locale}-${part + 1}.png`), fullPage: true, clip });
    }
    await context.close();
  }
}
