/** Who is recommended what: the item and the rule of each customer, and the table with an edit applied. */

import type { Column } from "../../client/protocol";
import { outcomeOf, type Outcome } from "../../parts/outcomes";
import { categoryIn } from "../../parts/reply-columns";
import type { Edit } from "./state";

export type Items = Extract<Column, { kind: "items" }>;

/** What `recommend` says of each row that people compare. */
const RESULTS = ["item_1", "rule_1"] as const;

/** The replies to `recommend` before and after an edit; without one they are the same. */
export function adviceOutcomes(before: readonly Column[], after: readonly Column[] | undefined): Outcome[] {
  return RESULTS.map((name) => outcomeOf(name, categoryIn(before, name), after && categoryIn(after, name)));
}

/** A column of sets with an edit applied in the rows that are meant. */
export function editedItems(column: Items, { how, item }: Pick<Edit, "how" | "item">, isMeant: (row: number) => boolean): Items {
  const levels = column.levels.includes(item) ? column.levels : [...column.levels, item];
  const own = levels.indexOf(item);
  const ends = new Uint32Array(column.ends.length);
  const codes = new Uint32Array(column.codes.length + column.ends.length);
  let [n, start] = [0, 0];
  column.ends.forEach((end, row) => {
    const given = column.codes.subarray(start, end);
    const isIn = isMeant(row) ? how === "insert" : given.includes(own);
    let isPending = isIn;
    for (const code of given) {
      // The codes of a row ascend.
      if (isPending && code >= own) {
        codes[n++] = own;
        isPending = false;
      }
      if (code !== own) codes[n++] = code;
    }
    if (isPending) codes[n++] = own;
    ends[row] = n;
    start = end;
  });
  return { ...column, levels, ends, codes: codes.slice(0, n) };
}
