/** What the worker keeps: the bridges, and the table that they are given. */

import { Bridge, Table, type Column, type TableSummary } from "#bridge";
import { PipelineModule, Portrait } from "#portrait";
import { readTable } from "#reader";
import { changedRows, pairsOf, type NamedPair } from "../rows/changed";
import { slicesOf, type Slices } from "../rows/slices";
import { aroundOf } from "./around";
import { columnsOfArrow } from "./arrow";
import { fetchModule, fetchPipeline, findAll, findIn, type Found, type FoundModule } from "./catalog";
import { idNumbers } from "./ids";
import { make, type BridgeFiles, type Part } from "./parts";
import { refusal } from "./problem";
import type { Calls, Fetched, OpenedModule, PipelineRan, RunReply, TablePart } from "./protocol";
import { rowsOf } from "./slice";

type Args<Name extends keyof Calls> = Calls[Name]["args"];

interface Open {
  bridge: Bridge;
  /** The columns of the present table that the module has; nothing said: all. */
  loaded: readonly string[] | "all";
}

export class Session {
  #found: Found = { modules: [], pipelines: [] };
  #open = new Map<string, Open>();
  /** Modules on their way: what asks for the same one waits with it. */
  #opening = new Map<string, Promise<Open>>();
  /** Modules that another session fetched. */
  #given: Fetched["modules"] = {};
  /** The definitions of pipelines: they run with the network cut, too. */
  #definitions: Record<string, string> = {};
  #table: Table | undefined;
  #portrait: Portrait | undefined;
  #files: BridgeFiles | undefined;

  async init({ bridge }: Args<"init">): Promise<void> {
    this.#files = bridge;
    await this.#need("core");
  }

  async find({ base, src }: Args<"find">): Promise<Calls["find"]["result"]> {
    this.#found = src === undefined ? await findAll(base) : await findIn(new URL(src, base).href);
    this.#leaveOthers();
    const { modules, pipelines } = this.#found;
    return {
      modules: modules.map(({ url: _, ...info }) => info),
      pipelines: pipelines.map(({ name, title }) => ({ name, title })),
    };
  }

