/** Several workers with a part of the table each, for fits that one would take long for. */

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

export class Fleet {
  #client: Client;
  #make: () => Client;
  #workers: Client[] = [];
  /** The columns that the workers have, as one text. */
  #has: string | undefined;
  #opened = new Set<string>();

  /** Parts of the table of `client`, in workers of their own. */
  constructor(client: Client, make: () => Client) {
    this.#client = client;
    this.#make = make;
  }

  /** The body of the reply, without per-row columns. */
  async fit({ module, params, columns, nRows, onProgress, signal }: FitJob): Promise<string> {
    const end = () => this.dispose();
    signal?.throwIfAborted();
    signal?.addEventListener("abort", end);
    try {
      const parts = await this.#parts(module, columns, nRows);
      return await foldParts(parts, params, { onProgress, signal });
    } catch (thrown) {
      signal?.throwIfAborted();
      throw thrown;
    } finally {
      signal?.removeEventListener("abort", end);
    }
  }

  /** Forgets the table: the next fit divides another one. */
  forget(): void {
    this.#has = undefined;
  }

  /** Ends the workers; the next fit makes others. */
  dispose(): void {
    for (const worker of this.#workers) worker.dispose();
    this.#workers = [];
    this.#opened.clear();
    this.#has = undefined;
  }

  async #parts(module: string, columns: readonly string[] | undefined, nRows: number): Promise<LoadedPart[]> {
    const wanted = JSON.stringify([nRows, columns ?? "all"]);
    const starts = firstRows(nRows, nWorkers());
    if (this.#workers.length === 0) this.#workers = starts.map(() => this.#make());
    const workers = this.#workers;
    if (!this.#opened.has(module)) {
      const source = await this.#client.call("bytes", { module });
      await Promise.all(workers.map((worker) => worker.call("open", { source })));
      this.#opened.add(module);
    }
    if (this.#has !== wanted) {
      this.#has = undefined;
      const parts = await this.#client.call("parts", { starts, nRows, ...(columns && { columns }) });
      await Promise.all(workers.map((worker, part) => worker.call("readTable", { kind: "columns", columns: parts[part] ?? [] })));
      this.#has = wanted;
    }
    const run = async (worker: Client, request: string) => (await worker.call("run", { module, request })).body;
    return workers.map((worker, part) => ({ firstRow: starts[part] ?? 0, run: (request) => run(worker, request) }));
  }
}

/** One for each core that there is. */
function nWorkers(): number {
  return Math.max(1, Math.min(globalThis.navigator?.hardwareConcurrency || 1, N_WORKERS_MAX));
}
