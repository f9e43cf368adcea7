/** The page's side of a session: a promise for every call. */

import type { BridgeFiles } from "./parts";
import { Fleet, nWorkers } from "./fleet";
import type { Progress } from "./fold";
import { membersOf } from "./members";
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
  /** Whether workers of its own may share the fits of large tables. */
  isShared?: boolean;
}

/** What a caller may know and want of a run. */
export interface RunOptions {
  /** Rows of the table: fits of many are divided among several workers. */
  nRows?: number | undefined;
  /** Is told how far a divided fit is, between its rounds. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends a divided fit. */
  signal?: AbortSignal | undefined;
}

/** Up to so many rows one worker is as fast: dividing them takes time, too. */
export const ROWS_OF_ONE_WORKER = 200_000;

/** What is read of a manifest. */
interface Operation {
  folds: boolean;
  columns: readonly unknown[];
}

export class Client {
  /** Is told every reply of a module. */
  onAnswer: ((answered: Answered) => void) | undefined;

  #transport: Transport | undefined;
  #fleet: Fleet;
  /** Ends divided fits of the present table when another one comes. */
  #present = new AbortController();
  #isShared: boolean;
  #operations = new Map<string, Promise<Record<string, Operation>>>();
  #waiting = new Map<number, Waiting>();
  #nextId = 0;

  constructor({ connect = inWorker, bridge = bridgeUrls, isShared = true }: ClientOptions = {}) {
    this.#isShared = isShared && nWorkers() > 1;
    this.#transport = connect({
      answer: (message) => this.#settle(message),
      fail: (reason) => this.#rejectAll(refusal("page_failed", reason)),
    });
    this.#fleet = new Fleet(this, () => new Client({ connect, bridge, isShared: false }));
    // A bridge that cannot be had is told by the first call that needs it.
    this.call("init", { bridge }).catch(() => {});
  }

  /** Makes a call; a refusal rejects with a `CallProblem`. */
  async call<Name extends CallName>(
    name: Name,
    args: Calls[Name]["args"],
    transfer: ArrayBuffer[] = [],
  ): Promise<Calls[Name]["result"]> {
    if (name === "readTable" || name === "generate" || name === "open") this.#begin();
    if (name === "open") this.#operations.clear();
    const result = await this.#post(name, args, transfer);
    if (name === "run") this.onAnswer?.({ ...(args as Calls["run"]["args"]), ...(result as RunReply) });
    return result;
  }

  /** Runs an operation. The fit of a large table is divided among several workers; the reply is the same, byte for byte. */
  async run(args: Calls["run"]["args"], options: RunOptions = {}): Promise<RunReply> {
    const { nRows = 0 } = options;
    if (!this.#isShared || nRows <= ROWS_OF_ONE_WORKER || args.extra) return this.call("run", args);
    // Of the table that is there now, not of one that comes while the manifest is read.
    const present = this.#present.signal;
    const operation = await this.#operationOf(args);
    if (!operation || !goesByParts(args.request, operation)) return this.call("run", args);
    const signal = AbortSignal.any([present, options.signal ?? []].flat());
    return this.#divided(args, operation, { ...options, signal });
  }

  /** The body by parts; per-row columns by `predict` with its model, as every host does. */
  async #divided(args: Calls["run"]["args"], operation: Operation, { nRows = 0, ...options }: RunOptions): Promise<RunReply> {
    const { module, request, columns: names } = args;
    const start = performance.now();
    const params = membersOf(request).get("params") ?? "{}";
    const body = await this.#fleet.fit({ module, params, columns: names, nRows, ...options });
    const predict = `{"op":"predict","model":${membersOf(body).get("model")},"rows_as":"columns"}`;
    const { columns } = operation.columns.length > 0 ? await this.#post("run", { ...args, request: predict }, []) : { columns: [] };
    const reply = { body, columns, ms: performance.now() - start };
    this.onAnswer?.({ ...args, ...reply });
    return reply;
  }

  async #operationOf({ module, request }: Calls["run"]["args"]): Promise<Operation | undefined> {
    const read = async () => JSON.parse(await this.#post("manifest", { module }, [])).operations;
    if (!this.#operations.has(module)) this.#operations.set(module, read());
    const operations = await this.#operations.get(module)?.catch(() => undefined);
    return operations?.[JSON.parse(membersOf(request).get("op") ?? '""')];
  }

  /** What was divided is of no use any more. */
  #begin(): void {
    this.#present.abort();
    this.#present = new AbortController();
    this.#fleet.dispose();
  }

  /** Ends the session; calls under way and later ones are refused. */
  dispose(): void {
    this.#begin();
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

/** Whether an operation can be run part by part: its per-row columns must be those of `predict`, which stands beside `fit`. */
function goesByParts(request: string, { folds, columns }: Operation): boolean {
  const members = membersOf(request);
  const isPlain = [...members.keys()].every((name) => name === "op" || name === "params" || name === "rows_as");
  return folds && isPlain && members.get("rows_as") !== '"inline"' && (members.get("op") === '"fit"' || columns.length === 0);
}

function disposed(): CallProblem {
  return refusal("disposed", "this was disposed of; make another one");
}
