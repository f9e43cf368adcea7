/** Work that a person waits for: after a moment it is shown to be under way, and can be ended. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { isAbort } from "../client/problem";
import type { Progress } from "../client/fold";

/** Work that ends within this time shows nothing: it would only flicker. */
export const SHORT_MS = 300;

/** So long it is still told of work that has ended: one answer after the other, while a slider moves, would flicker, too. */
const LINGER_MS = 150;

/** What is to be told of the work. */
export type WorkState =
  /** `share` is known where the work tells how far it is. */
  | { kind: "running"; share: number | undefined; cancel(): void }
  | { kind: "cancelled"; again(): void };

/** What the work is given. */
export interface WorkOptions {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

type Host = ReactiveControllerHost & { readonly isConnected: boolean };

export class UnderWay implements ReactiveController {
  /** Nothing while there is nothing to tell. */
  state: WorkState | undefined;

  #host: Host;
  #works = new Set<AbortController>();
  #lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** Long work that nobody sees any more would only keep others waiting. */
  hostDisconnected(): void {
    // An element that only moves is connected again at once.
    queueMicrotask(() => this.#host.isConnected || this.state?.kind !== "running" || this.#cancel());
  }

  /** Does work. What is told of it ends soon after it, unless more follows. */
  async during<Result>(work: (options: WorkOptions) => Promise<Result>): Promise<Result> {
    const own = new AbortController();
    let share: number | undefined;
    const show = () => this.#tell({ kind: "running", share, cancel: () => this.#cancel() });
    const isLong = () => (this.#host.isConnected ? show() : own.abort());
    const timer = setTimeout(isLong, SHORT_MS);
    clearTimeout(this.#lingering);
    if (this.state?.kind === "running" && this.#works.size === 0) show();
    const onProgress = (progress: Progress) => {
      share = progress.share;
      if (this.state?.kind === "running") show();
    };
    this.#works.add(own);
    try {
      return await work({ signal: own.signal, onProgress });
    } finally {
      clearTimeout(timer);
      this.#works.delete(own);
      if (this.#works.size === 0) this.#lingering = setTimeout(() => this.#tell(undefined), LINGER_MS);
    }
  }

  /** Whether what was thrown means that the work was cancelled: this is told, with a way to do it after all. */
  wasCancelled(thrown: unknown, again: () => void): boolean {
    if (!isAbort(thrown)) return false;
    clearTimeout(this.#lingering);
    this.#tell({ kind: "cancelled", again });
    return true;
  }

  /** That earlier work was cancelled is told no more. */
  clear(): void {
    if (this.state?.kind === "cancelled") this.#tell(undefined);
  }

  #cancel(): void {
    for (const work of this.#works) work.abort();
  }

  #tell(state: WorkState | undefined): void {
    if (state === this.state) return;
    this.state = state;
    this.#host.requestUpdate();
  }
}
