/** What callers from outside catch. */

import { problemOf } from "./problem";
import type { Problem } from "./protocol";

/** What a module or this client refuses: `code` for programs, `message` for people. */
export class GridfolkError extends Error implements Problem {
  readonly code: string;
  /** The place in the request. */
  readonly pointer: string;
  readonly values: Record<string, unknown>;
  /** Whether the module broke down; its instance was replaced and has the table again. */
  readonly trapped: boolean;

  constructor(thrown: unknown) {
    const { code, message, pointer, values, trapped } = problemOf(thrown);
    super(message);
    this.name = "GridfolkError";
    this.code = code;
    this.pointer = pointer;
    this.values = values;
    this.trapped = trapped;
  }
}
