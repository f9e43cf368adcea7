/** The element in a frame of another page, which talks to it by messages: docs/embedding.md says how. */

import { problemOf, refusal } from "../../element/src/client/problem";
import { problemText } from "../../element/src/i18n/problems";
import "../../element/src/whatif-element";
import type { GridfolkWhatif } from "../../element/src/whatif-types";
import "./styles/theme.css";

const VERSION = 1;
const EVENTS = ["ready", "change", "select", "problem"] as const;

/** What the page around asks for. */
interface Call {
  gridfolk: number;
  id: unknown;
  method: string;
  args?: Record<string, unknown>;
}

type Method = (element: GridfolkWhatif, args: any) => unknown;

const METHODS: Record<string, Method> = {
  hello: () => ({ versions: [VERSION] }),
  configure: configured,
  load: (element, { table, hints }) => element.load(table, hints),
  run: (element, { request }) => element.run(request),
  save: (element) => element.save(),
  restore: (element, { state }) => element.restore(state),
  scenario: (element, { scenario }) => (scenario === undefined ? element.scenario : void (element.scenario = scenario)),
  dispose: (element) => element.dispose(),
};

const query = new URLSearchParams(location.search);
const element = document.querySelector("gridfolk-whatif")!;
/** The one origin that is heard and told anything. */
const parent = originOf(query.get("parent") ?? location.origin);

configured(element, Object.fromEntries(query));
if (!parent) refuseParent();
// Opened by itself, there is nobody around to talk to.
else if (window.parent !== window) listen();

function originOf(text: string): string | undefined {
  const origin = URL.canParse(text) ? new URL(text).origin : "null";
  return origin === "null" ? undefined : origin;
}

/** Nobody can be told: the frame itself says it. */
function refuseParent(): void {
  const given = query.get("parent");
  const message = `parent is ${JSON.stringify(given)}; must be an origin, such as https://portal.example`;
  console.error(`gridfolk: ${message}`);
  document.body.textContent = problemText(refusal("parent_no_origin", message, { parent: given }), element.locale);
}

function listen(): void {
  window.addEventListener("message", hear);
  for (const event of EVENTS) {
    element.addEventListener(`gridfolk-${event}`, ({ detail }) => tell({ event, detail }));
  }
  tell({ event: "hello", detail: { versions: [VERSION] } });
  const sizes = new ResizeObserver(() => tell({ event: "size", detail: { height: Math.ceil(element.getBoundingClientRect().height) } }));
  sizes.observe(element);
}

function configured(element: GridfolkWhatif, settings: Record<string, string>): void {
  for (const name of ["module", "src", "locale", "theme"]) {
    if (typeof settings[name] === "string") element.setAttribute(name, settings[name]);
  }
  // What lies around the element is light or dark as it is.
  if (settings.theme) document.documentElement.dataset.theme = settings.theme;
}

/** Answers the page around; what comes from anywhere else is neither done nor answered. */
async function hear({ data, origin, source }: MessageEvent<Call>): Promise<void> {
  if (typeof data !== "object" || data === null || !("gridfolk" in data)) return;
  if (origin !== parent || source !== window.parent) {
    console.warn(`gridfolk: refused a message from ${origin}; only ${parent} around this frame is heard`);
    return;
  }
  const { id } = data;
  try {
    tell({ id, result: await call(data) });
  } catch (thrown) {
    const { code, message, pointer, values } = problemOf(thrown);
    tell({ id, problem: { code, message, pointer, values } });
  }
}

function call({ gridfolk, method, args = {} }: Call): unknown {
  if (gridfolk !== VERSION) {
    throw refusal("protocol_unsupported", `gridfolk is ${JSON.stringify(gridfolk)}; must be ${VERSION}`, { version: gridfolk, known: VERSION }, "/gridfolk");
  }
  const known = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (known) return known(element, args);
  const methods = Object.keys(METHODS);
  throw refusal("unknown_method", `there is no method ${JSON.stringify(method)}`, { method, known: methods }, "/method");
}

function tell(message: object): void {
  window.parent.postMessage({ gridfolk: VERSION, ...message }, parent!);
}
