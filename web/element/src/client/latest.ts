/**
 * One job under way, and only the newest of those that came meanwhile: a slider that moves faster
 * than replies come never builds a queue. A job that includes the others does what they would, with what is set by then:
 * while it waits none of them takes its place.
 */
export class Latest {
  #pause: () => Promise<void>;
  #isBusy = false;
  #next: Job | undefined;

  /** After each job comes a pause. */
  constructor(pause: () => Promise<void> = async () => {}) {
    this.#pause = pause;
  }

  /** Runs the job now, or after the one under way, unless a newer one comes. */
  submit(run: () => Promise<void>, includesOthers = false): void {
    if (this.#next?.includesOthers && !includesOthers) return;
    this.#next = { run, includesOthers };
    if (!this.#isBusy) void this.#work();
  }

  /** Runs a job again that came to nothing, unless one waits that a newer wish is in. */
  again(run: () => Promise<void>, includesOthers = false): void {
    const next = this.#next;
    if (!next || (includesOthers && !next.includesOthers)) this.submit(run, includesOthers);
  }

  /** Drops the job that waits, if any. */
  clear(): void {
    this.#next = undefined;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#next) {
      const { run } = this.#next;
      this.#next = undefined;
      await run();
      await this.#pause();
    }
    this.#isBusy = false;
  }
}

interface Job {
  run(): Promise<void>;
  includesOthers: boolean;
}