  /** Modules of these names may have other bytes where they were found now. */
  #leaveOthers(): void {
    const isListed = (name: string, sha256: string | undefined) => this.#listed(name)?.sha256 === sha256;
    for (const [name, { bridge }] of this.#open) {
      if (isListed(name, bridge.sha256())) continue;
      bridge.free();
      this.#open.delete(name);
    }
    this.#given = Object.fromEntries(Object.entries(this.#given).filter(([name, { sha256 }]) => isListed(name, sha256)));
    this.#opening.clear();
    this.#definitions = {};
  }

  async prepare({ modules, pipelines = [], files = false }: Args<"prepare">): Promise<Fetched> {
    const found = this.#found;
    const known = pipelines.filter((name) => found.pipelines.some((pipeline) => pipeline.name === name));
    const parts = [...(files ? ["reader" as const] : []), ...(known.length > 0 ? ["portrait" as const] : [])];
    const opening = modules.map((name) => this.#bridge(name));
    await Promise.all([...opening, ...known.map((name) => this.#definition(name)), ...parts.map((part) => this.#need(part))]);
    const opened = [...this.#open].map(([name, { bridge }]) => [name, { module: bridge.module(), sha256: bridge.sha256() }] as const);
    // Others may have been found meanwhile.
    return { found: this.#found, modules: { ...this.#given, ...Object.fromEntries(opened) }, pipelines: this.#definitions };
  }

  resume({ found, modules, pipelines }: Args<"resume">): void {
    this.#found = found;
    this.#given = modules;
    this.#definitions = { ...pipelines };
  }

  async open({ source, sha256 }: Args<"open">): Promise<OpenedModule> {
    await this.#need("core");
    const bridge = Bridge.open(source);
    checkHash(bridge, sha256);
    const manifest = bridge.manifest();
    const { name }: { name: string } = JSON.parse(manifest);
    this.#keep(name, { bridge, loaded: [] });
    return { name, manifest, sha256: bridge.sha256() };
  }

  async manifest({ module }: Args<"manifest">): Promise<string> {
    return (await this.#bridge(module)).bridge.manifest();
  }

  async readTable(payload: Args<"readTable">): Promise<Calls["readTable"]["result"]> {
    await this.#need("core");
    const { table, foundIds } = await this.#tableOf(payload);
    return { ...this.#take(table), ...(foundIds && { foundIds }) };
  }

  async generate({ module, request }: Args<"generate">): Promise<Calls["generate"]["result"]> {
    const { bridge } = await this.#bridge(module);
    const { body, table } = bridge.runToTable(request);
    return { body, table: this.#take(table) };
  }

  async compiled({ module }: Args<"compiled">): Promise<WebAssembly.Module> {
    return (await this.#bridge(module)).bridge.module();
  }

  parts({ starts, nRows, columns }: Args<"parts">): TablePart[] {
    const ends = [...starts.slice(1), nRows];
    const parts = starts.map((start, part): TablePart => ({ kind: "part", nRows: (ends[part] ?? nRows) - start, columns: [] }));
    for (const name of columns ?? this.#table?.summary().columns.map((column) => column.name) ?? []) {
      // A name that the table lacks is left to the module, whose problem says where it stands in the request.
      const column = this.#table?.column(name);
      if (column) parts.forEach((part, i) => part.columns.push(rowsOf(column, starts[i] ?? 0, ends[i] ?? nRows)));
    }
    return parts;
  }

  column({ name }: Args<"column">): Column {
    const column = this.#table?.column(name);
    if (column) return column;
    const known = this.#table?.summary().columns.map((other) => other.name) ?? [];
    throw refusal("unknown_column", `the table has no column ${JSON.stringify(name)}; it has ${known.join(", ")}`, { column: name, known });
  }

  ids({ rows }: Args<"ids">): string[] {
    return this.#table?.ids(Uint32Array.from(rows)) ?? [];
  }

  rowOf({ id }: Args<"rowOf">): number | undefined {
    return this.#table?.rowOf(id);
  }

  around({ row, columns, alike }: Args<"around">): Calls["around"]["result"] {
    return aroundOf((name) => this.column({ name }), row, columns, alike);
  }

  async run({ module, request, columns: names, extra, omit }: Args<"run">): Promise<RunReply> {
    const open = await this.#bridge(module);
    const start = performance.now();
    if (extra) this.#loadWith(open, names ?? [], extra);
    else this.#load(open, names);
    const told = omit === "all" ? { body: open.bridge.runBody(request), columns: [] } : open.bridge.run(request, omit && [...omit]);
    return { ...told, ms: performance.now() - start };
  }

  async portrait({ pipeline, asOf, until }: Args<"portrait">): Promise<Calls["portrait"]["result"]> {
    const definition = await this.#definition(pipeline);
    if (!this.#table) throw new Error("there is no table yet");
    const { steps }: { steps: { module: string }[] } = JSON.parse(definition);
    const isFound = (name: string) => this.#found.modules.some((module) => module.name === name);
    const names = [...new Set(steps.map(({ module }) => module))].filter(isFound);
    const [opened] = await Promise.all([Promise.all(names.map((name) => this.#bridge(name))), this.#need("portrait")]);
    const start = performance.now();
    this.#forgetPortrait();
    const modules = opened.flatMap(({ bridge }) => {
      const sha256 = bridge.sha256();
      // A pipeline names the bytes that it ran.
      return sha256 === undefined ? [] : [new PipelineModule(bridge.module(), withoutSchemas(bridge.manifest()), sha256)];
    });
    this.#portrait = Portrait.begin(definition, modules, this.#table.toPlain(), undefined, undefined, asOf);
    return { definition, ...this.#runSteps(this.#portrait, until === "matrix", start) };
  }

  portraitRest(): PipelineRan {
    const start = performance.now();
    return this.#runSteps(this.#ran(), false, start);
  }

  #runSteps(portrait: Portrait, toMatrix: boolean, start: number): PipelineRan {
    try {
      portrait.run(toMatrix);
      return { summary: portrait.summary(), counts: portrait.counts(), ms: performance.now() - start };
    } catch (thrown) {
      this.#forgetPortrait();
      throw thrown;
    }
  }

  #ran(): Portrait {
    if (!this.#portrait) throw new Error("no pipeline has run yet");
    return this.#portrait;
  }

  #forgetPortrait(): void {
    this.#portrait?.free();
    this.#portrait = undefined;
  }

  portraitRecord({ row }: Args<"portraitRecord">): string {
    return this.#ran().record(row);
  }

  portraitWhatIf({ scenario }: Args<"portraitWhatIf">): Calls["portraitWhatIf"]["result"] {
    const start = performance.now();
    const told = this.#ran().whatIf(scenario);
    const { changes, counts } = told;
    told.free();
    return { changes, counts, ms: performance.now() - start };
  }

  portraitNChanged(args: Args<"portraitNChanged">): number {
    return this.portraitChanged(args).length;
  }

  portraitChanged(args: Args<"portraitChanged">): Uint32Array {
    return changedRows(this.portraitPairs(args));
  }

  portraitSlices({ name, level, by, scenario }: Args<"portraitSlices">): Slices {
    const [pair] = this.portraitPairs({ names: [name], ...(scenario !== undefined && { scenario }) });
    const category = this.column({ name: by });
    if (!pair || category.kind !== "category") throw refusal("unknown_column", `there is no result ${JSON.stringify(name)} by ${JSON.stringify(by)}`, { name, by });
    return slicesOf(pair, level, category);
  }

  portraitPairs({ names, scenario }: Args<"portraitPairs">): NamedPair[] {
    const portrait = this.#ran();
    return pairsOf(portrait.columns([...names]), scenario === undefined ? [] : portrait.columns([...names], scenario));
  }

  /** Gives a module the columns that it lacks; those that it has are not copied again. */
  #load(open: Open, names: readonly string[] | undefined): void {
    if (!this.#table || has(open, names)) return;
    open.loaded = [];
    open.bridge.load(this.#table, names && [...names]);
    open.loaded = names ?? "all";
  }

  /** Gives a module columns of the table and others; they are no part of the table, so nothing counts as loaded. */
  #loadWith(open: Open, names: readonly string[], extra: readonly Column[]): void {
    open.loaded = [];
    const table = Table.fromColumns([...names.map((name) => this.column({ name })), ...extra]);
    open.bridge.load(table);
    table.free();
  }

  /** Makes it the table; the last one is given up. */
  #take(table: Table): TableSummary {
    this.#forgetPortrait();
    this.#table?.free();
    this.#table = table;
    for (const open of this.#open.values()) open.loaded = [];
    return table.summary();
  }

  async #need(part: Part): Promise<void> {
    if (!this.#files) throw new Error("the session was not made ready");
    await make(part, this.#files);
  }

  async #tableOf(payload: Args<"readTable">): Promise<{ table: Table; foundIds?: string[] }> {
    if (payload.kind === "columns") return { table: Table.fromColumns(payload.columns) };
    if (payload.kind === "part") return { table: Table.fromPlain({ nRows: payload.nRows, columns: payload.columns, ids: [] }) };
    const { format, types = {}, missing = [] } = payload;
    const bytes = payload.bytes instanceof Blob ? new Uint8Array(await payload.bytes.arrayBuffer()) : payload.bytes;
    if (format === "arrow") return { table: Table.fromColumns(columnsOfArrow(bytes)) };
    await this.#need("reader");
    const plain = readTable(bytes, { format, types, missing });
    const untyped = (plain.columns as Column[]).filter(({ name }) => !Object.hasOwn(types, name));
    const foundIds = payload.findsIds ? idNumbers(untyped) : [];
    if (foundIds.length === 0) return { table: Table.fromPlain(plain) };
    // Once more: as numbers, ids have lost leading zeros and what is beyond 2^53.
    const asIds = Object.fromEntries(foundIds.map((name) => [name, "id"]));
    return { table: Table.fromPlain(readTable(bytes, { format, types: { ...types, ...asIds }, missing })), foundIds };
  }

  async #bridge(name: string): Promise<Open> {
    const known = this.#open.get(name) ?? this.#opening.get(name);
    if (known) return known;
    const opening = this.#fetched(name).finally(() => this.#opening.delete(name));
    this.#opening.set(name, opening);
    return opening;
  }

  async #fetched(name: string): Promise<Open> {
    const found = this.#listed(name);
    if (!found) throw refusal("unknown_module", `there is no module ${JSON.stringify(name)}`, { module: name });
    const given = this.#given[name];
    const [bytes] = await Promise.all([given ?? fetchModule(found), this.#need("core")]);
    const [source, sha256] = bytes instanceof Uint8Array ? await compiled(bytes) : [bytes.module, bytes.sha256];
    // It was found elsewhere meanwhile, with other bytes.
    if (this.#listed(name)?.sha256 !== found.sha256) return this.#fetched(name);
    // One that was opened meanwhile takes its place.
    const opened = this.#open.get(name);
    if (opened) return opened;
    const bridge = Bridge.open(source, sha256);
    checkHash(bridge, found.sha256);
    return this.#keep(name, { bridge, loaded: [] });
  }

  #listed(name: string): FoundModule | undefined {
    return this.#found.modules.find((module) => module.name === name);
  }

  async #definition(name: string): Promise<string> {
    const found = this.#found.pipelines.find((pipeline) => pipeline.name === name);
    if (!found) throw new Error(`there is no pipeline ${name}`);
    return (this.#definitions[name] ??= await fetchPipeline(found));
  }

  #keep(name: string, open: Open): Open {
    this.#open.get(name)?.bridge.free();
    this.#open.set(name, open);
    return open;
  }
}

function has({ loaded }: Open, names: readonly string[] | undefined): boolean {
  if (loaded === "all") return true;
  return names?.every((name) => loaded.includes(name)) ?? false;
}

/** A manifest without its schemas: they are most of it, and no pipeline reads them. */
function withoutSchemas(manifest: string): string {
  const { operations, ...rest } = JSON.parse(manifest);
  const outlines = Object.entries<object>(operations).map(([op, operation]) => [op, { ...operation, params: null, reply: null }]);
  return JSON.stringify({ ...rest, operations: Object.fromEntries(outlines) });
}

/** A module compiled and its SHA-256, both beside this thread's work; the bytes where the browser does not hash, or they are no module. */
async function compiled(bytes: Uint8Array<ArrayBuffer>): Promise<[source: Uint8Array | WebAssembly.Module, sha256?: string]> {
  // Browsers hash on secure origins only.
  if (!globalThis.crypto?.subtle) return [bytes];
  try {
    const [module, hash] = await Promise.all([WebAssembly.compile(bytes), crypto.subtle.digest("SHA-256", bytes)]);
    return [module, Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")];
  } catch {
    // The bridge says what is wrong with them.
    return [bytes];
  }
}

/** Refuses a module whose bytes are not those that were asked for. */
function checkHash(bridge: Bridge, expected: string | undefined): void {
  const sha256 = bridge.sha256();
  if (expected === undefined || sha256 === expected.toLowerCase()) return;
  bridge.free();
  const what = sha256 ?? "unknown, for the module came compiled";
  throw refusal("sha256_differs", `sha256 of the module is ${what}; must be ${expected}`, { sha256: sha256 ?? null, expected }, "/sha256");
}
