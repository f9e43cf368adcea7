// A module in V8, called by hand over the canonical ABI; prints the milliseconds of every repeat.
// An instance remembers results of its columns and forgets them when columns are loaded: with `loads_anew`, they are loaded
// anew before each repeat, outside the clock.

import { readFileSync } from "node:fs";

const COLUMN_BYTES = 36;
const plan = JSON.parse(process.argv[2]);
const module = new WebAssembly.Module(readFileSync(plan.module));

// Columns of numbers from a file of doubles, or one of item sets from a file of one basket a line.
const bytes = plan.data ? readFileSync(plan.data) : new Uint8Array(0);
const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);

const readBaskets = (path) => {
  const codes = [];
  const ends = [];
  const known = new Map();
  for (const line of readFileSync(path, "utf8").split("\n").slice(0, -1)) {
    for (const item of line.split(" ").filter((text) => text !== "")) {
      if (!known.has(item)) known.set(item, known.size);
      codes.push(known.get(item));
    }
    ends.push(codes.length);
  }
  return { ends, codes, levels: [...known.keys()] };
};
const baskets = plan.baskets && readBaskets(plan.baskets);

const text = (instance, string) => {
  const encoded = new TextEncoder().encode(string);
  const address = instance.exports.cabi_realloc(0, 0, 1, encoded.length);
  new Uint8Array(instance.exports.memory.buffer).set(encoded, address);
  return [address, encoded.length];
};

const words = ({ exports }, numbers) => {
  const address = exports.cabi_realloc(0, 0, 4, numbers.length * 4);
  new Uint32Array(exports.memory.buffer).set(numbers, address / 4);
  return [address, numbers.length];
};

/** The record of each column, but for its name: the kind, then addresses and lengths. */
const records = (instance) => {
  const { exports } = instance;
  if (baskets) {
    const levels = words(instance, baskets.levels.flatMap((level) => text(instance, level)));
    return [["basket", 2, ...words(instance, baskets.ends), ...words(instance, baskets.codes), levels[0], levels[1] / 2]];
  }
  return plan.columns.map((name, index) => {
    const numbers = exports.cabi_realloc(0, 0, 8, plan.n * 8);
    new Float64Array(exports.memory.buffer).set(values.subarray(index * plan.n, (index + 1) * plan.n), numbers / 8);
    return [name, 0, numbers, plan.n];
  });
};

const load = (instance) => {
  const { exports } = instance;
  const columns = records(instance);
  const list = exports.cabi_realloc(0, 0, 4, columns.length * COLUMN_BYTES);
  columns.forEach(([name, ...record], index) => {
    const named = [...text(instance, name), ...record];
    new Uint32Array(exports.memory.buffer).set(named, (list + index * COLUMN_BYTES) / 4);
  });
  const result = exports.load(list, columns.length) >>> 0;
  if (new Uint8Array(exports.memory.buffer)[result] !== 0) throw new Error("load was refused");
  exports.cabi_post_load(result);
};

const run = (instance, request) => {
  const { exports } = instance;
  const [address, length] = text(instance, request);
  const result = exports.run(address, length) >>> 0;
  const answer = new Uint32Array(exports.memory.buffer, result, 3);
  const body = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, answer[1], answer[2]));
  const isRefused = (answer[0] & 0xff) !== 0;
  exports.cabi_post_run(result);
  if (isRefused) throw new Error(body);
  return body;
};

const open = () => {
  const instance = new WebAssembly.Instance(module);
  load(instance);
  return instance;
};

const instance = open();
const model = plan.before ? JSON.stringify(JSON.parse(run(instance, JSON.stringify(plan.before))).model) : "null";
// The first repeat warms up the compiler and does not count.
const times = [];
for (let repeat = 0; repeat <= plan.n_repeats; repeat += 1) {
  if (plan.loads_anew) load(instance);
  const scale = (1 + repeat / 100).toString();
  const request = JSON.stringify(plan.request).replace('"$model"', model).replace('"$scale"', scale);
  const start = performance.now();
  run(instance, request);
  if (repeat > 0) times.push(performance.now() - start);
}
console.log(JSON.stringify(times));
