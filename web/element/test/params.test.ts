import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { messagesOf } from "../src/i18n";
import { paramsOf, textOfValue, valueOfText, withValues, type Schema } from "../src/parts/params-state";

const manifest = (module: string) => JSON.parse(readFileSync(new URL(`../../../modules/${module}/manifest.json`, import.meta.url), "utf8"));

/** A view's operation and own controls, as it says in its source. */
function formOf(module: string): { op: string; own: string[] } {
  const source = readFileSync(new URL(`../src/views/${module}/${module}.ts`, import.meta.url), "utf8");
  const own = [...(source.match(/const OWN = \[(.*)\];/)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "");
  return { op: source.match(/op: "(\w+)", own: OWN/)?.[1] ?? "", own };
}

const VIEWS = ["kmeans", "scorecard", "apriori", "sensitivity", "tree", "fuzzy", "activity", "tags", "segment", "density"] as const;

describe("the form of a view", () => {
  it.each(VIEWS)("has words in both languages for every other parameter of %s", (module) => {
    const { op, own } = formOf(module);
    const schema: Schema = manifest(module).operations[op].params;
    const names = paramsOf(schema, own).map(({ name }) => name).sort();
    expect(names.length).toBeGreaterThan(0);
    for (const locale of ["en", "zh-CN"] as const) expect(Object.keys(messagesOf(locale)[module].params).sort()).toEqual(names);
  });
});

const schema: Schema = {
  $defs: {
    Missing: { oneOf: [{ const: "mean" }, { const: "drop" }] },
    Inner: { properties: { least: { type: "number", minimum: 0, default: 0.5 }, deep: { type: ["array", "null"], items: { type: "string" } } } },
  },
  properties: {
    missing: { $ref: "#/$defs/Missing", default: "drop", description: "What is done." },
    inner: { anyOf: [{ $ref: "#/$defs/Inner" }, { type: "null" }] },
    start: { oneOf: [{ const: "random" }, { type: "object" }] },
    k: { type: ["integer", "null"], maximum: 9 },
    on: { type: "boolean" },
  },
};

describe("parameters", () => {
  it("are controls of the kind that the schema says, parts of objects for themselves", () => {
    expect(paramsOf(schema, []).map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
      ...["missing: choice", "inner.least: number", "inner.deep: texts", "start: json", "k: integer", "on: boolean"],
    ]);
    expect(paramsOf(schema, ["k", "inner"]).map(({ name }) => name)).toEqual(["missing", "start", "on"]);
    expect(paramsOf(schema, [])[0]).toMatchObject({ choices: ["mean", "drop"], fallback: "drop", description: "What is done." });
  });

  it("are read from texts, and written as such", () => {
    const [, least, deep, start] = paramsOf(schema, []);
    expect([valueOfText(least!, " 0.25 "), valueOfText(least!, "")]).toEqual([0.25, undefined]);
    expect(valueOfText(deep!, "a, b，c")).toEqual(["a", "b", "c"]);
    expect(valueOfText(start!, '{"a": 1}')).toEqual({ a: 1 });
    expect(() => valueOfText(start!, "{a")).toThrow();
    expect([textOfValue(deep!, ["a", "b"]), textOfValue(start!, { a: 1 }), textOfValue(least!, undefined)]).toEqual(["a, b", '{"a":1}', ""]);
  });

  it("join a request at their paths and leave the rest of it", () => {
    const params = { k: 3, inner: { least: 0.5, most: 1 } };
    expect(withValues(params, { "inner.least": 0, seed: 7 })).toEqual({ k: 3, inner: { least: 0, most: 1 }, seed: 7 });
    expect(params.inner.least).toBe(0.5);
  });
});
