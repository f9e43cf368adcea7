const frame = document.querySelector("iframe");
const said = document.querySelector("#said");

const address = new URL(frame.dataset.src, location.href);
address.searchParams.set("parent", location.origin);

const waiting = new Map();
let id = 0;

/** Calls a method of the frame. */
function call(method, args) {
  id += 1;
  frame.contentWindow.postMessage({ gridfolk: 1, id, method, args }, address.origin);
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

const EVENTS = {
  hello: async () => {
    const { nRows } = await call("load", { table: await (await fetch("../plain/customers.csv")).text() });
    said.textContent = `${nRows} customers are read.`;
  },
  size: ({ height }) => (frame.style.height = `${height}px`),
  change: ({ op, reply }) => {
    if (op === "what_if") said.textContent = `${reply.segments.n_moved} customers would move.`;
  },
  problem: ({ message }) => (said.textContent = message),
};

addEventListener("message", ({ data, origin, source }) => {
  if (origin !== address.origin || source !== frame.contentWindow || data?.gridfolk !== 1) return;
  if (data.event) return EVENTS[data.event]?.(data.detail);
  const { resolve, reject } = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.problem) reject(new Error(data.problem.message));
  else resolve(data.result);
});

document.querySelector("button").addEventListener("click", () => call("scenario", { scenario: [{ column: "kwh_year", scale: 2 }] }));

frame.src = address.href;
