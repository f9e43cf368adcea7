// The npm package as others get it: used from Node, type-checked.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { installed } from "./installed.js";
import { root } from "./server.js";
import { elementFiles, sizes } from "./sizes.js";

const tsc = join(root, "web/node_modules/.bin/tsc");
const modules = join(root, "dist/modules");
const text = (path) => readFileSync(join(root, "tests/cases", path), "utf8");

let folder;

const run = (program, args) => {
  try {
    return execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch ({ stdout, stderr }) {
    throw new Error(`${program} ${args.join(" ")}: ${stdout}${stderr}`);
  }
};

/** Runs a program of a user; what it prints last is JSON. */
async function program(source) {
  await writeFile(join(folder, "program.mjs"), source);
  return JSON.parse(run(process.execPath, ["program.mjs"]));
}

before(async () => {
  folder = await installed();
});

after(() => rm(folder, { recursive: true, force: true }));

test("the package needs no other, and carries its licences and the notices of what is inside", () => {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "node_modules/gridfolk/package.json"), "utf8"));
  assert.deepEqual(dependencies, {});
  const notices = readFileSync(join(folder, "node_modules/gridfolk/THIRD-PARTY.md"), "utf8");
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    assert.equal(readFileSync(join(folder, "node_modules/gridfolk", name), "utf8"), readFileSync(join(root, name), "utf8"));
  }
  for (const name of ["echarts", "zrender", "lit", "@uwdata/flechette"]) assert.match(notices, new RegExp(`^## ${name} `, "m"));
});

test("the element without charts, and all scripts with charts, stay small enough to be loaded by the way", async () => {
  const measured = new Map((await sizes()).map(({ name, ...size }) => [name, size]));
  for (const name of ["element without charts", "all scripts with charts"]) {
    const { bytes, goal } = measured.get(name);
    assert.ok(bytes <= goal, `${name}: ${bytes} bytes gzipped, at most ${goal}`);
  }
  const first = await elementFiles();
  assert.ok(first.length > 1, "what the element imports is followed");
  const texts = await Promise.all(first.map((file) => readFile(file, "utf8")));
  assert.ok(texts.some((text) => text.includes("gridfolk-whatif")));
  assert.ok(!texts.some((text) => /zrender|gf-kmeans/.test(text)), "charts and views are no part of what is loaded first");
});

for (const thread of ["worker", "this"]) {
  describe(`in Node, thread: ${thread}`, () => {
    test("a fit gives what the case expects", async () => {
      const { body, hash } = await program(`
        import { createHash } from "node:crypto";
        import { open } from "gridfolk";
        const kmeans = await open(${JSON.stringify(join(modules, "kmeans.wasm"))}, { module: "kmeans", thread: "${thread}" });
        const { text } = await kmeans.runText(${JSON.stringify(text("kmeans/two_groups_by_hand/request.json"))});
        const hash = createHash("sha256").update(text).digest("hex");
        console.log(JSON.stringify({ body: JSON.parse(text), hash }));
      `);
      const expected = JSON.parse(text("kmeans/two_groups_by_hand/reply.json"));
      for (const field of ["inertia", "n_iter", "sizes"]) assert.deepEqual(body[field], expected[field], field);
      assert.deepEqual(body.columns, expected.columns);
      assert.deepEqual(body.model.centroids, expected.model.centroids);
      const hashes = join(root, "dist/case-hashes.json");
      if (existsSync(hashes)) assert.equal(hash, JSON.parse(readFileSync(hashes, "utf8"))["kmeans/two_groups_by_hand"]);
    });

    test("a table is loaded once, a problem is an error, and a trap loses nothing", async () => {
      const answers = await program(`
        import { GridfolkError, open } from "gridfolk";
        const probe = await open(${JSON.stringify(join(root, "dist/test-modules/probe.wasm"))}, { thread: "${thread}" });
        const { nRows } = await probe.load("kwh\\n1\\n2\\n3\\n");
        const trap = await probe.run({ op: "panic" }).catch((error) => error);
        const problem = await probe.run({ op: "nonsense" }).catch((error) => error);
        const { body } = await probe.run({ op: "count" });
        probe.dispose();
        const late = await probe.run({ op: "count" }).catch((error) => error);
        const isError = [trap, problem, late].every((error) => error instanceof GridfolkError);
        console.log(JSON.stringify({ nRows, codes: [trap.code, problem.code, late.code], trapped: trap.trapped, after: body.n_rows, isError }));
      `);
      const codes = ["module_panicked", "unknown_op", "disposed"];
      assert.deepEqual(answers, { nRows: 3, codes, trapped: true, after: 3, isError: true });
    });
  });
}

