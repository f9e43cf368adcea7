/** The page's side of a session: a promise for every call. */

import type { BridgeFiles } from "./parts";
import { refusal } from "./problem";
import type { AnswerMessage, CallMessage, CallName, CallProblem, Calls, RunReply } from "./protocol";
import { bridgeUrls, inWorker, type Connect, type Transport } from "./transport";

interface Waiting {
  resolve(result: unknown): void;
  reject(problem: CallProblem): void;
}

/** A request that was answered, for those who watch. */
export interface Answered extends RunReply {
  module: string;
  request: string;
}

export interface ClientOptions {
  /** Where the session runs; a worker of its own where nothing is said. */
  connect?: Connect;
  bridge?: BridgeFiles;
}

export class Client {
  /** Is told every reply of a module. */
  onAnswer: ((answered: Answered) => void) | undefined;

  #transport: Transport | undefined;
  #waiting = new Map<number, Waiting>();
  #nextId = 0;

  constructor({ connect = inWorker, bridge = bridgeUrls }: ClientOptions = {}) {
    this.#transport = connect({
      answer: (message) => this.#settle(message),
      fail: (reason) => this.#rejectAll(refusal("page_failed", reason)),
    });
    // A bridge that cannot be had is told by the first call that needs it.
    this.call("init", { bridge }).catch(() => {});
  }

  /** Makes a call; a refusal rejects with a `CallProblem`. */
  async call<Name extends CallName>(
    name: Name,
    args: Calls[Name]["args"],
    transfer: ArrayBuffer[] = [],
  ): Promise<Calls[Name]["result"]> {
    const result = await this.#post(name, args, transfer);
    if (name === "run") this.onAnswer?.({ ...(args as Calls["run"]["args"]), ...(result as RunReply) });
    return result;
  }

  /** Ends the session; calls under way and later ones are refused. */
  dispose(): void {
    this.#transport?.end();
    this.#transport = undefined;
    this.#rejectAll(disposed());
  }

  #post<Name extends CallName>(name: Name, args: Calls[Name]["args"], transfer: ArrayBuffer[]): Promise<Calls[Name]["result"]> {
    const transport = this.#transport;
    if (!transport) return Promise.reject(disposed());
    const id = this.#nextId++;
    const message: CallMessage<Name> = { id, name, args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      transport.post(message, transfer);
    });
  }

  #settle(answer: AnswerMessage): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("problem" in answer) waiting?.reject(answer.problem);
    else waiting?.resolve(answer.result);
  }

  #rejectAll(problem: CallProblem): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(problem);
  }
}

function disposed(): CallProblem {
  return refusal("disposed", "this was disposed of; make another one");
}
