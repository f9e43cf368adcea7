/** Where modules and pipelines come from: a gridfolk server, or files beside the page. */

import { fetchBytes, fetched, reached } from "./fetched";
import { refusal } from "./problem";
import type { ModuleInfo, PipelineInfo } from "./protocol";

/** A module that is listed, and where it lies. */
export interface FoundModule extends ModuleInfo {
  url: string;
}

/** A pipeline that is listed, and where it lies. */
export interface FoundPipeline extends PipelineInfo {
  url: string;
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
    if (modules) return foundAt(url, modules, await pipelinesAt(url));
  }
  throw refusal("modules_not_served", "no modules are served here: neither v1/modules nor modules/index.json answers");
}

/** The same from the list at an address: `…/v1/modules` of a server, or a file `…/index.json` beside its modules. */
export async function findIn(src: string): Promise<Found> {
  const url = new URL(src);
  const modules = await list<ModuleInfo>(url);
  if (!modules) throw refusal("modules_not_served", `no list of modules is served at ${url}`, { src });
  // Where there are none, another origin's server may say so in a way that browsers do not let through.
  return foundAt(url, modules, await pipelinesAt(url).catch(() => []));
}

/** Modules lie below their list. */
function foundAt(url: URL, listed: ModuleInfo[], pipelines: FoundPipeline[]): Found {
  const modules = listed.map(({ name, version, sha256, bytes, title }) => {
    return { name, version, sha256, bytes, title, url: new URL(isFile(url) ? `${name}.wasm` : `${name}/module.wasm`, folderOf(url)).href };
  });
  return { modules, pipelines };
}

/** Pipelines lie in a folder beside that of the modules. */
async function pipelinesAt(url: URL): Promise<FoundPipeline[]> {
  const beside = new URL("../pipelines/", folderOf(url));
  const pipelines = await list<PipelineInfo>(new URL(isFile(url) ? "index.json" : ".", beside).href.replace(/\/$/, ""));
  const file = (name: string) => new URL(isFile(url) ? `${name}.json` : name, beside).href;
  return (pipelines ?? []).map(({ name, title }) => ({ name, title, url: file(name) }));
}

function isFile({ pathname }: URL): boolean {
  return pathname.endsWith(".json");
}

function folderOf(url: URL): URL {
  return new URL(isFile(url) ? "./" : `${url.pathname.replace(/\/$/, "")}/`, url);
}

async function list<Entry extends { name: string }>(url: URL | string): Promise<Entry[] | undefined> {
  const response = await reached(url, { headers: { accept: "application/json" } });
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return undefined;
  const listed: unknown = await response.json().catch(() => undefined);
  return Array.isArray(listed) && listed.every((entry) => typeof entry?.name === "string") ? listed : undefined;
}

/** The bytes of a module. */
export function fetchModule({ url }: FoundModule): Promise<Uint8Array<ArrayBuffer>> {
  return fetchBytes(url);
}

/** A pipeline's JSON. */
export async function fetchPipeline({ url }: FoundPipeline): Promise<string> {
  return (await fetched(url, { headers: { accept: "application/json" } })).text();
}
