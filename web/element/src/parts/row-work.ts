/**
 * Work over all rows of a table on the page's own thread: at once where they are few; else once what it is about rests, in
 * turns of a few milliseconds, so that no slider waits for it.
 */

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Work that pauses after every step. */
export type Steps<Result> = Generator<void, Result>;

/** Up to so many rows the work takes less than a frame. */
export const AT_ONCE_MAX = 200_000;
/** Rows between two looks at the clock, however much is done with each. */
const ROWS_A_STEP = 10_000;
/** So long one turn lasts, or a step longer. */
const TURN_MS = 12;
/** A slider that has not moved for so long rests. */
export const REST_MS = 250;

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

/** The result of work over rows, for an element that shows it. */
export class RowWork<Result> implements ReactiveController {
  /** The last result; `isBehind` says whether another one is on its way. */
  value: Result | undefined;
  isBehind = false;

  #host: ReactiveControllerHost;
  #of: readonly unknown[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#of = [];
  }

  /** Forgets the result: it is of another table. */
  drop(): void {
    this.hostDisconnected();
    this.value = undefined;
    this.isBehind = false;
  }

  /** Has the work done, unless it was done for the same things. */
  want(of: readonly unknown[], nRows: number, steps: () => Steps<Result>): void {
    if (of.length === this.#of.length && of.every((thing, i) => thing === this.#of[i])) return;
    this.#of = of;
    clearTimeout(this.#timer);
    this.isBehind = nRows > AT_ONCE_MAX;
    if (this.isBehind) this.#timer = setTimeout(() => this.#turn(steps()), REST_MS);
    else this.value = finish(steps());
  }

  #turn(steps: Steps<Result>): void {
    const end = performance.now() + TURN_MS;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (!step.done) {
      this.#timer = setTimeout(() => this.#turn(steps));
      return;
    }
    this.value = step.value;
    this.isBehind = false;
    this.#host.requestUpdate();
  }
}
