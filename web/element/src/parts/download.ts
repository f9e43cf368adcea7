/** Files that the page gives: made in it, and saved by the browser. */

import { refusal } from "../client/problem";

/** How long the browser may take to begin with a file. */
const MS_KEPT = 60_000;

/** Saves a file; whether the frame around the page allows it is known: else it may be that nothing is saved. */
export function saveFile(name: string, parts: BlobPart[], type: string): { isSure: boolean } {
  const allowed = downloadsAllowed();
  if (allowed === "no") {
    const message = "the frame that holds this page allows no downloads; its sandbox needs allow-downloads";
    throw refusal("downloads_not_allowed", message, { file: name });
  }
  const url = URL.createObjectURL(new Blob(parts, { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), MS_KEPT);
  return { isSure: allowed === "yes" };
}

/** What the frames around the page say, as far as it may see them; a page of another origin around it tells nothing. */
function downloadsAllowed(): "yes" | "no" | "unknown" {
  let inner: Window = window;
  while (inner !== inner.parent) {
    const frame = frameOf(inner);
    if (!frame) return "unknown";
    if (frame.hasAttribute("sandbox") && !(frame as HTMLIFrameElement).sandbox.contains("allow-downloads")) return "no";
    inner = inner.parent;
  }
  return "yes";
}

function frameOf(inner: Window): Element | null {
  try {
    return inner.frameElement;
  } catch {
    return null;
  }
}
