import { expect, it } from "vitest";
import { fillOf } from "../src/charts/table-drawing";

it("colours that browsers tell in newer ways become those that every reader of SVG knows", () => {
  expect(fillOf("rgb(12, 34, 56)")).toEqual(["rgb(12, 34, 56)", 1]);
  expect(fillOf("rgba(12, 34, 56, 0.5)")).toEqual(["rgb(12, 34, 56)", 0.5]);
  expect(fillOf("rgba(0, 0, 0, 0)")[1]).toBe(0);
  expect(fillOf("color(srgb 0.2 0.4 1 / 0.08)")).toEqual(["rgb(51, 102, 255)", 0.08]);
  expect(fillOf("color(srgb 1 0 0)")).toEqual(["rgb(255, 0, 0)", 1]);
});
