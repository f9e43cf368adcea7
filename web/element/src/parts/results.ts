/** Results of each customer before and after a change, and who works over them: the page where it has them, else the worker. */

import { changedRows, changedRowsIn, type NamedPair } from "../rows/changed";
import { slicesIn, type Category, type Slices } from "../rows/slices";
import type { Steps } from "../rows/steps";
import type { Outcome, OutcomeHead } from "./outcomes";
import type { Work } from "./row-work";

export interface Results {
  readonly heads: readonly OutcomeHead[];
  /** In how many rows one of these results differs. */
  nChanged(names: readonly string[]): Work<number>;
  /** These rows, ascending. */
  changed(names: readonly string[]): Promise<Uint32Array>;
  /** A result by the levels of a category of the table; `level`: the one whose share is meant where it has levels. */
  slices(name: string, level: string, by: Category): Work<Slices>;
  /** What they are for each row, in the order of the heads. */
  columns(): Promise<readonly NamedPair[]>;
}

/** Results that the page has. */
export class ResultsHere implements Results {
  readonly heads: readonly OutcomeHead[];
  #outcomes: readonly Outcome[];
  /** The rows that were counted last. */
  #counted: { names: readonly string[]; rows: Uint32Array } | undefined;

  constructor(outcomes: readonly Outcome[]) {
    this.heads = outcomes;
    this.#outcomes = outcomes;
  }

  *nChanged(names: readonly string[]): Steps<number> {
    const rows = yield* changedRowsIn(this.#meant(names));
    this.#counted = { names, rows };
    return rows.length;
  }

  async changed(names: readonly string[]): Promise<Uint32Array> {
    const counted = this.#counted;
    return counted?.names.join() === names.join() ? counted.rows : changedRows(this.#meant(names));
  }

  #meant(names: readonly string[]): Outcome[] {
    return this.#outcomes.filter(({ name }) => names.includes(name));
  }

  slices(name: string, level: string, by: Category): Work<Slices> {
    return slicesIn(this.#outcome(name), level, by);
  }

  columns(): Promise<readonly NamedPair[]> {
    return Promise.resolve(this.#outcomes);
  }

  #outcome(wanted: string): Outcome {
    const outcome = this.#outcomes.find(({ name }) => name === wanted);
    if (!outcome) throw new Error(`there is no result ${wanted}`);
    return outcome;
  }
}

/** Before anything was told. */
export const NO_RESULTS: Results = new ResultsHere([]);
