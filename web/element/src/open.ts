/** A module without pictures: opened from an address, bytes or compiled code, and called with types. */

import { Client } from "./client/client";
import type { BridgeFiles } from "./client/parts";
import type { Progress } from "./client/fold";
import { GridfolkError } from "./client/error";
import { isAbort, refusal } from "./client/problem";
import type { CallName, Calls, Column, OpenedModule, TableSummary } from "./client/protocol";
import { payloadOf, type ReadHints, type TableInput } from "./client/table-input";
import type { Connect } from "./client/transport";
import type { Modules } from "./generated";

/** A module's address, its bytes, or what they compile to. */
export type ModuleSource = string | URL | ArrayBuffer | Uint8Array | WebAssembly.Module;

export interface OpenOptions<Name extends string> {
  /** The module that is expected: another one is refused, and requests and replies have its types. */
  module?: Name;
  /** SHA-256 of the bytes, hexadecimal: other bytes are refused. */
  sha256?: string;
  /** Where the module runs; a worker of its own where nothing is said. */
  thread?: "worker" | "this";
}

interface AnyOperation {
  params: object;
  // A module that this version does not know may reply anything.
  reply: any;
  columns: string;
  takesModel: boolean;
}

/** What a module does, by operation. */
export type Operations<Name extends string> = Name extends keyof Modules ? Modules[Name] : Record<string, AnyOperation>;

type Operation<Name extends string, Op extends keyof Operations<Name>> = Operations<Name>[Op] extends AnyOperation
  ? Operations<Name>[Op]
  : never;

/** A request; `model` is what a fit gave. */
export type RequestOf<Name extends string, Op extends keyof Operations<Name>> = {
  op: Op;
  table?: { columns: Record<string, readonly unknown[]> } | { rows: readonly object[] };
  rows_as?: "inline" | "columns";
} & Wanted<"params", Operation<Name, Op>["params"]> &
  (Operation<Name, Op>["takesModel"] extends true ? { model: object } : { model?: object });

type Wanted<Key extends string, Value> = object extends Value ? { [K in Key]?: Value } : { [K in Key]: Value };

export interface ReplyOf<Name extends string, Op extends keyof Operations<Name>> {
  body: Operation<Name, Op>["reply"];
  /** Per-row results, of a request to a loaded module. */
  columns: (Column & { name: Operation<Name, Op>["columns"] })[];
  /** The body as the module wrote it, byte for byte the same everywhere. */
  text: string;
  /** Milliseconds in the module. */
  ms: number;
}

export interface RunOptions {
  /**
   * Ends the call: its worker is given up, and a fresh one gets module and table again, before the next call. With
   * `thread: "this"` nothing can interrupt the module: the call is refused once it has ended.
   */
  signal?: AbortSignal;
  /** Is told how far the fit of a table of more than 200 000 rows is, which several workers share. */
  onProgress?: (progress: Progress) => void;
}

declare global {
  /** Programs for Node alone are checked without the browser's types, which name these. */
  namespace WebAssembly {
    interface Memory {}
    interface Module {}
    interface Table {}
  }
}

/** What Node and browsers do in different ways. */
export interface Platform {
  connect: Record<"worker" | "this", Connect>;
  bridge(): Promise<BridgeFiles>;
  read(address: string | URL): Promise<Uint8Array>;
}

/** An open module. It keeps the table that it was given, and what it knows of it, until `dispose`. */
export class Module<Name extends string = string> {
  #client: Client;
  #opened: OpenedModule;
  #nRows = 0;

  /** Use `open`. */
  constructor(client: Client, opened: OpenedModule) {
    this.#client = client;
    this.#opened = opened;
  }

  get name(): string {
    return this.#opened.name;
  }

  /** SHA-256 of the bytes; unknown of a module that came compiled. */
  get sha256(): string | undefined {
    return this.#opened.sha256;
  }

  /** The manifest as the module wrote it, JSON. */
  get manifest(): string {
    return this.#opened.manifest;
  }

  /** Gives the module a table, in place of an earlier one. */
  async load(table: TableInput, hints: ReadHints = {}): Promise<TableSummary> {
    const payload = await refusing(() => payloadOf(table, hints));
    const summary = await this.#call("readTable", payload);
    this.#nRows = summary.nRows;
    return summary;
  }

  /** Runs one operation. */
  async run<Op extends string & keyof Operations<Name>>(
    request: RequestOf<Name, Op>,
    options: RunOptions = {},
  ): Promise<ReplyOf<Name, Op>> {
    const { text, columns, ms } = await this.runText(JSON.stringify(request ?? null), options);
    return { body: JSON.parse(text), columns: columns as ReplyOf<Name, Op>["columns"], text, ms };
  }

  /** The same with the request as text: the bytes that go in and come out. */
  async runText(request: string, { signal, onProgress }: RunOptions = {}): Promise<{ text: string; columns: Column[]; ms: number }> {
    signal?.throwIfAborted();
    try {
      const options = { nRows: this.#nRows, onProgress, signal };
      const { body, columns, ms } = await refusing(() => this.#client.run({ module: this.name, request }, options));
      return { text: body, columns, ms };
    } catch (thrown) {
      // The reason as the caller gave it.
      signal?.throwIfAborted();
      throw thrown;
    }
  }

  /** The ids of rows, where the table has a column of ids: texts that are all different. */
  ids(rows: readonly number[]): Promise<string[]> {
    return this.#call("ids", { rows });
  }

  /** Ends the worker and frees the table; later calls are refused. */
  dispose(): void {
    this.#client.dispose();
  }

  #call<Call extends CallName>(name: Call, args: Calls[Call]["args"]): Promise<Calls[Call]["result"]> {
    return refusing(() => this.#client.call(name, args));
  }
}

/** The function `open` of a platform. */
export function opener(platform: Platform) {
  return async <Name extends string = string>(source: ModuleSource, options: OpenOptions<Name> = {}): Promise<Module<Name>> => {
    const { module, sha256, thread = "worker" } = options;
    const connect = platform.connect[thread];
    if (!connect) throw wrongThread(thread);
    const bridge = await platform.bridge();
    const given = { source: await refusing(() => sourceOf(source, platform)), ...(sha256 !== undefined && { sha256 }) };
    const client = new Client({ connect, bridge, isShared: thread === "worker" });
    try {
      const opened = await refusing(() => client.call("open", given));
      if (module !== undefined && opened.name !== module) throw otherModule(opened.name, module);
      return new Module<Name>(client, opened);
    } catch (thrown) {
      client.dispose();
      throw thrown;
    }
  };
}

async function sourceOf(source: ModuleSource, { read }: Platform): Promise<Uint8Array | WebAssembly.Module> {
  if (source instanceof WebAssembly.Module || source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (typeof source === "string" || source instanceof URL) return read(source);
  const rule = "must be an address, bytes (ArrayBuffer or Uint8Array) or a WebAssembly.Module";
  throw refusal("module_wrong_kind", `what is to be opened is no module; ${rule}`, {}, "/source");
}

function wrongThread(thread: unknown): GridfolkError {
  return new GridfolkError(refusal("wrong_value", `thread is ${JSON.stringify(thread)}; must be worker or this`, { thread }, "/thread"));
}

function otherModule(name: string, expected: string): GridfolkError {
  return new GridfolkError(refusal("other_module", `module is ${name}; must be ${expected}`, { module: name, expected }, "/module"));
}

/** Runs work; what it refuses becomes an error. */
async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const isOwn = thrown instanceof GridfolkError || isAbort(thrown);
    throw isOwn ? thrown : new GridfolkError(thrown);
  }
}
