/** What the worker keeps: the bridges, and the table that they are given. */

import init, { Bridge, Table, type Column, type TableSummary } from "gridfolk_bridge";
import bridgeUrl from "gridfolk_bridge/gridfolk_bridge_bg.wasm?url";
import { findModules, type FoundModule } from "./catalog";
import type { Calls, ModuleInfo, RunReply } from "./protocol";

type Args<Name extends keyof Calls> = Calls[Name]["args"];

interface Open {
  bridge: Bridge;
  /** Size of the module. */
  bytes: number;
  /** The columns of the present table that the module has. */
  loaded: readonly string[];
}

export class Session {
  #found = new Map<string, FoundModule>();
  #open = new Map<string, Open>();
  #table: Table | undefined;

  async start({ base }: Args<"start">): Promise<ModuleInfo[]> {
    await init({ module_or_path: bridgeUrl });
    for (const found of await findModules(base)) this.#found.set(found.name, found);
    return Promise.all([...this.#found.values()].map(async (found) => this.#describe(found)));
  }

  readTable({ bytes, format }: Args<"readTable">): TableSummary {
    return this.#take(Table.read(new Uint8Array(bytes), { format }));
  }

  async generate({ module, request }: Args<"generate">): Promise<Calls["generate"]["result"]> {
    const { bridge } = await this.#bridge(module);
    const { body, table } = bridge.runToTable(request);
    return { body, table: this.#take(table) };
  }

  column({ name }: Args<"column">): Column {
    const column = this.#table?.column(name);
    if (!column) throw new Error(`the table has no column ${name}`);
    return column;
  }

  ids({ rows }: Args<"ids">): string[] {
    return this.#table?.ids(Uint32Array.from(rows)) ?? [];
  }

  async run({ module, request, columns: names }: Args<"run">): Promise<RunReply> {
    const open = await this.#bridge(module);
    const start = performance.now();
    this.#load(open, names);
    const { body, columns } = open.bridge.run(request);
    return { body, columns, ms: performance.now() - start };
  }

  /** Gives a module the columns that it lacks; those that it has are not copied again. */
  #load(open: Open, names: readonly string[]): void {
    if (!this.#table || names.every((name) => open.loaded.includes(name))) return;
    open.loaded = [];
    open.bridge.load(this.#table, [...names]);
    open.loaded = names;
  }

  /** Makes it the table; the last one is given up. */
  #take(table: Table): TableSummary {
    this.#table?.free();
    this.#table = table;
    for (const open of this.#open.values()) open.loaded = [];
    return table.summary();
  }

  async #describe(found: FoundModule): Promise<ModuleInfo> {
    const { bridge, bytes } = await this.#bridge(found.name);
    const { version, title } = JSON.parse(bridge.manifest());
    return { name: found.name, version, title, sha256: bridge.sha256() ?? "", bytes };
  }

  async #bridge(name: string): Promise<Open> {
    const known = this.#open.get(name);
    if (known) return known;
    const found = this.#found.get(name);
    if (!found) throw new Error(`there is no module ${name}`);
    const bytes = await found.fetch();
    const open = { bridge: Bridge.open(bytes), bytes: bytes.length, loaded: [] };
    if (open.bridge.sha256() !== found.sha256) throw new Error(`the bytes of ${name} are not those that the list names`);
    this.#open.set(name, open);
    return open;
  }
}
