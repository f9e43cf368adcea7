import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BUILT_IN_CLASSES, BUILT_IN_TAGS } from "../src/generated/names";

interface Named {
  id: string;
  title: { en: string; zh: string };
}

/** The built-in definitions of a module, as it reads them. */
function defaultsOf(module: string): Record<string, Named[]> {
  return JSON.parse(readFileSync(new URL(`../../../modules/${module}/src/defaults.json`, import.meta.url), "utf8"));
}

const titles = (defined: Named[] = []) => Object.fromEntries(defined.map(({ id, title }) => [id, title]));

describe("names of what a module skips", () => {
  it("are those that it gives its built-in tags", () => {
    expect(BUILT_IN_TAGS).toEqual(titles(defaultsOf("tags")["tags"]));
  });

  it("are those that it gives its built-in classes", () => {
    expect(BUILT_IN_CLASSES).toEqual(titles(defaultsOf("segment")["classes"]));
  });
});
