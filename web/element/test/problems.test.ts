import { describe, expect, it } from "vitest";
import type { CallProblem } from "../src/client/protocol";
import { en } from "../src/i18n/en";
import { problemText } from "../src/i18n/problems";
import { problemsEn } from "../src/i18n/problems-en";
import { problemsZh } from "../src/i18n/problems-zh";
import { zh } from "../src/i18n/zh";
import { readSources } from "./sources";

/** Codes that no literal beside `Problem::new` shows: chosen by a function, or put together. */
const COMPUTED = [
  ...["not_json", "unknown_field", "repeated_field", "wrong_value"],
  ...["cell_not_a_number", "cell_not_a_date"],
  ...["n_customers_out_of_range", "seed_out_of_range", "first_row_out_of_range"],
  ...["module_panicked", "memory_limit", "deadline_exceeded", "page_failed"],
];

function codesInSources(): string[] {
  const calls = /(?:Problem::[a-z_]+|problem|named|of_cell)\(\s*"([a-z][a-z0-9_]+)"/g;
  const rust = readSources(["modules", "host/core", "web/bridge"], ".rs");
  const refusals = /refusal\("([a-z][a-z0-9_]+)"/g;
  const typescript = readSources(["web/element", "web/page"], ".ts");
  return [...codesIn(rust, calls), ...codesIn(typescript, refusals)];
}

function codesIn(texts: string[], pattern: RegExp): string[] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, code]) => code ?? []));
}

describe("problems in Chinese", () => {
  it("exist for every code that modules and hosts of the page can produce", () => {
    const codes = new Set([...codesInSources(), ...COMPUTED]);
    expect(codes.size).toBeGreaterThan(60);
    expect([...codes].filter((code) => !(code in problemsZh)).sort()).toEqual([]);
  });

  it("stand for no code that nothing produces", () => {
    const codes = new Set([...codesInSources(), ...COMPUTED]);
    expect(Object.keys(problemsZh).filter((code) => !codes.has(code)).sort()).toEqual([]);
  });

  it("are Chinese, whatever values come with the code", () => {
    for (const code of Object.keys(problemsZh)) {
      const text = problemText({ code, message: "x", pointer: "/params/k", values: {}, trapped: false }, "zh-CN");
      expect(text, code).toMatch(/[\u4e00-\u9fff].*。$|：x$/);
    }
  });

  it("name values and place", () => {
    const problem: CallProblem = {
      code: "k_out_of_range",
      message: "params.k is 9; must be 1 to 5 (rows)",
      pointer: "/params/k",
      values: { k: 9, max: 5 },
      trapped: false,
    };
    expect(problemText(problem, "zh-CN")).toBe("分群数为 9，应在 1 到 5 之间。");
    expect(problemText(problem, "en")).toBe("params.k is 9; must be 1 to 5 (rows).");
  });

  it("say in English, too, what to change in the settings where a person can", () => {
    const problem: CallProblem = {
      ...{ code: "no_column_left", pointer: "/params/selection", values: { n_columns: 12 }, trapped: false },
      message: "params.selection leaves none of 12 columns: lower min_iv, or give other columns",
    };
    for (const setting of [en.scorecard.minIv, en.scorecard.target]) expect(problemText(problem, "en")).toContain(`“${setting}”`);
    expect(problemText(problem, "zh-CN")).toContain(`“${zh.scorecard.minIv}”`);
    for (const locale of ["en", "zh-CN"] as const) expect(problemText(problem, locale)).not.toMatch(/params|min_iv/);
  });

  it("have English words of the page for codes that there are", () => {
    const codes = new Set(codesInSources());
    expect(Object.keys(problemsEn).filter((code) => !codes.has(code))).toEqual([]);
  });

  it("fall back to the module's own words for a code of tomorrow", () => {
    const problem = { code: "unheard_of", message: "something new", pointer: "", values: {}, trapped: false };
    expect(problemText(problem, "zh-CN")).toBe("Something new.");
  });
});

describe("a table that the portrait cannot read", () => {
  const problem: CallProblem = { code: "nothing_to_run", message: "no step can run; name the columns in a mapping", pointer: "/table/columns", values: { missing: ["kwh_year", "class"] }, trapped: false };

  it("is told what to do in the page, in both languages", () => {
    expect(problemText(problem, "en")).toMatch(/such as kwh_year, class\. Rename the columns/);
    expect(problemText(problem, "zh-CN")).toMatch(/kwh_year、class。请在文件中/);
  });
});
