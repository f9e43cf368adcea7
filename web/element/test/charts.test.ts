import { describe, expect, it } from "vitest";
import { flowOf } from "../src/charts/flow";
import { markOf, MARKS_MAX } from "../src/charts/palette";
import { sampledRows } from "../src/charts/sampling";
import { pointsBySegment } from "../src/charts/scatter-option";

describe("the flow picture", () => {
  const box = { width: 100, height: 110, gap: 10, bar: 5 };

  it("gives every customer the same height on both sides", () => {
    const { before, after, bands } = flowOf([[30, 10], [0, 60]], box);
    expect(before.map(({ height }) => height)).toEqual([40, 60]);
    expect(after.map(({ height }) => height)).toEqual([30, 70]);
    expect(bands.map(({ from, to, n }) => [from, to, n])).toEqual([[0, 0, 30], [0, 1, 10], [1, 1, 60]]);
  });

  it("is empty without customers", () => {
    expect(flowOf([[0, 0], [0, 0]], box).bands).toEqual([]);
  });
});

describe("sampled rows", () => {
  it("are all rows of a small table", () => {
    expect([...sampledRows(4, 10)]).toEqual([0, 1, 2, 3]);
  });

  it("are spread evenly over a large one", () => {
    const rows = sampledRows(1_000_000, 50_000);
    expect(rows.length).toBeGreaterThan(49_000);
    expect(rows.length).toBeLessThanOrEqual(50_000);
    const inFirstTenth = rows.filter((row) => row < 100_000).length;
    expect(Math.abs(inFirstTenth / rows.length - 0.1)).toBeLessThan(0.005);
  });
});

describe("points of a scatter plot", () => {
  const axis = (values: number[], isLog = false) => ({ name: "", values: Float64Array.from(values), isLog, isWhole: false });
  const rows = Uint32Array.from([0, 1, 2, 3]);
  const codes = Uint32Array.from([0, 1, 0, 0xffffffff]);

  it("are grouped by segment, without rows that have none or lack a value", () => {
    const points = pointsBySegment({ x: axis([1, 2, NaN, 4]), y: axis([5, 6, 7, 8]), codes, levels: ["s1", "s2"], rows });
    expect(points.map((pairs) => [...pairs])).toEqual([[1, 5], [2, 6]]);
  });

  it("leave out what a logarithm cannot show", () => {
    const points = pointsBySegment({ x: axis([0, 2, 3, 4], true), y: axis([5, 6, 7, 8]), codes, levels: ["s1", "s2"], rows });
    expect(points.map((pairs) => [...pairs])).toEqual([[3, 7], [2, 6]]);
  });
});

it("no two segments look the same", () => {
  for (const isDark of [false, true]) {
    const marks = Array.from({ length: MARKS_MAX }, (_, index) => Object.values(markOf(index, isDark)).join());
    expect(new Set(marks).size).toBe(MARKS_MAX);
  }
});
