// web/bridge in Chromium: columns there and back, problems, traps, SHA-256.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { besideBridge } from "./bridge-page.js";
import { root } from "./server.js";

/** What every page loads, gzipped; 60 000 is the promise. */
const CORE_BYTES_MAX = 45_000;

let page, seen;

besideBridge((opened) => ({ page, seen } = opened));

test("columns of every kind come back from a module as they went in", async () => {
  const columns = await page.evaluate(async () => {
    const { Bridge, Table, bytesOf } = window.gridfolk;
    const probe = Bridge.open(await bytesOf("/test-modules/probe.wasm"));
    const table = Table.fromColumns([
      { name: "kwh", kind: "number", values: Float64Array.of(1.5, NaN, -0.25) },
      { name: "tariff", kind: "category", codes: Uint32Array.of(1, 0xffffffff, 1), levels: ["flat", "峰谷"] },
      { name: "tags", kind: "items", ends: Uint32Array.of(1, 1, 3), codes: Uint32Array.of(0, 1, 0), levels: ["a", "b"] },
    ]);
    probe.load(table);
    const { columns } = probe.run('{"op":"echo"}');
    return columns.map((column) =>
      Object.fromEntries(Object.entries(column).map(([name, value]) => [name, ArrayBuffer.isView(value) ? [...value] : value])),
    );
  });
  assert.deepEqual(columns, [
    { name: "kwh", kind: "number", values: [1.5, NaN, -0.25] },
    { name: "tariff", kind: "category", codes: [1, 0xffffffff, 1], levels: ["flat", "峰谷"] },
    { name: "tags", kind: "items", ends: [1, 1, 3], codes: [0, 1, 0], levels: ["a", "b"] },
  ]);
});

test("a table stays usable while its bridge and others have it loaded", async () => {
  const bodies = await page.evaluate(async () => {
    const { Bridge, bytesOf, read } = window.gridfolk;
    const bytes = await bytesOf("/test-modules/probe.wasm");
    const table = read(new TextEncoder().encode("kwh\n1\n2\n"));
    const bridges = [Bridge.open(bytes), Bridge.open(await WebAssembly.compile(bytes))];
    for (const bridge of bridges) bridge.load(table);
    table.free();
    return bridges.map((bridge) => JSON.parse(bridge.run('{"op":"count"}').body).n_rows);
  });
  assert.deepEqual(bodies, [2, 2]);
});

test("a module is given the named columns alone, after a trap too", async () => {
  const seen = await page.evaluate(async () => {
    const { Bridge, bytesOf, failure, read } = window.gridfolk;
    const probe = Bridge.open(await bytesOf("/test-modules/probe.wasm"));
    probe.load(read(new TextEncoder().encode("a,b,c\n1,x,2\n3,x,4\n")), ["c", "a"]);
    const columns = () => JSON.parse(probe.run('{"op":"count"}').body).columns_seen.map(({ name }) => name);
    const before = columns();
    failure(() => probe.run('{"op":"panic"}'));
    return [before, columns()];
  });
  assert.deepEqual(seen, [["a", "c"], ["a", "c"]]);
});

test("a trapped instance is replaced and has the table again", async () => {
  const { failure, before, after } = await page.evaluate(async () => {
    const { Bridge, bytesOf, failure, read } = window.gridfolk;
    const probe = Bridge.open(await bytesOf("/test-modules/probe.wasm"));
    probe.load(read(new TextEncoder().encode("kwh\n1\n2\n3\n")));
    const before = probe.run('{"op":"count"}').body;
    const trap = failure(() => probe.run('{"op":"panic"}'));
    return { before, failure: trap, after: probe.run('{"op":"count"}').body };
  });
  assert.equal(failure.trapped, true);
  assert.equal(failure.code, "module_panicked");
  assert.match(failure.message, /panicked/);
  assert.equal(after, before);
  assert.equal(JSON.parse(after).n_rows, 3);
});

test("a problem is thrown with its code, place and values, and its JSON byte for byte", async () => {
  const problem = await page.evaluate(async () => {
    const { Bridge, bytesOf, failure } = window.gridfolk;
    const probe = Bridge.open(await bytesOf("/test-modules/probe.wasm"));
    return failure(() => probe.run('{"op":"nonsense"}'));
  });
  assert.equal(problem.trapped, false);
  assert.deepEqual([problem.code, problem.pointer, problem.values.op], ["unknown_op", "/op", "nonsense"]);
  const { code, message, pointer, values } = problem;
  assert.deepEqual(JSON.parse(problem.json), { code, message, pointer, values });
});

test("bytes that are no module are refused, and so is a module with imports", async () => {
  const codes = await page.evaluate(() => {
    const { Bridge, failure } = window.gridfolk;
    // (module (import "a" "b" (func)))
    const imports = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 97, 1, 98, 0, 0);
    const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    return [Uint8Array.of(1, 2, 3), imports, empty, "kmeans"].map((bytes) => failure(() => Bridge.open(bytes)).code);
  });
  assert.deepEqual(codes, Array(4).fill("module_unusable"));
});

test("columns of wrong shape are refused with their place", async () => {
  const pointers = await page.evaluate(() => {
    const { Table, failure } = window.gridfolk;
    const good = { name: "a", kind: "number", values: Float64Array.of(1) };
    return [
      [good, { name: "b", kind: "number", values: [1] }],
      [{ name: "b", kind: "letters" }],
      [{ kind: "number", values: Float64Array.of(1) }],
      [null],
      [good, { name: "b", kind: "number", values: Float64Array.of(1, 2) }],
    ].map((columns) => failure(() => Table.fromColumns(columns)).pointer);
  });
  assert.deepEqual(pointers, ["/columns/1/values", "/columns/0/kind", "/columns/0/name", "/columns/0/kind", "/table/columns/b"]);
});

