/**
 * Work over all rows of a table. On the page's own thread it is done at once where they are few; else once what it is about
 * rests, in turns of a few milliseconds, so that no slider waits for it. What the worker does is waited for.
 */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { finish, type Steps } from "../rows/steps";

/** Work for the page's own thread, or what the worker will say. */
export type Work<Result> = Steps<Result> | Promise<Result>;

/** Up to so many rows the work takes less than a frame. */
export const AT_ONCE_MAX = 200_000;
/** So long one turn lasts, or a step longer. */
const TURN_MS = 12;
/** A slider that has not moved for so long rests. */
export const REST_MS = 250;

/** The result of work over rows, for an element that shows it. */
export class RowWork<Result, Of extends readonly unknown[] = readonly unknown[]> implements ReactiveController {
  /** The last result, and what it is of; `isBehind` says whether another one is on its way. */
  value: Result | undefined;
  of: Of | undefined;
  isBehind = false;

  #host: ReactiveControllerHost;
  #fail: (thrown: unknown) => void;
  #wanted: Of | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `fail` is told why there is no result of what is wanted now. */
  constructor(host: ReactiveControllerHost, fail: (thrown: unknown) => void = () => {}) {
    this.#host = host;
    this.#fail = fail;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#wanted = undefined;
  }

  /** Forgets the result: it is of another table. */
  drop(): void {
    this.hostDisconnected();
    this.#keep(undefined, undefined);
  }

  /** Has the work done, unless it was done for the same things. */
  want(of: Of, nRows: number, work: () => Work<Result>): void {
    const wanted = this.#wanted;
    if (of.length === wanted?.length && of.every((thing, i) => thing === wanted[i])) return;
    this.#wanted = of;
    clearTimeout(this.#timer);
    const begun = work();
    if (begun instanceof Promise) {
      this.isBehind = true;
      void this.#wait(begun, of);
    } else if (nRows > AT_ONCE_MAX) {
      this.isBehind = true;
      this.#timer = setTimeout(() => this.#turn(begun, of), REST_MS);
    } else {
      this.#keep(finish(begun), of);
    }
  }

  #turn(steps: Steps<Result>, of: Of): void {
    const end = performance.now() + TURN_MS;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (step.done) this.#take(step.value, of);
    else this.#timer = setTimeout(() => this.#turn(steps, of));
  }

  async #wait(answer: Promise<Result>, of: Of): Promise<void> {
    try {
      const value = await answer;
      // Something else may be wanted by now.
      if (this.#wanted === of) this.#take(value, of);
    } catch (thrown) {
      if (this.#wanted === of) this.#giveUp(thrown);
    }
  }

  #keep(value: Result | undefined, of: Of | undefined): void {
    this.value = value;
    this.of = of;
    this.isBehind = false;
  }

  #take(value: Result, of: Of): void {
    this.#keep(value, of);
    this.#host.requestUpdate();
  }

  #giveUp(thrown: unknown): void {
    this.#keep(undefined, undefined);
    this.#host.requestUpdate();
    this.#fail(thrown);
  }
}
