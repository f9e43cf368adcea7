import { describe, expect, it } from "vitest";
import { today } from "../src/format/today";
import type { TableData } from "../src/table";
import { initialWhere, isMovable, labelParams, narrowed, thresholdsOf, withThreshold } from "../src/views/tags/state";

const WHERE = { all: [{ column: "kwh", gte: 3 }, { not: { any: [{ column: "late", lt: 2 }, { column: "tags", has: "a" }] } }] };

describe("thresholds of an expression", () => {
  it("are found wherever they stand", () => {
    expect(thresholdsOf(WHERE)).toEqual([
      { path: ["all", 0, "gte"], column: "kwh", test: "gte", value: 3 },
      { path: ["all", 1, "not", "any", 0, "lt"], column: "late", test: "lt", value: 2 },
    ]);
  });

  it("move without touching anything else", () => {
    const [, second] = thresholdsOf(WHERE);
    const moved = withThreshold(WHERE, second!.path, 5);
    expect(moved.all[1]).toEqual({ not: { any: [{ column: "late", lt: 5 }, { column: "tags", has: "a" }] } });
    expect(moved.all[0]).toBe(WHERE.all[0]);
  });

  it("can be moved by the module when they stand once", () => {
    const twice = thresholdsOf({ any: [{ column: "kwh", gte: 3 }, { column: "kwh", gte: 9 }, { column: "kwh", lt: 1 }] });
    expect(twice.map((threshold) => isMovable(threshold, twice))).toEqual([false, false, true]);
  });
});

describe("expressions", () => {
  it("are narrowed by a tag, an OR in brackets", () => {
    expect(narrowed("kwh > 3", "late", true)).toBe('kwh > 3 AND tags HAS "late"');
    expect(narrowed("a = 1 OR b = 1", "late", false)).toBe('(a = 1 OR b = 1) AND NOT tags HAS "late"');
    expect(narrowed("", "late", true)).toBe('tags HAS "late"');
  });

  it("begin with the rule of a tag, else with a column, its name quoted where it must be", () => {
    const table: TableData = {
      ...{ name: "t", nRows: 2, ids: [], meanings: new Map(), suggested: [] },
      columns: [{ name: "用电量", kind: "number", nMissing: 0, range: { min: 0, max: 9, mean: 4.44 } }],
    };
    const tag = { when: "late >= 3", n: 2 } as Parameters<typeof initialWhere>[0][number];
    expect(initialWhere([tag], table)).toBe("late >= 3");
    expect(initialWhere([{ ...tag, n: 0 }], table)).toBe("`用电量` >= 4.4");
    expect(initialWhere([], { ...table, columns: [] })).toBe("TRUE");
  });
});

describe("tags", () => {
  it("are the module's own until a person makes one", () => {
    expect(labelParams("2026-01-31", [], [])).toEqual({ as_of: "2026-01-31", missing_columns: "skip" });
    const builtIn = { id: "late", level_1: "trait", level_2: "credit", title: { en: "Late", zh: "逾期" }, made: { rule: "late > 1" } };
    const { tags } = labelParams("2026-01-31", [builtIn], [{ title: "Mine", where: "kwh > 1" }]);
    expect(tags?.map(({ id }) => id)).toEqual(["late", "own_1"]);
  });

  it("hold on the day that it is where the page is", () => {
    expect(today(new Date(2026, 0, 5))).toBe("2026-01-05");
  });
});
