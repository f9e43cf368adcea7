/** The members of a JSON object as they are written: what a module said goes on byte for byte. */

/** The texts of an object's values, by key. Keys are those of requests and replies: plain words. */
export function membersOf(json: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = afterBlanks(json, json.indexOf("{") + 1);
  while (json[at] === '"') {
    const end = endOfText(json, at);
    const start = afterBlanks(json, json.indexOf(":", end) + 1);
    const next = endOfValue(json, start);
    members.set(json.slice(at + 1, end - 1), json.slice(start, next).trimEnd());
    at = afterBlanks(json, next + 1);
  }
  return members;
}

function afterBlanks(json: string, start: number): number {
  let at = start;
  while (/^\s$/.test(json[at] ?? "")) at++;
  return at;
}

/** Where the value that begins here ends: at the comma or bracket that is not its own. */
function endOfValue(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const letter = json[at];
    if (letter === '"') at = endOfText(json, at) - 1;
    else if (letter === "{" || letter === "[") depth++;
    else if (letter === "}" || letter === "]" || letter === ",") {
      if (depth === 0) return at;
      if (letter !== ",") depth--;
    }
  }
  return json.length;
}

/** Behind the quotation mark that ends the text that begins here. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? json.length : end + 1;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(json: string, at: number): boolean {
  let n = 0;
  while (json[at - 1 - n] === "\\") n++;
  return n % 2 === 1;
}
