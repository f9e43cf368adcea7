/** Ways to a session: a worker of the browser, or this thread. Node's worker is in `../node.ts`. */

import type { BridgeFiles } from "./parts";
import { problemOf, refusal } from "./problem";
import type { AnswerMessage, CallMessage, CallProblem } from "./protocol";

export interface Transport {
  post(call: CallMessage, transfer: ArrayBuffer[]): void;
  /** Ends the session; nothing answers any more. */
  end(): void;
  /** Whether work under way ends with it: a thread cannot interrupt itself. */
  interrupts: boolean;
}

/** What hears answers, and that there will be no more. */
export interface Listener {
  answer(message: AnswerMessage): void;
  fail(problem: CallProblem): void;
}

export type Connect = (listener: Listener) => Transport;

/** Where the parts of the bridge lie, as bundlers find them. */
export const bridgeUrls = {
  core: new URL("../../bridge/gridfolk_bridge_bg.wasm", import.meta.url).href,
  reader: new URL("../../bridge/gridfolk_reader_bg.wasm", import.meta.url).href,
  portrait: new URL("../../bridge/gridfolk_portrait_bg.wasm", import.meta.url).href,
} satisfies BridgeFiles;

/** A session in a worker of its own. */
export const inWorker: Connect = (listener) => {
  const worker = isFromElsewhere() ? workerFromElsewhere() : new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<AnswerMessage>) => listener.answer(data);
  worker.onerror = ({ message }) => listener.fail(message ? problemOf(message) : notStarted());
  return { post: (call, transfer) => worker.postMessage(call, { transfer }), end: () => worker.terminate(), interrupts: true };
};

/** Whether the package comes from another origin than the page, as from a CDN. */
function isFromElsewhere(): boolean {
  const { protocol, origin } = new URL(bridgeUrls.core);
  return protocol.startsWith("http") && origin !== self.origin;
}

/** Browsers start workers from their own origin alone: from a script of this one, which imports the other. */
function workerFromElsewhere(): Worker {
  // As the files lie in the package: what a bundler has put elsewhere comes from its own origin.
  const address = new URL("../dist/worker.js", bridgeUrls.core).href;
  const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }));
  const worker = new Worker(script, { type: "module" });
  worker.addEventListener("message", () => URL.revokeObjectURL(script), { once: true });
  return worker;
}

/** Browsers do not say why. */
function notStarted(): CallProblem {
  const rule = "worker.js must lie beside the scripts, and the page's policy allow it";
  return refusal("worker_not_started", `the worker did not start; ${rule}`);
}

/** A session in this thread, for callers who are in a worker of their own. */
export const inThisThread: Connect = (listener) => {
  let isEnded = false;
  const post = (message: AnswerMessage) => {
    if (!isEnded) listener.answer(message);
  };
  const receive = import("./serve").then(({ answering }) => answering(post));
  return { post: (call) => void receive.then((take) => take(call)), end: () => void (isEnded = true), interrupts: false };
};
