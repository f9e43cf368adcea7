/** Where modules and pipelines come from: a gridfolk server, or files beside the page. */

/** A module that is listed but not yet fetched. */
export interface FoundModule {
  name: string;
  sha256: string;
  fetch(): Promise<Uint8Array>;
}

interface Listed {
  name: string;
  sha256: string;
}

interface ListedPipeline {
  name: string;
  title: { en: string; zh: string };
}

/** What there is below a base address. */
export interface Found {
  modules: FoundModule[];
  pipelines: FoundPipeline[];
}

/** A pipeline that is listed but not yet fetched. */
export interface FoundPipeline {
  name: string;
  title: { en: string; zh: string };
  fetch(): Promise<string>;
}

/** Modules and pipelines below a base address: first as a server lists them, then as files. */
export async function findAll(base: string): Promise<Found> {
  const served = await list(new URL("v1/modules", base));
  if (served) {
    const modules = served.map((entry) => found(entry, new URL(`v1/modules/${entry.name}/module.wasm`, base)));
    const pipelines = await list<ListedPipeline>(new URL("v1/pipelines", base));
    return { modules, pipelines: (pipelines ?? []).map((entry) => foundPipeline(entry, new URL(`v1/pipelines/${entry.name}`, base))) };
  }
  const files = await list(new URL("modules/index.json", base));
  if (!files) throw new Error("no modules are served here: neither v1/modules nor modules/index.json answers");
  const modules = files.map((entry) => found(entry, new URL(`modules/${entry.name}.wasm`, base)));
  const pipelines = await list<ListedPipeline>(new URL("pipelines/index.json", base));
  return { modules, pipelines: (pipelines ?? []).map((entry) => foundPipeline(entry, new URL(`pipelines/${entry.name}.json`, base))) };
}

async function list<Entry = Listed>(url: URL): Promise<Entry[] | undefined> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return undefined;
  return response.json();
}

function found(entry: Listed, url: URL): FoundModule {
  return { ...entry, fetch: async () => bytesOf(url) };
}

function foundPipeline({ name, title }: ListedPipeline, url: URL): FoundPipeline {
  return { name, title, fetch: async () => textOf(url) };
}

async function bytesOf(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function textOf(url: URL): Promise<string> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}`);
  return response.text();
}
