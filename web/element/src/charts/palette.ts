/**
 * Colours of segments, told apart by colour-blind people too: Okabe and Ito's hues, with their yellow
 * and black replaced by an olive and a grey that keep contrast on white; lighter ones for dark pages.
 * Beyond eight segments the hues come again with another shape.
 */

const LIGHT = ["#0072b2", "#d55e00", "#009e73", "#c2589c", "#b88700", "#3d9bd6", "#7a7a2b", "#5d6670"];
const DARK = ["#4da3e0", "#f0803c", "#2cc295", "#e39bc4", "#f5b933", "#9bd7f7", "#d6d672", "#c3c8ce"];
const SHAPES = ["circle", "triangle", "rect", "diamond"] as const;

export type Shape = (typeof SHAPES)[number];

/** Paths in a square of 12. */
export const SHAPE_PATHS: Record<Shape, string> = {
  circle: "M1 6a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
  triangle: "M6 1 11.5 11H.5z",
  rect: "M1.5 1.5h9v9h-9z",
  diamond: "M6 0 12 6 6 12 0 6z",
};

export interface Mark {
  color: string;
  shape: Shape;
}

/** How the segment with this index is drawn. */
export function markOf(index: number, isDark: boolean): Mark {
  const colors = isDark ? DARK : LIGHT;
  return {
    color: colors[index % colors.length] ?? "",
    shape: SHAPES[Math.floor(index / colors.length) % SHAPES.length] ?? "circle",
  };
}

/** The most segments that can be told apart: hues times shapes. */
export const MARKS_MAX = LIGHT.length * SHAPES.length;
