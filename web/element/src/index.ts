/** The package in browsers, and its types everywhere. */

import { fetchBytes } from "./client/fetched";
import { bridgeUrls, inThisThread, inWorker } from "./client/transport";
import { opener } from "./open";

export * from "./public";

/** Opens a module, in a worker of its own or in this thread. */
export const open = opener({
  connect: { worker: inWorker, this: inThisThread },
  bridge: async () => bridgeUrls,
  read: fetchBytes,
});
