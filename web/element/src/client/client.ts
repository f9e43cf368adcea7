/** The page's side of a session: a promise for every call. */

import { Before, NOTHING_KNOWN } from "./before";
import type { BridgeFiles } from "./parts";
import { Fleet, nWorkers } from "./fleet";
import type { Progress } from "./fold";
import { Kept } from "./kept";
import { membersOf } from "./members";
import { problemOf, refusal } from "./problem";
import type { AnswerMessage, CallMessage, CallName, CallProblem, Calls, RunReply } from "./protocol";
import { bridgeUrls, inWorker, type Connect, type Transport } from "./transport";

interface Waiting {
  message: CallMessage;
  /** Whether it is part of what every session is told first. */
  isFirst: boolean;
  resolve(result: unknown): void;
  reject(problem: unknown): void;
}

/** How a call is made. */
export interface CallOptions {
  /** Memory that moves to the session in place of being copied: such a call cannot be repeated in a session after it. */
  transfer?: ArrayBuffer[];
  /** Ends the call, whatever its session is at: another session takes its place, with modules and table. */
  signal?: AbortSignal | undefined;
}

interface PostOptions extends CallOptions {
  isFirst?: boolean;
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
  /**
   * Whether columns of before a change may be those of an earlier reply, which do not come again: whoever says so changes
   * none of them.
   */
  keepsBefore?: boolean | undefined;
  /** Ends the run: a divided fit with its workers, else the session, whose place another one takes. */
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

  #connect: () => Transport;
  #transport: Transport | undefined;
  /** Whether the session has failed as a whole: the next call begins another one. */
  #isBroken = false;
  /** What a session is told first. */
  #kept: Kept;
  #fleet: Fleet;
  /** Ends divided fits of the present table when another one comes. */
  #present = new AbortController();
  #isShared: boolean;
  #operations = new Map<string, Promise<Record<string, Operation>>>();
  #before = new Before();
  #nTables = 0;
  #waiting = new Map<number, Waiting>();
  #nextId = 0;

  constructor({ connect = inWorker, bridge = bridgeUrls, isShared = true }: ClientOptions = {}) {
    this.#isShared = isShared && nWorkers() > 1;
    this.#connect = () =>
      connect({
        answer: (message) => this.#settle(message),
        fail: (problem) => {
          this.#isBroken = true;
          this.#rejectAll(problem);
        },
      });
    this.#kept = new Kept({ bridge });
    this.#transport = this.#connect();
    this.#fleet = new Fleet(this, () => new Client({ connect, bridge, isShared: false }));
    // A bridge that cannot be had is told by the first call that needs it.
    this.#post("init", { bridge }, { isFirst: true }).catch(() => {});
  }

  /** Makes a call; a refusal rejects with a `CallProblem`, a signal with its reason. */
  async call<Name extends CallName>(name: Name, args: Calls[Name]["args"], options: CallOptions = {}): Promise<Calls[Name]["result"]> {
    if (name === "open") this.#leaveOthers();
    const isTable = name === "readTable" || name === "generate";
    const result = await (isTable ? this.#replacing(() => this.#post(name, args, options)) : this.#post(name, args, options));
    if (name === "find") this.#leaveOthers();
    if (!options.transfer) this.#kept.answered(name, args, result);
    return result;
  }

  /** Runs an operation. The fit of a large table is divided among several workers; the reply is the same, byte for byte. */
  async run(args: Calls["run"]["args"], options: RunOptions = {}): Promise<RunReply> {
    const { nRows = 0 } = options;
    if (!this.#isShared || nRows <= ROWS_OF_ONE_WORKER || args.extra) return this.#whole(args, options);
    // Of the table that is there now, not of one that comes while the manifest is read.
    const present = this.#present.signal;
    const operation = await this.#operationOf(args);
    if (!operation || !goesByParts(args.request, operation)) return this.#whole(args, options);
    return this.#divided(args, operation, options, present);
  }

  /** Runs an operation in the one worker. */
  async #whole(args: Calls["run"]["args"], { signal, keepsBefore = false }: RunOptions): Promise<RunReply> {
    const { omit, complete } = keepsBefore && !args.omit ? this.#before.of(args) : NOTHING_KNOWN;
    const { body, columns, ms } = await this.#post("run", omit.length > 0 ? { ...args, omit } : args, { signal });
    const reply = { body, columns: complete(columns), ms };
    this.onAnswer?.({ ...args, ...reply });
    return reply;
  }

  /** The body by parts; per-row columns by `predict` with its model, as every host does. */
  async #divided(args: Calls["run"]["args"], operation: Operation, options: RunOptions, present: AbortSignal): Promise<RunReply> {
    const { module, request, columns: names } = args;
    const { nRows = 0, onProgress, signal } = options;
    const start = performance.now();
    const params = membersOf(request).get("params") ?? "{}";
    const ended = AbortSignal.any([present, signal ?? []].flat());
    const body = await this.#fleet.fit({ module, params, columns: names, nRows, onProgress, signal: ended });
    const predict = `{"op":"predict","model":${membersOf(body).get("model")},"rows_as":"columns"}`;
    const { columns } = operation.columns.length > 0 ? await this.#post("run", { ...args, request: predict }, { signal }) : { columns: [] };
    const reply = { body, columns, ms: performance.now() - start };
    this.onAnswer?.({ ...args, ...reply });
    return reply;
  }

