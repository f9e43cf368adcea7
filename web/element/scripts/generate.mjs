// What the element's sources need and do not hold: the bridge that `cargo xtask build` made, the types of every
// module's requests and replies, from the committed manifests, and names of what modules define themselves. Run before every check, test and build,
// so that neither can be stale.

import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const element = join(root, "web/element");

/** Each is loaded when it is needed. */
const PARTS = ["gridfolk_bridge", "gridfolk_reader", "gridfolk_portrait"];

const STYLE = { bannerComment: "", format: false, additionalProperties: false, unknownAny: true };

await copyBridge();
await writeTypes();
await writeNames();

async function copyBridge() {
  const into = join(element, "bridge");
  await mkdir(into, { recursive: true });
  const files = PARTS.flatMap((part) => [`${part}.js`, `${part}.d.ts`, `${part}_bg.wasm`]);
  for (const file of files) {
    await copyFile(join(root, "dist/bridge", file), join(into, file)).catch((error) => {
      throw new Error(`the bridge is not built yet: run \`cargo xtask build\` (${error.message})`);
    });
  }
  for (const part of PARTS) {
    const types = join(into, `${part}.d.ts`);
    await writeFile(types, forEverybody(await readFile(types, "utf8")));
  }
}

/** Declarations without what those who use the package may not have: Symbol.dispose is young, and Node has no types of a browser. */
function forEverybody(types) {
  return types
    .replaceAll(/^ *\[Symbol\.dispose\].*\n/gm, "")
    .replaceAll("RequestInfo | URL | Response | BufferSource", "string | URL | ArrayBuffer | Uint8Array")
    .replaceAll("= BufferSource", "= ArrayBuffer | Uint8Array");
}

/** One file a module, so that equal names do not meet, and an index of them. */
async function writeTypes() {
  const into = join(element, "src/generated");
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const manifests = await readManifests();
  for (const manifest of manifests) await writeFile(join(into, `${manifest.name}.ts`), await typesOf(manifest));
  const imports = manifests.map(({ name }) => `import type { ${interfaceOf(name)} } from "./${name}";`);
  const entries = manifests.map(({ name }) => `  ${name}: ${interfaceOf(name)};`);
  const lines = [...imports, "", "/** Every module that this version knows, by name. */", "export interface Modules {", ...entries, "}", ""];
  await writeFile(join(into, "index.ts"), lines.join("\n"));
}

/** What built-in tags and classes are called: of those that it skips a module tells the id alone. */
async function writeNames() {
  const constants = await Promise.all([namesOf("BUILT_IN_TAGS", "tags", "tags"), namesOf("BUILT_IN_CLASSES", "segment", "classes")]);
  await writeFile(join(element, "src/generated/names.ts"), constants.join("\n"));
}

async function namesOf(constant, module, kind) {
  const { [kind]: defined } = JSON.parse(await readFile(join(root, "modules", module, "src/defaults.json"), "utf8"));
  const titles = Object.fromEntries(defined.map(({ id, title }) => [id, title]));
  return `export const ${constant}: Readonly<Record<string, { en: string; zh: string }>> = ${JSON.stringify(titles, null, 2)};\n`;
}

async function readManifests() {
  const folders = (await readdir(join(root, "modules"))).filter((name) => name !== "shared").sort();
  const texts = await Promise.all(folders.map((name) => readFile(join(root, "modules", name, "manifest.json"), "utf8")));
  return texts.map((text) => JSON.parse(text));
}

/** A module as one interface: by operation what it takes and gives. */
async function typesOf({ name, operations }) {
  const definitions = new Map();
  const properties = Object.fromEntries(
    Object.entries(operations).map(([op, operation]) => [op, operationSchema(op, operation, definitions)]),
  );
  const schema = { ...object(properties), $defs: Object.fromEntries(definitions) };
  return compile(schema, interfaceOf(name), STYLE);
}

function operationSchema(op, { summary, params, reply, columns, takes_model: takesModel }, definitions) {
  const names = columns.length > 0 ? { enum: columns.map((column) => column.name) } : { tsType: "never" };
  const schema = object({
    params: lifted(params, op, definitions),
    reply: lifted(reply, op, definitions),
    columns: names,
    takesModel: { const: takesModel },
  });
  return { ...schema, description: summary.en };
}

/** A schema whose definitions have moved to those of the whole module. */
function lifted({ $defs = {}, $schema: _, ...schema }, op, definitions) {
  const renamed = new Map(Object.entries($defs).map(([name, definition]) => [name, freeName(name, definition, op, definitions)]));
  for (const [name, definition] of Object.entries($defs)) definitions.set(renamed.get(name), redirected(definition, renamed));
  return redirected(schema, renamed);
}

/** Two operations may define something else under one name. */
function freeName(name, definition, op, definitions) {
  const known = definitions.get(name);
  return known && JSON.stringify(known) !== JSON.stringify(definition) ? `${interfaceOf(op)}${name}` : name;
}

function redirected(value, renamed) {
  const text = JSON.stringify(value, (key, inner) => {
    if (key !== "$ref" || typeof inner !== "string") return inner;
    const name = inner.replace("#/$defs/", "");
    return `#/$defs/${renamed.get(name) ?? name}`;
  });
  return JSON.parse(text);
}

function object(properties) {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

/** `what_if` as `WhatIf`. */
function interfaceOf(name) {
  return name.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
