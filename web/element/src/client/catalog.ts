/** Where modules and pipelines come from: a gridfolk server, or files beside the page. */

import { refusal } from "./problem";
import type { ModuleInfo, PipelineInfo } from "./protocol";

/** A module that is listed but not yet fetched. */
export interface FoundModule extends ModuleInfo {
  fetch(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A pipeline that is listed but not yet fetched. */
export interface FoundPipeline extends PipelineInfo {
  fetch(): Promise<string>;
}

export interface Found {
  modules: FoundModule[];
  pipelines: FoundPipeline[];
}

/** Modules and pipelines below a base address: first as a server lists them, then as files. */
export async function findAll(base: string): Promise<Found> {
  const lists = ["v1/modules", "modules/index.json"].map((path) => new URL(path, base));
  for (const url of lists) {
    const modules = await list<ModuleInfo>(url);
    if (modules) return foundAt(url, modules);
  }
  throw refusal("modules_not_served", "no modules are served here: neither v1/modules nor modules/index.json answers");
}

/** The same from the list at an address: `…/v1/modules` of a server, or a file `…/index.json` beside its modules. */
export async function findIn(src: string): Promise<Found> {
  const url = new URL(src);
  const modules = await list<ModuleInfo>(url);
  if (!modules) throw refusal("modules_not_served", `no list of modules is served at ${url}`, { src });
  return foundAt(url, modules);
}

/** Modules lie below their list, pipelines in a folder beside it. */
async function foundAt(url: URL, listed: ModuleInfo[]): Promise<Found> {
  const isFile = url.pathname.endsWith(".json");
  const folder = new URL(isFile ? "./" : `${url.pathname.replace(/\/$/, "")}/`, url);
  const modules = listed.map((info) => foundModule(info, new URL(isFile ? `${info.name}.wasm` : `${info.name}/module.wasm`, folder)));
  const beside = new URL("../pipelines/", folder);
  const pipelines = await list<PipelineInfo>(new URL(isFile ? "index.json" : ".", beside).href.replace(/\/$/, ""));
  const file = (name: string) => new URL(isFile ? `${name}.json` : name, beside);
  return { modules, pipelines: (pipelines ?? []).map((info) => foundPipeline(info, file(info.name))) };
}

async function list<Entry>(url: URL | string): Promise<Entry[] | undefined> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return undefined;
  return response.json();
}

function foundModule({ name, version, sha256, bytes, title }: ModuleInfo, url: URL): FoundModule {
  return { name, version, sha256, bytes, title, fetch: async () => new Uint8Array(await (await fetched(url)).arrayBuffer()) };
}

function foundPipeline({ name, title }: PipelineInfo, url: URL): FoundPipeline {
  let text: Promise<string> | undefined;
  const fetchText = async () => (await fetched(url, { headers: { accept: "application/json" } })).text();
  // Kept once it is there: a pipeline runs with the network cut, too.
  return { name, title, fetch: () => (text ??= fetchText().catch((problem) => ((text = undefined), Promise.reject(problem)))) };
}

async function fetched(url: URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) throw refusal("not_served", `${url.pathname} answered ${response.status}`, { path: url.pathname, status: response.status });
  return response;
}
