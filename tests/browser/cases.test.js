// Every case in Chromium: SHA-256 of the reply's body or of the problem's JSON, compared with what the
// native run wrote: into dist/case-hashes.json, or the file that GRIDFOLK_CASE_HASHES names.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { besideBridge } from "./bridge-page.js";
import { root } from "./server.js";

const folder = join(root, "tests/cases");
const hashesFile = process.env.GRIDFOLK_CASE_HASHES ?? join(root, "dist/case-hashes.json");
const hashes = existsSync(hashesFile) ? JSON.parse(readFileSync(hashesFile, "utf8")) : undefined;
const skip = !hashes && `skipped: the native run has not written ${hashesFile}`;

const foldersIn = (path) =>
  readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

const cases = foldersIn(folder).flatMap((module) =>
  foldersIn(join(folder, module))
    .filter((name) => existsSync(join(folder, module, name, "request.json")))
    .map((name) => ({ module, name: `${module}/${name}` })),
);

let page;

besideBridge((opened) => ({ page } = opened));

for (const { module, name } of cases) {
  test(`${name} gives the same bytes as natively`, { skip }, async () => {
    assert.equal(hashOf(await answerOf(module, name)), hashes[name]);
  });
}

test("every case that ran natively ran here", { skip }, () => {
  assert.deepEqual(Object.keys(hashes).sort(), cases.map(({ name }) => name));
});

/** The reply's body or the problem's JSON, from a fresh instance. */
async function answerOf(module, name) {
  const request = readFileSync(join(folder, name, "request.json"), "utf8");
  const tableFile = join(folder, name, "table.csv");
  const table = existsSync(tableFile) ? readFileSync(tableFile).toString("base64") : undefined;
  return page.evaluate(
    async ({ module, request, table }) => {
      const { Bridge, bytesOf, read } = window.gridfolk;
      const bridge = Bridge.open(await bytesOf(`/v1/modules/${module}/module.wasm`));
      try {
        if (table !== undefined) {
          const bytes = Uint8Array.from(atob(table), (character) => character.charCodeAt(0));
          bridge.load(read(bytes));
        }
        return bridge.run(request).body;
      } catch (failure) {
        return failure.json;
      } finally {
        bridge.free();
      }
    },
    { module, request, table },
  );
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex");
}
