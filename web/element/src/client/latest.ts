/**
 * One job under way, and only the newest of those that came meanwhile: a slider that moves faster
 * than replies come never builds a queue.
 */
export class Latest {
  #isBusy = false;
  #next: (() => Promise<void>) | undefined;

  /** Runs the job now, or after the one under way, unless a newer one comes. */
  submit(job: () => Promise<void>): void {
    this.#next = job;
    if (!this.#isBusy) void this.#work();
  }

  /** Drops the job that waits, if any. */
  clear(): void {
    this.#next = undefined;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#next) {
      const job = this.#next;
      this.#next = undefined;
      await job();
    }
    this.#isBusy = false;
  }
}
