/** Work over all rows of a table, step by step. */

/** Work that pauses after every step. */
export type Steps<Result> = Generator<void, Result>;

/** Rows of one step, however much is done with each. */
const ROWS_A_STEP = 10_000;

/** Does something with each row, step by step. */
export function* eachRow(nRows: number, work: (row: number) => void): Steps<void> {
  for (let from = 0; from < nRows; from += ROWS_A_STEP) {
    const to = Math.min(nRows, from + ROWS_A_STEP);
    for (let row = from; row < to; row++) work(row);
    if (to < nRows) yield;
  }
}

/** All steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