test("modules that are opened at the same time in one thread do not get into each other's way", async () => {
  const counts = await program(`
    import { open } from "gridfolk";
    const path = ${JSON.stringify(join(root, "dist/test-modules/probe.wasm"))};
    const tables = ["kwh\\n1\\n", "kwh\\n1\\n2\\n", "kwh\\n1\\n2\\n3\\n"];
    const count = async (table) => {
      const probe = await open(path, { thread: "this" });
      await probe.load(table);
      return (await probe.run({ op: "count" })).body.n_rows;
    };
    console.log(JSON.stringify(await Promise.all(tables.map(count))));
  `);
  assert.deepEqual(counts, [1, 2, 3]);
});

test("a call that never ends can be given up, and the table is still there", async () => {
  const answers = await program(`
    import { open } from "gridfolk";
    const probe = await open(${JSON.stringify(join(root, "dist/test-modules/probe.wasm"))});
    const answers = [];
    for (const table of [{ columns: { kwh: [1, null] } }, "kwh\\n1\\n2\\n3\\n", new Blob(["kwh\\n1\\n"])]) {
      await probe.load(table);
      const given = await probe.run({ op: "spin" }, { signal: AbortSignal.timeout(200) }).catch(({ name }) => name);
      const { body } = await probe.run({ op: "count" });
      answers.push([given, body.n_rows]);
    }
    probe.dispose();
    console.log(JSON.stringify(answers));
  `);
  assert.deepEqual(answers, [["TimeoutError", 2], ["TimeoutError", 3], ["TimeoutError", 1]]);
});

test("a page that Node renders may import the element, which browsers alone define", async () => {
  assert.deepEqual(await program('import "gridfolk/whatif"; import "gridfolk/react"; console.log("{}");'), {});
});

test("what is no module, thread or request is refused as such", async () => {
  const codes = await program(`
    import { createServer } from "node:http";
    import { open } from "gridfolk";
    const server = createServer((_, response) => response.writeHead(404).end());
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = \`http://127.0.0.1:\${server.address().port}/kmeans.wasm\`;
    const path = ${JSON.stringify(join(modules, "kmeans.wasm"))};
    const kmeans = await open(path, { module: "kmeans" });
    const works = [
      () => open(undefined),
      () => open(42),
      () => open(new Blob([])),
      () => open("nowhere.wasm"),
      () => open(address),
      () => open(new URL("http://127.0.0.1:1/kmeans.wasm")),
      () => open(path, { thread: "main" }),
      () => kmeans.run(undefined),
    ];
    const codes = [];
    for (const work of works) codes.push(await work().then(() => "opened", ({ code, name }) => \`\${name} \${code}\`));
    server.close();
    kmeans.dispose();
    console.log(JSON.stringify(codes));
  `);
  const expected = ["module_wrong_kind", "module_wrong_kind", "module_wrong_kind", "file_not_read"];
  expected.push("not_served", "not_reached", "wrong_value", "wrong_type");
  assert.deepEqual(codes, expected.map((code) => `GridfolkError ${code}`));
});

test("bytes, compiled code and addresses open; another SHA-256 or module does not", async () => {
  const path = join(modules, "kmeans.wasm");
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  const answers = await program(`
    import { readFile } from "node:fs/promises";
    import { pathToFileURL } from "node:url";
    import { open } from "gridfolk";
    const path = ${JSON.stringify(path)};
    const sha256 = "${sha256}";
    const bytes = await readFile(path);
    const opened = [
      await open(bytes, { sha256 }),
      await open(pathToFileURL(path), { sha256: sha256.toUpperCase(), module: "kmeans" }),
      await open(await WebAssembly.compile(bytes)),
    ];
    const refused = [
      open(bytes, { sha256: "00" }),
      open(await WebAssembly.compile(bytes), { sha256 }),
      open(bytes, { module: "scorecard" }),
      open(new Uint8Array([1, 2, 3])),
    ];
    const codes = await Promise.all(refused.map((promise) => promise.then(() => "opened", ({ code }) => code)));
    console.log(JSON.stringify({ hashes: opened.map((module) => module.sha256 ?? null), codes }));
  `);
  assert.deepEqual(answers.hashes, [sha256, sha256, null]);
  assert.deepEqual(answers.codes, ["sha256_differs", "sha256_differs", "other_module", "module_unusable"]);
});