test("reading options that are wrong are refused", async () => {
  const codes = await page.evaluate(() => {
    const { failure, read } = window.gridfolk;
    const bytes = new TextEncoder().encode("a\n1\n");
    return [{ format: "xls" }, { types: { a: "colour" } }, { sheet: 1 }].map(
      (options) => failure(() => read(bytes, options)).code,
    );
  });
  assert.deepEqual(codes, Array(3).fill("options_wrong"));
});

test("GBK is read by the browser's own decoder", async () => {
  const gbk = [0xb3, 0xc7, 0xca, 0xd0, 0x0a, 0xb1, 0xb1, 0xbe, 0xa9, 0x0a, 0xb1, 0xb1, 0xbe, 0xa9, 0x0a];
  const summary = await page.evaluate((bytes) => window.gridfolk.read(Uint8Array.from(bytes)).summary(), gbk);
  assert.deepEqual(summary.columns.map(({ name, levels }) => [name, levels[0].level]), [["城市", "北京"]]);
});

test("a summary says of numbers what they range over, and whether all are whole", async () => {
  const csv = "calls,hours,empty\n0,0.5,\n,2,\n7,-1,\n";
  const summary = await page.evaluate((text) => window.gridfolk.read(new TextEncoder().encode(text)).summary(), csv);
  const told = Object.fromEntries(summary.columns.map(({ name, nMissing, range, isWhole }) => [name, [nMissing, range?.min, range?.max, isWhole]]));
  assert.deepEqual(told.calls, [1, 0, 7, true]);
  assert.deepEqual(told.hours, [0, -1, 2, false]);
  assert.deepEqual(told.empty, [3, undefined, undefined, undefined]);
});

test("SHA-256 of a module is that of its file", async () => {
  const sha256 = await page.evaluate(async () => {
    const { Bridge, bytesOf } = window.gridfolk;
    return Bridge.open(await bytesOf("/test-modules/probe.wasm")).sha256();
  });
  const bytes = await readFile(join(root, "dist/test-modules/probe.wasm"));
  assert.equal(sha256, createHash("sha256").update(bytes).digest("hex"));
});

test("nothing of this needs a console error or another origin", () => {
  assert.deepEqual(seen, { errors: [], strangers: [] });
});

test("what every page loads of it is small", async () => {
  const nBytes = gzipSync(await readFile(join(root, "dist/bridge/gridfolk_bridge_bg.wasm")), { level: 9 }).length;
  assert.ok(nBytes <= CORE_BYTES_MAX, `${nBytes} bytes gzipped; at most ${CORE_BYTES_MAX}`);
});

test("a table goes from part to part as it is", async () => {
  const answers = await page.evaluate(() => {
    const { Table, read } = window.gridfolk;
    const csv = "id,用电,tariff,tags,only\na1,1.5,flat,x;y,p\nb2,,,,q\n用户,-0.25,峰谷,y,\n";
    const types = { tariff: "category", tags: "items", only: "category" };
    const table = read(new TextEncoder().encode(csv), { types });
    const again = Table.fromPlain(table.toPlain());
    table.free();
    const plain = (column) => Object.fromEntries(Object.entries(column).map(([name, value]) => [name, ArrayBuffer.isView(value) ? [...value] : value]));
    const columns = ["用电", "tariff", "tags", "only"].map((name) => plain(again.column(name)));
    return { columns, ids: again.ids(Uint32Array.of(2, 0, 9)), rows: ["b2", "c"].map((id) => again.rowOf(id) ?? null), summary: again.summary() };
  });
  const missing = 0xffffffff;
  assert.deepEqual(answers.columns, [
    { name: "用电", kind: "number", values: [1.5, NaN, -0.25] },
    { name: "tariff", kind: "category", codes: [0, missing, 1], levels: ["flat", "峰谷"] },
    { name: "tags", kind: "items", ends: [2, 2, 3], codes: [0, 1, 1], levels: ["x", "y"] },
    { name: "only", kind: "category", codes: [0, 1, missing], levels: ["p", "q"] },
  ]);
  assert.deepEqual([answers.ids, answers.rows], [["用户", "a1", ""], [1, null]]);
  assert.deepEqual([answers.summary.nRows, answers.summary.ids], [3, ["id"]]);
});

test("a table from elsewhere that is none is refused", async () => {
  const pointers = await page.evaluate(() => {
    const { Table, failure } = window.gridfolk;
    const codes = Uint32Array.of(7);
    const packed = (ends) => ({ bytes: Uint8Array.of(97, 98), ends: Uint32Array.from(ends) });
    return [
      { nRows: 1, columns: [{ name: "c", kind: "category", codes, levels: packed([1, 9]) }], ids: [] },
      { nRows: 1, columns: [{ name: "c", kind: "category", codes, levels: packed([1, 2]) }], ids: [] },
      { nRows: 1, columns: [], ids: [{ name: "id", texts: packed([2, 1]) }] },
      { nRows: 1, columns: [], ids: [{ name: "id" }] },
    ].map((table) => failure(() => Table.fromPlain(table)).pointer);
  });
  assert.deepEqual(pointers, ["/columns/0/levels", "/table/columns/c/0", "/ids/0/texts", "/ids/0/texts"]);
});

test("the glue makes no code from text", async () => {
  for (const part of ["bridge", "reader", "portrait"]) {
    const glue = await readFile(join(root, `dist/bridge/gridfolk_${part}.js`), "utf8");
    assert.doesNotMatch(glue, /new Function|\beval\(/, part);
  }
});
