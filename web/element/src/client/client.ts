/** The page's side of the worker: a promise for every call. */

import type { AnswerMessage, CallMessage, CallName, CallProblem, Calls } from "./protocol";

interface Waiting {
  resolve(result: unknown): void;
  reject(problem: CallProblem): void;
}

export class Client {
  #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  #waiting = new Map<number, Waiting>();
  #nextId = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<AnswerMessage>) => this.#settle(data);
    this.#worker.onerror = (event) => this.#fail(event.message || "the worker did not start");
  }

  /** Makes a call; a refusal rejects with a `CallProblem`. */
  call<Name extends CallName>(
    name: Name,
    args: Calls[Name]["args"],
    transfer: ArrayBuffer[] = [],
  ): Promise<Calls[Name]["result"]> {
    const id = this.#nextId++;
    const message: CallMessage<Name> = { id, name, args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#worker.postMessage(message, { transfer });
    });
  }

  /** Ends the worker; calls under way never settle. */
  dispose(): void {
    this.#worker.terminate();
    this.#waiting.clear();
  }

  #settle(answer: AnswerMessage): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("problem" in answer) waiting?.reject(answer.problem);
    else waiting?.resolve(answer.result);
  }

  #fail(message: string): void {
    const problem = { code: "page_failed", message, pointer: "", values: {}, trapped: false };
    for (const waiting of this.#waiting.values()) waiting.reject(problem);
    this.#waiting.clear();
  }
}