describe("types", () => {
  const STRICT = ["--noEmit", "--strict", "--target", "es2022"];
  const BROWSER = ["--lib", "es2022,dom", "--types", ""];
  const check = async (source, resolution, { options = BROWSER, file = "program.ts" } = {}) => {
    await writeFile(join(folder, file), source);
    const module = resolution === "nodenext" ? "nodenext" : "esnext";
    return run(tsc, [...STRICT, ...options, "--module", module, "--moduleResolution", resolution, file]);
  };
  const good = `
    import { open, type Module } from "gridfolk";
    import type { GridfolkWhatif } from "gridfolk/whatif";
    interface Row { kwh: number; tariff: string | null }
    export async function segments(bytes: Uint8Array, rows: Row[]): Promise<number[]> {
      const kmeans: Module<"kmeans"> = await open(bytes, { module: "kmeans" });
      await kmeans.load({ columns: { kwh: Float64Array.of(1, 2), tariff: ["tou", null] } });
      await kmeans.load("kwh\\n1\\n", { types: { kwh: "number", tags: "items:|" } });
      await kmeans.load(rows);
      const { body, columns } = await kmeans.run({ op: "fit", params: { k: 2, missing: "mean" } });
      const names: ("segment" | "distance")[] = columns.map(({ name }) => name);
      await kmeans.run({ op: "predict", model: body.model });
      return names.length > 0 ? body.sizes : [];
    }
    export function hear(element: GridfolkWhatif): void {
      element.addEventListener("gridfolk-ready", ({ detail }) => detail.table.nRows.toFixed());
      document.addEventListener("gridfolk-problem", ({ detail }) => detail.code.trim());
      window.addEventListener("gridfolk-select", ({ detail }) => detail.kind === "group" && detail.level);
      element.scenario = [{ column: "kwh", scale: 0.9 }];
    }
  `;

  for (const resolution of ["nodenext", "bundler"]) {
    test(`hold for a program that is right, resolved as ${resolution}`, () => check(good, resolution));
  }

  for (const [what, before, after] of [
    ["a parameter of wrong type", "k: 2", 'k: "2"'],
    ["a parameter that is missing", "{ k: 2, missing", "{ missing"],
    ["an operation that is none", '"predict"', '"predicts"'],
    ["a model that is missing", ", model: body.model", ""],
    ["a field that the reply lacks", "body.sizes", "body.size"],
    ["a kind of column that is none", '"items:|"', '"lists"'],
    ["a detail that an event lacks", "detail.code", "detail.codes"],
  ]) {
    test(`refuse ${what}`, async () => {
      assert.ok(good.includes(before));
      await assert.rejects(check(good.replace(before, after), "nodenext"), /program\.ts.*error TS/);
    });
  }

  test("need none of a browser's in a program for Node", async () => {
    const source = `
      import { readFile } from "node:fs/promises";
      import { open } from "gridfolk";
      const tree = await open(await readFile("tree.wasm"), { module: "tree", thread: "this" });
      console.log((await tree.run({ op: "fit", params: { target: "event" } })).body);
    `;
    const options = ["--lib", "es2023", "--types", "node", "--typeRoots", join(root, "web/node_modules/@types")];
    await check(source, "nodenext", { options, file: "program.mts" });
  });

  test("know the element in the JSX of React", async () => {
    await mkdir(join(folder, "node_modules/@types"), { recursive: true });
    await symlink(join(root, "web/node_modules/@types/react"), join(folder, "node_modules/@types/react"));
    const source = `
      import "gridfolk/react";
      export const view = (table: string) => (
        <gridfolk-whatif module="kmeans" locale="en" theme="dark" table={table} ongridfolk-change={({ detail }) => detail.op.trim()} />
      );
    `;
    const options = [...BROWSER, "--jsx", "react-jsx"];
    await check(source, "bundler", { options, file: "program.tsx" });
    const wrong = check(source.replace('"dark"', '"neon"'), "bundler", { options, file: "program.tsx" });
    await assert.rejects(wrong, /program\.tsx.*error TS.*neon/);
  });
});
