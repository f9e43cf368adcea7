/** Several workers with a part of the table each, for fits that one would take long for. */

import { buffersOf } from "./buffers";
import type { Client } from "./client";
import { firstRows, foldParts, type LoadedPart, type Progress } from "./fold";

/** A fit of the table that a client has. */
export interface FitJob {
  module: string;
  /** The parameters, JSON. */
  params: string;
  /** The columns that the fit uses; all where nothing is said. */
  columns?: readonly string[] | undefined;
  nRows: number;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends the fit, and the workers with it. */
  signal?: AbortSignal | undefined;
}

/** More would need more memory than they save time. */
const N_WORKERS_MAX = 4;

/** One for each core that there is. */
export function nWorkers(): number {
  return Math.max(1, Math.min(globalThis.navigator?.hardwareConcurrency || 1, N_WORKERS_MAX));
}

/** What one set of workers has. */
interface Crew {
  workers: Client[];
  opened: Set<string>;
  /** The columns that they have, as one text. */
  has: string | undefined;
  /** Ends the fit under way when the workers end. */
  ended: AbortController;
}

export class Fleet {
  #client: Client;
  #make: () => Client;
  #crew: Crew | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** Parts of the table of `client`, in workers of their own. */
  constructor(client: Client, make: () => Client) {
    this.#client = client;
    this.#make = make;
  }

  /** The body of the reply, without per-row columns; one fit after the other. */
  fit(job: FitJob): Promise<string> {
    const fit = this.#last.then(() => this.#fit(job));
    this.#last = fit.catch(() => {});
    return fit;
  }

  /** Ends the workers, and the fit under way as if it had been aborted: their table is another one, or no longer needed. */
  dispose(): void {
    const crew = this.#crew;
    this.#crew = undefined;
    crew?.ended.abort();
    for (const worker of crew?.workers ?? []) worker.dispose();
  }

  async #fit({ module, params, columns, nRows, onProgress, signal }: FitJob): Promise<string> {
    signal?.throwIfAborted();
    const crew = (this.#crew ??= this.#gathered(nRows));
    const end = () => this.dispose();
    signal?.addEventListener("abort", end);
    try {
      const parts = await this.#parts(crew, module, columns, nRows);
      return await foldParts(parts, params, { onProgress, signal: crew.ended.signal });
    } catch (thrown) {
      crew.ended.signal.throwIfAborted();
      // Whatever went wrong, the next fit begins with sound workers.
      this.dispose();
      throw thrown;
    } finally {
      signal?.removeEventListener("abort", end);
    }
  }

  #gathered(nRows: number): Crew {
    const workers = Array.from({ length: Math.min(nWorkers(), nRows) }, () => this.#make());
    return { workers, opened: new Set(), has: undefined, ended: new AbortController() };
  }

  async #parts(crew: Crew, module: string, columns: readonly string[] | undefined, nRows: number): Promise<LoadedPart[]> {
    const { workers, opened } = crew;
    const starts = firstRows(nRows, workers.length);
    if (!opened.has(module)) {
      const source = await this.#client.call("compiled", { module });
      await Promise.all(workers.map((worker) => worker.call("open", { source })));
      opened.add(module);
    }
    const wanted = JSON.stringify(columns ?? "all");
    if (crew.has !== wanted) {
      crew.has = undefined;
      const parts = await this.#client.call("parts", { starts, nRows, ...(columns && { columns }) });
      await Promise.all(parts.map((part, i) => workers[i]?.call("readTable", part, { transfer: buffersOf(part) })));
      crew.has = wanted;
    }
    const run = async (worker: Client, request: string) => (await worker.call("run", { module, request })).body;
    return workers.map((worker, part) => ({ firstRow: starts[part] ?? 0, run: (request) => run(worker, request) }));
  }
}
