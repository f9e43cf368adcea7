/** The parts of the bridge: each is loaded when it is first needed. */

import initCore from "#bridge";
import initPortrait from "#portrait";
import initReader from "#reader";
import { fetched } from "./fetched";

/** Modules and the table; the reader of files; pipelines. */
export type Part = "core" | "reader" | "portrait";

/** Where the parts lie: their addresses, or their bytes. */
export type BridgeFiles = Readonly<Record<Part, string | Uint8Array>>;

const STARTS = { core: initCore, reader: initReader, portrait: initPortrait };

/** One instance of each part in a thread, whatever the number of sessions. */
const ready = new Map<Part, Promise<unknown>>();

/** Fetched here: what the bridge says of a file that is not there names none. */
function codeOf(file: string | Uint8Array) {
  return typeof file === "string" ? fetched(file) : (file as Uint8Array<ArrayBuffer>);
}

/** Makes a part ready. One that cannot be had is tried again by the next call. */
export async function make(part: Part, files: BridgeFiles): Promise<void> {
  const known = ready.get(part);
  const starting = known ?? STARTS[part]({ module_or_path: codeOf(files[part]) });
  ready.set(part, starting);
  try {
    await starting;
  } catch (thrown) {
    ready.delete(part);
    throw thrown;
  }
}
