/** What a session was told, for one that takes its place: modules, the table, the pipeline that ran. */

import type { CallMessage, CallName, Calls, Fetched } from "./protocol";

type Told<Name extends CallName = CallName> = Omit<CallMessage<Name>, "id">;

/** The calls that ask about the pipeline that ran. */
const OF_PORTRAIT: readonly CallName[] = ["portraitRest", "portraitRecord", "portraitWhatIf", "portraitNChanged", "portraitChanged", "portraitSlices", "portraitPairs"];

export class Kept {
  #init: Told<"init">;
  #find: Told<"find"> | undefined;
  #fetched: Fetched | undefined;
  #opened = new Map<string, Told<"open">>();
  #table: Told<"readTable" | "generate"> | undefined;
  #portrait: Told<"portrait"> | undefined;
  #isPortraitThere = false;

  constructor(init: Calls["init"]["args"]) {
    this.#init = { name: "init", args: init };
  }

  /** Keeps what was answered well, where a session is another one after it. */
  answered<Name extends CallName>(name: Name, args: Calls[Name]["args"], result: unknown): void {
    const told = { name, args };
    if (name === "find") this.#seek(told as Told<"find">);
    if (name === "prepare") this.#fetched = result as Fetched;
    if (name === "open") this.#opened.set((result as Calls["open"]["result"]).name, told as Told<"open">);
    if (name === "readTable" || name === "generate") this.#replace(told as Told<"readTable" | "generate">);
    if (name !== "portrait") return;
    const { pipeline, asOf } = args as Calls["portrait"]["args"];
    this.#portrait = { name: "portrait", args: { pipeline, asOf } };
    this.#isPortraitThere = true;
  }

  /** What a fresh session is told, in this order. */
  all(): Told[] {
    this.#isPortraitThere = false;
    const found: Told | undefined = this.#fetched ? { name: "resume", args: this.#fetched } : this.#find;
    return [this.#init, found ?? [], ...this.#opened.values(), this.#table ?? []].flat();
  }

  /** The pipeline that a call asks about, where the session has not run it: that takes long, and not every call needs it. */
  missingFor(name: CallName): Told<"portrait"> | undefined {
    if (!OF_PORTRAIT.includes(name) || this.#isPortraitThere) return undefined;
    this.#isPortraitThere = true;
    return this.#portrait;
  }

  /** What was fetched before was found elsewhere. */
  #seek(find: Told<"find">): void {
    this.#find = find;
    this.#fetched = undefined;
  }

  #replace(table: Told<"readTable" | "generate">): void {
    this.#table = table;
    this.#portrait = undefined;
  }
}
