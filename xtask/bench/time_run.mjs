// A module in V8, called by hand over the canonical ABI; prints the milliseconds of every repeat.
// An instance remembers results of its columns and forgets them when columns are loaded: with `loads_anew`, they are loaded
// anew before each repeat, outside the clock.

import { readFileSync } from "node:fs";

const COLUMN_BYTES = 36;
const plan = JSON.parse(process.argv[2]);
const module = new WebAssembly.Module(readFileSync(plan.module));
const bytes = readFileSync(plan.data);
const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);

const text = (instance, string) => {
  const encoded = new TextEncoder().encode(string);
  const address = instance.exports.cabi_realloc(0, 0, 1, encoded.length);
  new Uint8Array(instance.exports.memory.buffer).set(encoded, address);
  return [address, encoded.length];
};

const load = (instance) => {
  const { exports } = instance;
  const list = exports.cabi_realloc(0, 0, 4, plan.columns.length * COLUMN_BYTES);
  plan.columns.forEach((name, index) => {
    const [nameAddress, nameLength] = text(instance, name);
    const numbers = exports.cabi_realloc(0, 0, 8, plan.n * 8);
    new Float64Array(exports.memory.buffer).set(values.subarray(index * plan.n, (index + 1) * plan.n), numbers / 8);
    const record = [nameAddress, nameLength, 0, numbers, plan.n];
    new Uint32Array(exports.memory.buffer).set(record, (list + index * COLUMN_BYTES) / 4);
  });
  const result = exports.load(list, plan.columns.length) >>> 0;
  if (new Uint8Array(exports.memory.buffer)[result] !== 0) throw new Error("load was refused");
  exports.cabi_post_load(result);
};

const run = (instance, request) => {
  const { exports } = instance;
  const [address, length] = text(instance, request);
  const result = exports.run(address, length) >>> 0;
  const words = new Uint32Array(exports.memory.buffer, result, 3);
  const body = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, words[1], words[2]));
  const isRefused = (words[0] & 0xff) !== 0;
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
