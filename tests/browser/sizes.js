// How large files are on their way: as `gzip -9` makes them.

import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "./server.js";

const KB = 1000;
const dist = join(root, "web/element/dist");

/** What must not be exceeded, in bytes. */
export const GOALS = { module: 120 * KB, bridge: 60 * KB, element: 40 * KB, scripts: 450 * KB };

/** Bytes of a file, gzipped. */
export async function gzipped(file) {
  const { stdout } = await promisify(execFile)("gzip", ["-9c", file], { encoding: "buffer", maxBuffer: 2 ** 26 });
  return stdout.length;
}

/** A script and all that it imports before it runs; what it imports later is left out. */
export async function closureOf(entry, known = new Set()) {
  if (known.has(entry)) return known;
  known.add(entry);
  const text = await readFile(entry, "utf8");
  const imports = text.matchAll(/\b(?:import|export)\b[^"'()]*["'](\.{1,2}\/[^"']+\.js)["']/g);
  for (const [, path] of imports) await closureOf(join(dirname(entry), path), known);
  return known;
}

/** The element as a page loads it before any view is needed. */
export async function elementFiles() {
  return [...(await closureOf(join(dist, "whatif.js")))];
}

/** Every script of the element: views, charts, the worker. */
export async function allScripts() {
  const names = (await readdir(dist)).filter((name) => name.endsWith(".js") && !["index.js", "node.js", "worker-node.js"].includes(name));
  return names.map((name) => join(dist, name));
}

async function total(files) {
  const each = await Promise.all(files.map(gzipped));
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

/** What there is, beside its goal. */
export async function sizes() {
  const modules = (await readdir(join(root, "dist/modules"))).filter((name) => name.endsWith(".wasm")).sort();
  // The part that every page loads; the others come when they are needed.
  const bridge = ["gridfolk_bridge_bg.wasm"];
  return [
    ...(await Promise.all(
      modules.map(async (name) => ({ name, bytes: await gzipped(join(root, "dist/modules", name)), goal: GOALS.module })),
    )),
    ...(await Promise.all(
      bridge.map(async (name) => ({ name, bytes: await gzipped(join(root, "web/element/bridge", name)), goal: GOALS.bridge })),
    )),
    { name: "element without charts", bytes: await total(await elementFiles()), goal: GOALS.element },
    { name: "all scripts with charts", bytes: await total(await allScripts()), goal: GOALS.scripts },
  ];
}
