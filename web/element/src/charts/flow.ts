/** The picture of a migration matrix: bands from groups before (left) to groups after (right). */

/** A group's place on one side. */
export interface Node {
  group: number;
  y: number;
  height: number;
}

/** Customers who go from one group to another; `path` is an SVG path. */
export interface Band {
  from: number;
  to: number;
  n: number;
  path: string;
}

export interface Flow {
  before: Node[];
  after: Node[];
  bands: Band[];
}

export interface Box {
  width: number;
  height: number;
  /** Between groups. */
  gap: number;
  /** Of the groups' bars. */
  bar: number;
}

/** Lays the bands out; heights are proportional to customers. */
export function flowOf(migration: number[][], box: Box): Flow {
  const before = nodes(migration.map(sum), box);
  const after = nodes(migration.map((_, to) => sum(migration.map((row) => row[to] ?? 0))), box);
  const total = sum(migration.map(sum));
  const scale = total > 0 ? innerHeight(migration.length, box) / total : 0;
  const left = before.map(({ y }) => y);
  const right = after.map(({ y }) => y);
  const bands: Band[] = [];
  migration.forEach((row, from) =>
    row.forEach((n, to) => {
      if (n === 0) return;
      const height = n * scale;
      bands.push({ from, to, n, path: bandPath(left[from] ?? 0, right[to] ?? 0, height, box) });
      left[from] = (left[from] ?? 0) + height;
      right[to] = (right[to] ?? 0) + height;
    }),
  );
  return { before, after, bands };
}

function innerHeight(nGroups: number, { height, gap }: Box): number {
  return Math.max(0, height - gap * Math.max(0, nGroups - 1));
}

function nodes(counts: number[], box: Box): Node[] {
  const total = sum(counts);
  const scale = total > 0 ? innerHeight(counts.length, box) / total : 0;
  let y = 0;
  return counts.map((n, group) => {
    const node = { group, y, height: n * scale };
    y += node.height + box.gap;
    return node;
  });
}

function bandPath(left: number, right: number, height: number, { width, bar }: Box): string {
  const [start, end, middle] = [bar, width - bar, width / 2];
  const [l, r, lb, rb] = [left, right, left + height, right + height].map((y) => y.toFixed(2));
  return `M${start} ${l}C${middle} ${l} ${middle} ${r} ${end} ${r}V${rb}C${middle} ${rb} ${middle} ${lb} ${start} ${lb}Z`;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
