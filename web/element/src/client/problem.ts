/** Problems that arise on this side of the modules, in the shape of theirs. */

import type { CallProblem } from "./protocol";

/** A problem to throw: a stable code, and what is wrong with field, value and rule. */
export function refusal(code: string, message: string, values: Record<string, unknown> = {}, pointer = ""): CallProblem {
  return { code, message, pointer, values, trapped: false };
}

/** Whatever was thrown, as a problem. */
export function problemOf(thrown: unknown): CallProblem {
  if (isProblem(thrown)) return thrown;
  return refusal("page_failed", thrown instanceof Error ? thrown.message : String(thrown));
}

/** Whether somebody ended the work; that is no problem. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}

function isProblem(thrown: unknown): thrown is CallProblem {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown && "pointer" in thrown;
}
