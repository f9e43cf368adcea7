// In the page: our modules by the npm package, and what people put into their pages instead, on the same rows.

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { kmeans } from "ml-kmeans";

/** As the page of the sample population begins. */
const COLUMNS = ["kwh_change_share", "summer_share", "peak_share", "load_factor", "n_bills_late_12m", "outage_hours_12m", "n_app_uses_12m"];
const K = 8;
const N_ITER = 20;

const EVENT = "outage_contact_next";
const DRIVERS = ["n_outages_12m", "outage_hours_12m", "n_outage_calls_12m", "n_app_uses_12m", "kva_contract", "tenure_months"];
/** Gradient steps end where the loss is this close to the least there is. */
const CLOSE = 1e-4;
const STEPS_MAX = 1000;
const LEARNING_RATE = 0.1;

const fromPackage = () => import(/* @vite-ignore */ new URL("/gridfolk/dist/index.js", location.href).href);

/** The columns of k-means as lists, a missing value as null. */
export async function plainColumns(nCustomers) {
  const { open } = await fromPackage();
  const population = await populationOf(open, nCustomers);
  const plain = (name) => Array.from(population.get(name), (value) => (Number.isNaN(value) ? null : value));
  return Object.fromEntries(COLUMNS.map((name) => [name, plain(name)]));
}

export async function measure(nCustomers) {
  const { open } = await fromPackage();
  const population = await populationOf(open, nCustomers);
  const nRepeats = nCustomers > 100_000 ? 1 : 3;
  const pick = (names) => names.map((name) => standardized(population.get(name)));
  return {
    kmeans: await kmeansBeside(open, pick(COLUMNS), nRepeats),
    logistic: await logisticBeside(open, pick(DRIVERS), population.get(EVENT), nRepeats),
  };
}

async function populationOf(open, n) {
  const sample = await open("/modules/sample.wasm");
  const { columns } = await sample.run({ op: "generate", params: { n_customers: n, seed: 1 }, rows_as: "columns" });
  sample.dispose();
  return new Map(columns.flatMap(({ name, kind, values }) => (kind === "number" ? [[name, values]] : [])));
}

/** Mean 0 and standard deviation 1; a missing value is the mean. */
function standardized(values) {
  const there = values.filter((value) => !Number.isNaN(value));
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const sd = Math.sqrt(there.reduce((sum, value) => sum + (value - mean) ** 2, 0) / there.length);
  return values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / sd));
}

function rowsOf(columns) {
  return Array.from(columns[0], (_, row) => columns.map((values) => values[row]));
}

const table = (columns) => ({ columns: columns.map((values, index) => ({ name: `x${index}`, kind: "number", values })) });

/** Both from the first rows as centroids, both as many iterations; both give labels. */
async function kmeansBeside(open, columns, nRepeats) {
  const init = { rows: Array.from({ length: K }, (_, row) => row) };
  const params = { k: K, init, max_iter: N_ITER, tol: 0, standardize: false };
  const ours = await moduleTimes(open, "kmeans", table(columns), { op: "fit", params }, nRepeats);
  const rows = rowsOf(columns);
  const theirs = repeated(nRepeats, () => kmeans(rows, K, { initialization: rows.slice(0, K), maxIterations: N_ITER, tolerance: 0 }));
  const inertia = rows.reduce((sum, row, at) => sum + squared(row, theirs.result.centroids[theirs.result.clusters[at]]), 0);
  return {
    ours: ours.times,
    theirs: theirs.times,
    nIter: [ours.body.n_iter, theirs.result.iterations],
    // Theirs is of labels before, and centroids after, the last update.
    inertia: [ours.body.inertia, inertia],
  };
}

function squared(a, b) {
  return a.reduce((sum, value, at) => sum + (value - b[at]) ** 2, 0);
}

/** Ours to convergence, with standard errors; theirs by gradient steps until the loss is close to ours. */
async function logisticBeside(open, columns, event, nRepeats) {
  const names = columns.map((_, index) => `x${index}`);
  const { columns: numbers } = table(columns);
  const given = { columns: [...numbers, { name: "event", kind: "number", values: event }] };
  const params = { target: "event", columns: names, standardize: false };
  const ours = await moduleTimes(open, "sensitivity", given, { op: "fit", params }, nRepeats);
  const least = -ours.body.log_likelihood / event.length;
  setWasmPaths("/bench/web/");
  await tf.setBackend("wasm");
  const flat = Float32Array.from({ length: event.length * columns.length }, (_, at) => columns[at % columns.length][Math.floor(at / columns.length)]);
  const x = tf.tensor2d(flat, [event.length, columns.length]);
  const y = tf.tensor2d(Float32Array.from(event), [event.length, 1]);
  const theirs = repeated(nRepeats, () => descend(x, y, least));
  return { ours: ours.times, theirs: theirs.times, loss: [least, theirs.result.loss], nSteps: [ours.body.n_iter, theirs.result.nSteps] };
}

/** Full-batch Adam on the mean cross-entropy. */
function descend(x, y, least) {
  const weights = tf.variable(tf.zeros([x.shape[1], 1]));
  const bias = tf.variable(tf.scalar(0));
  const optimizer = tf.train.adam(LEARNING_RATE);
  const lossOf = () => tf.losses.sigmoidCrossEntropy(y, tf.add(tf.matMul(x, weights), bias));
  let [nSteps, loss] = [0, Infinity];
  while (nSteps < STEPS_MAX && loss > least * (1 + CLOSE)) {
    const now = optimizer.minimize(lossOf, true);
    loss = now.dataSync()[0];
    now.dispose();
    nSteps += 1;
  }
  return { nSteps, loss };
}

/** The whole call on columns that were loaded anew before it: a loaded module remembers. */
async function moduleTimes(open, name, given, request, nRepeats) {
  const module = await open(`/modules/${name}.wasm`);
  const times = [];
  let body;
  for (let repeat = 0; repeat <= nRepeats; repeat += 1) {
    await module.load(given);
    const start = performance.now();
    ({ body } = await module.run({ ...request, rows_as: "columns" }));
    if (repeat > 0) times.push(performance.now() - start);
  }
  module.dispose();
  return { times, body };
}

/** The first repeat warms up the compiler and does not count. */
function repeated(nRepeats, work) {
  const times = [];
  let result;
  for (let repeat = 0; repeat <= nRepeats; repeat += 1) {
    const start = performance.now();
    result = work();
    if (repeat > 0) times.push(performance.now() - start);
  }
  return { times, result };
}
