/** Where modules come from: a gridfolk server, or files beside the page. */

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

/** The modules below a base address: first as a server lists them, then as files. */
export async function findModules(base: string): Promise<FoundModule[]> {
  const served = await list(new URL("v1/modules", base));
  if (served) return served.map((entry) => found(entry, new URL(`v1/modules/${entry.name}/module.wasm`, base)));
  const files = await list(new URL("modules/index.json", base));
  if (files) return files.map((entry) => found(entry, new URL(`modules/${entry.name}.wasm`, base)));
  throw new Error("no modules are served here: neither v1/modules nor modules/index.json answers");
}

async function list(url: URL): Promise<Listed[] | undefined> {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return undefined;
  return response.json();
}

function found(entry: Listed, url: URL): FoundModule {
  return { ...entry, fetch: async () => bytesOf(url) };
}

async function bytesOf(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
