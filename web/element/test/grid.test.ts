import { describe, expect, it } from "vitest";
import { squaresOf, type GridData } from "../src/charts/grid-option";
import { gridCall, gridOf } from "../src/views/kmeans/grid";

const DATA: GridData = {
  x: { name: "kwh", isLog: true, edges: [1, 100, 10_000] },
  y: { name: "hours", isLog: false, edges: [0, 2, 4, 6] },
  levels: ["s1", "s2"],
  nCounted: 59,
  // The third level is that of customers without a segment: most of the last cell, and all of the one before it.
  cells: { x: [0, 0, 1, 0, 1, 1, 1], y: [0, 0, 0, 1, 1, 2, 2], level: [0, 1, 1, 0, 2, 1, 2], n: [3, 5, 1, 40, 6, 1, 3] },
};

describe("a picture of cells", () => {
  it("shows each cell once, in the colour of most of its customers, the darker the more there are", () => {
    const squares = squaresOf(DATA).filter(({ points }) => points.length > 0);
    // 8 of 40, log 8 / log 41 = 0.56: the third of four; 1: the first; 40: the last.
    expect(squares.map(({ level, shade, points }) => [level, shade, ...points])).toEqual([
      [0, 3, 10, 3],
      [1, 0, 1000, 1],
      [1, 1, 1000, 5],
      [1, 2, 10, 1],
    ]);
  });

  it("is asked of the module that counts, by segments that are no column of the table", () => {
    const axes = { x: { name: "segment", isLog: true }, y: { name: "segment", isLog: false } };
    const { columns, extra, request } = gridCall(axes, Uint32Array.of(1, 0), ["s1", "s2"]);
    expect(columns).toEqual(["segment"]);
    expect(extra?.[0]).toEqual({ name: "segment ", kind: "category", codes: Uint32Array.of(1, 0), levels: ["s1", "s2"] });
    expect(JSON.parse(request).params).toEqual({
      x: { column: "segment", scale: "log", n_cells: 180 },
      y: { column: "segment", n_cells: 100 },
      by: "segment ",
    });
    const whole = { name: "late", isLog: false, whole: { min: 0, max: 12 } };
    expect(JSON.parse(gridCall({ x: whole, y: whole }, Uint32Array.of(), []).request).params.x).toEqual({
      column: "late",
      n_cells: 13,
      least: -0.5,
      greatest: 12.5,
    });
    const body = JSON.stringify({ n_counted: 59, x: { edges: [1, 2] }, y: { edges: [0, 4] }, cells: DATA.cells });
    expect(gridOf(axes, ["s1"], body)).toEqual({
      x: { name: "segment", isLog: true, edges: [1, 2] },
      y: { name: "segment", isLog: false, edges: [0, 4] },
      levels: ["s1"],
      nCounted: 59,
      cells: DATA.cells,
    });
  });
});
