/** The package in browsers, and its types everywhere. */

import { refusal } from "./client/problem";
import { bridgeUrls, inThisThread, inWorker } from "./client/transport";
import { opener } from "./open";

export * from "./public";

/** Opens a module, in a worker of its own or in this thread. */
export const open = opener({
  connect: { worker: inWorker, this: inThisThread },
  bridge: async () => bridgeUrls,
  read: fetchBytes,
});

async function fetchBytes(address: string | URL): Promise<Uint8Array> {
  const response = await fetch(address);
  const { status, ok, url } = response;
  if (!ok) throw refusal("not_served", `${url} answered ${status}`, { path: url, status });
  return new Uint8Array(await response.arrayBuffer());
}
