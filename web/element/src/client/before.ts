/**
 * What modules say of each row before a change. It is the same for every change under one model, so that it comes with the
 * first reply alone: it is half of what a slider's move over a million rows would send.
 */

import { membersOf } from "./members";
import type { Calls, Column } from "./protocol";

type Args = Calls["run"]["args"];

/** How the names of such columns end. */
const BEFORE = "_before";

interface Known {
  /** What was asked, but for the change. */
  asked: string;
  columns: readonly Column[];
  /** The names of all the reply's columns, in order. */
  order: readonly string[];
}

/** What need not come again with the reply to a request, and the reply's columns with it. */
export interface Completing {
  omit: readonly string[];
  complete(came: Column[]): Column[];
}

/** All comes. */
export const NOTHING_KNOWN: Completing = { omit: [], complete: (came) => came };

export class Before {
  /** By module, the last. */
  #known = new Map<string, Known>();

  /** Another table takes the place of the one that this is of. */
  forget(): void {
    // What is under way is still of the table before.
    this.#known = new Map();
  }

  /** What is known already of the reply to a request. */
  of(args: Args): Completing {
    const asked = askedOf(args);
    if (asked === undefined) return NOTHING_KNOWN;
    const memory = this.#known;
    const last = memory.get(args.module);
    const known = last?.asked === asked && last.columns.every(isThere) ? last : { asked, columns: [], order: [] };
    const complete = (came: Column[]): Column[] => {
      const all = [...known.columns, ...came];
      const placeOf = ({ name }: Column) => known.order.indexOf(name);
      if (known.columns.length > 0) all.sort((a, b) => placeOf(a) - placeOf(b));
      memory.set(args.module, { asked, columns: all.filter(({ name }) => name.endsWith(BEFORE)), order: all.map(({ name }) => name) });
      return all;
    };
    return { omit: known.columns.map(({ name }) => name), complete };
  }
}

/** All of a what-if that says what it is before the change: the request without its scenario; none of other operations. */
function askedOf({ module, request, columns, extra }: Args): string | undefined {
  const members = membersOf(request);
  if (members.get("op") !== '"what_if"' || extra) return undefined;
  const params = membersOf(members.get("params") ?? "{}");
  members.delete("params");
  params.delete("scenario");
  return JSON.stringify([module, columns ?? null, ...members, ...params]);
}

/** Whether its memory is here: nobody has sent it to another thread. */
function isThere(column: Column): boolean {
  return (column.kind === "number" ? column.values : column.codes).length > 0;
}
