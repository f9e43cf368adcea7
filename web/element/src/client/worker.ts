/** The worker: all module work happens here, so that the page never waits. */

import { Session } from "./session";
import type { AnswerMessage, CallMessage, CallProblem } from "./protocol";

const session = new Session();

/** Calls run one after the other, in the order in which they came. */
let last: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<CallMessage>) => {
  last = last.then(() => answer(data));
};

async function answer({ id, name, args }: CallMessage): Promise<void> {
  try {
    const handler = session[name] as (args: unknown) => unknown;
    const result = await handler.call(session, args);
    post({ id, result }, buffersOf(result));
  } catch (error) {
    post({ id, problem: problemOf(error) }, []);
  }
}

function post(message: AnswerMessage, transfer: ArrayBuffer[]): void {
  self.postMessage(message, { transfer });
}

/** The memory of typed arrays in a result, which moves to the page instead of being copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.flatMap(buffersOf) : [];
  if (value !== null && typeof value === "object") return Object.values(value).flatMap(buffersOf);
  return [];
}

function problemOf(error: unknown): CallProblem {
  if (isProblem(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: "page_failed", message, pointer: "", values: {}, trapped: false };
}

function isProblem(error: unknown): error is CallProblem {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}