  async #operationOf({ module, request }: Calls["run"]["args"]): Promise<Operation | undefined> {
    const read = async () => JSON.parse(await this.#post("manifest", { module })).operations;
    if (!this.#operations.has(module)) this.#operations.set(module, read());
    const operations = await this.#operations.get(module)?.catch(() => undefined);
    return operations?.[JSON.parse(membersOf(request).get("op") ?? '""')];
  }

  /** Counts up when another table is asked for, and when it is there or refused: what fails meanwhile may have met the other. */
  get nTables(): number {
    return this.#nTables;
  }

  async #replacing<Result>(post: () => Promise<Result>): Promise<Result> {
    this.#drop();
    this.#nTables += 1;
    try {
      return await post();
    } finally {
      this.#nTables += 1;
    }
  }

  /** Modules of the same names may be others now. */
  #leaveOthers(): void {
    this.#operations.clear();
    this.#drop();
  }

  /** What was divided is of no use any more. */
  #drop(): void {
    this.#before.forget();
    this.#present.abort();
    this.#present = new AbortController();
    this.#fleet.dispose();
  }

  /** Ends the session; calls under way and later ones are refused. */
  dispose(): void {
    this.#drop();
    this.#transport?.end();
    this.#transport = undefined;
    this.#rejectAll(disposed());
  }

  async #post<Name extends CallName>(name: Name, args: Calls[Name]["args"], options: PostOptions = {}): Promise<Calls[Name]["result"]> {
    const { transfer = [], signal, isFirst = false } = options;
    signal?.throwIfAborted();
    if (!this.#transport) throw disposed();
    if (this.#isBroken) this.#restart();
    const id = this.#nextId++;
    const message: CallMessage = { id, name, args };
    const end = () => this.#end(id, signal?.reason);
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { message, isFirst, resolve: resolve as (result: unknown) => void, reject });
        signal?.addEventListener("abort", end);
        this.#send(message, transfer);
      });
    } finally {
      signal?.removeEventListener("abort", end);
      // One that could not be sent would wait for ever, and be sent again with every other session.
      this.#waiting.delete(id);
    }
  }

  #send(message: CallMessage, transfer: ArrayBuffer[] = []): void {
    const missing = this.#kept.missingFor(message.name);
    // What is wrong with it is told by the call that needs it.
    if (missing) this.#post(missing.name, missing.args, { isFirst: true }).catch(() => {});
    this.#transport?.post(message, transfer);
  }

  /** Ends a call. A thread cannot interrupt itself: there its answer comes all the same, and nobody hears it. */
  #end(id: number, reason: unknown): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.reject(reason);
    if (this.#transport?.interrupts) this.#restart();
  }

  /** Another session in place of this one, whatever it is at; calls that wait go to it, behind what it must know. */
  #restart(): void {
    const waiting = [...this.#waiting].filter(([, { isFirst }]) => !isFirst);
    this.#waiting = new Map(waiting);
    this.#transport?.end();
    this.#isBroken = false;
    this.#transport = this.#connect();
    this.#begin();
    for (const [, { message }] of waiting) this.#send(message);
  }

  /** Tells a fresh session what it must know. What it cannot have again, no call that waits can do without. */
  #begin(): void {
    const fail = (thrown: unknown) => this.#rejectAll(problemOf(thrown));
    for (const { name, args } of this.#kept.all()) this.#post(name, args, { isFirst: true }).catch(fail);
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
