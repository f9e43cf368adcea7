/** Where the nodes of a tree are drawn: the root on the left, its leaves below each other on the right. */

export interface TreeNode {
  yes?: number | null;
  no?: number | null;
}

export interface Place {
  /** The node's place in the model. */
  index: number;
  /** How many questions lead to it. */
  depth: number;
  /** Its row, from 0; between two rows where it is in the middle of its leaves. */
  row: number;
  parent: number | undefined;
  /** Whether it follows on yes. */
  isYes: boolean;
}

export interface TreeLayout {
  places: Place[];
  nRows: number;
  depth: number;
}

/** Lays out a tree whose first node is the root. */
export function layoutOf(nodes: readonly TreeNode[]): TreeLayout {
  const places: Place[] = [];
  let nRows = 0;
  const put = (index: number, depth: number, parent: number | undefined, isYes: boolean): number => {
    const place: Place = { index, depth, row: 0, parent, isYes };
    places.push(place);
    const { yes, no } = nodes[index] ?? {};
    if (typeof yes === "number" && typeof no === "number") {
      place.row = (put(yes, depth + 1, index, true) + put(no, depth + 1, index, false)) / 2;
    } else {
      place.row = nRows;
      nRows += 1;
    }
    return place.row;
  };
  if (nodes.length > 0) put(0, 0, undefined, false);
  return { places, nRows, depth: Math.max(0, ...places.map(({ depth }) => depth)) };
}
