/** Where the points of a graph stand: links pull, points push each other off. */

import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";

export interface Link {
  source: string;
  target: string;
}

interface Point extends SimulationNodeDatum {
  id: string;
}

/** Rounds until the points rest. */
const N_ROUNDS = 300;

/**
 * A place for each point, by its id: all of them together are `aspect` times as wide as they are high, and else the
 * unit is of no meaning. The same graph has the same places: nothing is left to chance.
 */
export function placesOf(ids: readonly string[], links: readonly Link[], aspect: number): Map<string, { x: number; y: number }> {
  const points: Point[] = ids.map((id) => ({ id }));
  const simulation = forceSimulation(points)
    .force("links", forceLink<Point, SimulationLinkDatum<Point>>(links.map((link) => ({ ...link }))).id(({ id }) => id).distance(60))
    .force("push", forceManyBody().strength(-260))
    .force("across", forceX().strength(0.1 / aspect))
    .force("up", forceY().strength(0.1))
    .stop();
  simulation.tick(N_ROUNDS);
  const [width, height] = [extentOf(points.map(({ x = 0 }) => x)), extentOf(points.map(({ y = 0 }) => y))];
  const stretch = width > 0 && height > 0 ? (aspect * height) / width : 1;
  return new Map(points.map(({ id, x = 0, y = 0 }) => [id, { x: stretch * x, y }]));
}

function extentOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
