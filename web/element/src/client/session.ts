/** What the worker keeps: the bridges, and the table that they are given. */

import init, { Bridge, Portrait, Table, type Column, type TableSummary } from "gridfolk_bridge";
import bridgeUrl from "gridfolk_bridge/gridfolk_bridge_bg.wasm?url";
import { findAll, type FoundModule, type FoundPipeline } from "./catalog";
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
  #pipelines: FoundPipeline[] = [];
  #portrait: Portrait | undefined;

  async start({ base }: Args<"start">): Promise<Calls["start"]["result"]> {
    await init({ module_or_path: bridgeUrl });
    const { modules: listed, pipelines } = await findAll(base);
    for (const found of listed) this.#found.set(found.name, found);
    this.#pipelines = pipelines;
    const modules = await Promise.all([...this.#found.values()].map(async (found) => this.#describe(found)));
    return { modules, pipelines: pipelines.map(({ name, title }) => ({ name, title })) };
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

  rowOf({ id }: Args<"rowOf">): number | undefined {
    return this.#table?.rowOf(id);
  }

  async portrait({ pipeline, asOf }: Args<"portrait">): Promise<Calls["portrait"]["result"]> {
    const found = this.#pipelines.find(({ name }) => name === pipeline);
    if (!found || !this.#table) throw new Error(`there is no pipeline ${pipeline}, or no table`);
    const definition = await found.fetch();
    const steps: { module: string }[] = JSON.parse(definition).steps;
    const names = [...new Set(steps.map(({ module }) => module))].filter((name) => this.#found.has(name));
    const modules = await Promise.all(names.map((name) => this.#bytes(name)));
    const start = performance.now();
    this.#portrait?.free();
    this.#portrait = undefined;
    this.#portrait = Portrait.run(definition, modules, this.#table, undefined, undefined, asOf);
    return { definition, summary: this.#portrait.summary(), ms: performance.now() - start };
  }

  portraitColumn({ name }: Args<"portraitColumn">): Column | undefined {
    return this.#portrait?.column(name);
  }

  portraitWhatIf({ scenario }: Args<"portraitWhatIf">): RunReply {
    if (!this.#portrait) throw new Error("no pipeline has run yet");
    const start = performance.now();
    const { body, columns } = this.#portrait.whatIf(scenario);
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
    this.#portrait?.free();
    this.#portrait = undefined;
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

  /** A module's bytes, which were checked when it was opened; the browser has them. */
  async #bytes(name: string): Promise<Uint8Array> {
    const found = this.#found.get(name);
    if (!found) throw new Error(`there is no module ${name}`);
    return found.fetch();
  }
}
