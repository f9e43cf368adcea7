/** What a person has set on the whole page: as text for a link or a file, and its history. Rows are never in it. */

import { refusal } from "../../element/src/client/problem";
import { KINDS, type Kinds, type OpenFile } from "./read";

/** Where the table came from, when anybody can make it again. */
export interface SavedSource {
  module: string;
  nCustomers: number;
}

export interface SavedPage {
  gridfolk: 1;
  /** The view that is open. */
  open: string;
  source?: SavedSource;
  /** How columns of a file are read, where that was not left to be found out. */
  kinds?: Kinds;
  /** By view. */
  views: Record<string, object>;
}

/** How files of these are called. */
export const SAVED_EXTENSION = ".gridfolk.json";

/** The view that an address names. */
export function viewIn(hash: string): string {
  return hash.slice(1).split("?")[0] ?? "";
}

/** As a part of an address. */
export function toLink(saved: SavedPage): string {
  const bytes = new TextEncoder().encode(JSON.stringify(saved));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromLink(text: string): SavedPage {
  let json: string;
  try {
    const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
    json = new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    throw notReadable();
  }
  return fromText(json);
}

/** Reads what a file or a link holds. */
export function fromText(text: string): SavedPage {
  let saved: Partial<SavedPage> | null;
  try {
    saved = JSON.parse(text);
  } catch {
    throw notReadable();
  }
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isSaved = isObject(saved) && saved?.gridfolk === 1 && typeof saved.open === "string" && isObject(saved.views);
  if (!isSaved || !Object.values(saved?.views ?? {}).every(isObject) || !areKinds(saved?.kinds)) throw notReadable();
  return saved as SavedPage;
}

function areKinds(given: unknown = {}): given is Kinds {
  const isKind = (kind: unknown) => KINDS.some((known) => known === kind);
  return typeof given === "object" && given !== null && Object.values(given).every(isKind);
}

/** Whether a file that is open has these kinds. Ids that were found by themselves are found again where nothing is said. */
export function isReadWith(kinds: Kinds, { kinds: present, foundIds }: OpenFile): boolean {
  if (present === undefined) return true;
  const isFound = (column: string) => foundIds.includes(column);
  const columns = Object.keys({ ...kinds, ...present });
  return columns.every((column) => (kinds[column] ?? (isFound(column) ? "id" : undefined)) === present[column]);
}

function notReadable() {
  return refusal("state_not_readable", "state is not one that this version saves; must have gridfolk 1, open and views");
}

const STEPS_MAX = 200;
/** States that follow each other faster belong to one movement of a slider. */
const ONE_MOVEMENT_MS = 600;

/** The states of one view, and where in them a person is. */
export class History {
  #steps: string[] = [];
  #at = -1;
  #lastMs = -Infinity;
  #isReturning = false;

  /** Takes a state that a view has told. */
  add(state: object, nowMs: number): void {
    const text = JSON.stringify(state);
    const isReturning = this.#isReturning;
    this.#isReturning = false;
    if (text === this.#steps[this.#at]) return;
    // What the view tells after a step back is that step, and the way forth stays.
    if (isReturning) {
      this.#steps[this.#at] = text;
      return;
    }
    // The first state is the view's own, however soon a person moves something.
    const isSameMovement = this.#at > 0 && nowMs - this.#lastMs < ONE_MOVEMENT_MS;
    this.#steps.splice(isSameMovement ? this.#at : this.#at + 1, Infinity, text);
    if (this.#steps.length > STEPS_MAX) this.#steps.shift();
    this.#at = this.#steps.length - 1;
    this.#lastMs = nowMs;
  }

  get current(): object | undefined {
    const text = this.#steps[this.#at];
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Whether there is a state so many steps away. */
  has(steps: -1 | 1): boolean {
    return this.#steps[this.#at + steps] !== undefined;
  }

  /** Goes back or forth. */
  go(steps: -1 | 1): object | undefined {
    if (!this.has(steps)) return undefined;
    this.#at += steps;
    this.#isReturning = true;
    this.#lastMs = -Infinity;
    return this.current;
  }
}
