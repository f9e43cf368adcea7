/**
 * A fit over parts of a table: `begin`, then rounds of `fold` on every part and one `merge`. The reply does not depend on
 * how the rows are split: it is `fit`'s, byte for byte. The same rounds as host/core/src/fold.rs.
 */

import { membersOf } from "./members";

/** Rows of the table in an instance of the module. */
export interface LoadedPart {
  /** Where they begin in the whole table. */
  firstRow: number;
  /** Runs a request on them; gives the reply's body. */
  run(request: string): Promise<string>;
}

/** How far a fit is. */
export interface Progress {
  /** Share of the work that is done, 0 to 1; a guess where the number of rounds is open. */
  share: number;
  /** What the next round does, in the module's words. */
  phase: string;
}

/** Fits over the parts: the body of the reply, without per-row columns. `params` is JSON. */
export async function foldParts(
  parts: readonly LoadedPart[],
  params: string,
  { onProgress, signal }: { onProgress?: ((progress: Progress) => void) | undefined; signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const [first] = parts;
  if (!first) throw new Error("a fit needs at least one part");
  let state = memberOf(await first.run(`{"op":"begin","params":${params}}`), "state");
  for (;;) {
    signal?.throwIfAborted();
    const folded = await Promise.all(
      parts.map((part) => part.run(`{"op":"fold","state":${state},"first_row":${part.firstRow}}`)),
    );
    signal?.throwIfAborted();
    const partials = folded.map((body) => memberOf(body, "partial")).join(",");
    const merged = membersOf(await first.run(`{"op":"merge","state":${state},"partials":[${partials}]}`));
    const reply = merged.get("reply");
    if (reply !== undefined) return reply;
    const progress = merged.get("progress");
    if (progress !== undefined) onProgress?.(JSON.parse(progress));
    state = required(merged.get("state"), "state");
  }
}

function memberOf(body: string, name: string): string {
  return required(membersOf(body).get(name), name);
}

function required(member: string | undefined, name: string): string {
  if (member === undefined) throw new Error(`the module breaks the fold: it gave no ${name}`);
  return member;
}

/** How many rows the parts of a table have at most; their first rows. */
export function firstRows(nRows: number, nParts: number): number[] {
  return Array.from({ length: nParts }, (_, part) => Math.floor((part * nRows) / nParts));
}
