/** The package in Node. */

import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import type { BridgeFiles } from "./client/parts";
import { fetchBytes } from "./client/fetched";
import { problemOf, refusal } from "./client/problem";
import type { AnswerMessage } from "./client/protocol";
import { inThisThread, type Connect } from "./client/transport";
import { opener } from "./open";

export * from "./public";

/** A session in a worker thread; while no call is under way it does not keep the process alive. */
const inWorkerThread: Connect = (listener) => {
  const worker = new Worker(new URL("./worker-node.ts", import.meta.url));
  let nUnderWay = 0;
  worker.on("message", (message: AnswerMessage) => {
    nUnderWay -= 1;
    if (nUnderWay === 0) worker.unref();
    listener.answer(message);
  });
  worker.on("error", (error) => listener.fail(problemOf(error)));
  return {
    post: (call, transfer) => {
      nUnderWay += 1;
      worker.ref();
      worker.postMessage(call, transfer);
    },
    end: () => void worker.terminate(),
    interrupts: true,
  };
};

/** Opens a module, in a worker thread of its own or in this thread. */
export const open = opener({
  connect: { worker: inWorkerThread, this: inThisThread },
  bridge: bridgeBytes,
  read: readBytes,
});

/** Bytes, for workers of Node fetch no files; compiled when they are needed. */
async function bridgeBytes(): Promise<BridgeFiles> {
  const [core, reader, portrait] = await Promise.all([
    readFile(new URL("../bridge/gridfolk_bridge_bg.wasm", import.meta.url)),
    readFile(new URL("../bridge/gridfolk_reader_bg.wasm", import.meta.url)),
    readFile(new URL("../bridge/gridfolk_portrait_bg.wasm", import.meta.url)),
  ]);
  return { core, reader, portrait };
}

/** A file's path, or an address. */
async function readBytes(address: string | URL): Promise<Uint8Array> {
  const text = String(address);
  if (/^https?:/.test(text)) return fetchBytes(text);
  try {
    return await readFile(text.startsWith("file:") ? new URL(text) : text);
  } catch (thrown) {
    throw refusal("file_not_read", `${text} is not read: ${problemOf(thrown).message}`, { path: text });
  }
}
