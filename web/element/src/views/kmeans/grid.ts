/** How densely customers lie on two columns, counted by the module `density`: for more of them than a picture can show. */

import type { GridData } from "../../charts/grid-option";
import type { Calls } from "../../client/protocol";

/** The picture's cells: squares of about four pixels. */
const CELLS = { x: 180, y: 100 };

interface Ends {
  name: string;
  isLog: boolean;
  /** Of a column with few different whole numbers: the first and the last; each has a cell. */
  whole?: { min: number; max: number } | undefined;
}

interface Axes {
  x: Ends;
  y: Ends;
}

/** What is asked: customers by cell and segment. The segments come beside the table's columns. */
export function gridCall({ x, y }: Axes, codes: Uint32Array, levels: readonly string[]): Calls["run"]["args"] {
  const by = ["segment", "segment ", "segment  "].find((name) => name !== x.name && name !== y.name) ?? "";
  const request = { op: "grid", params: { x: axisOf(x, CELLS.x), y: axisOf(y, CELLS.y), by } };
  return {
    module: "density",
    request: JSON.stringify(request),
    columns: [...new Set([x.name, y.name])],
    extra: [{ name: by, kind: "category", codes: codes as Uint32Array<ArrayBuffer>, levels: [...levels] }],
  };
}

function axisOf({ name, isLog, whole }: Ends, nCells: number) {
  if (isLog) return { column: name, scale: "log", n_cells: nCells };
  if (!whole) return { column: name, n_cells: nCells };
  return { column: name, n_cells: whole.max - whole.min + 1, least: whole.min - 0.5, greatest: whole.max + 0.5 };
}

/** The picture's data, from the reply's body. */
export function gridOf({ x, y }: Axes, levels: readonly string[], body: string): GridData {
  const { n_counted: nCounted, x: across, y: up, cells } = JSON.parse(body);
  const axis = ({ name, isLog }: Ends, edges: number[]) => ({ name, isLog, edges });
  return { x: axis(x, across.edges), y: axis(y, up.edges), levels, nCounted, cells };
}
