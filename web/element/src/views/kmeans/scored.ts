/** A table in the segments of a model that was fitted before, described as a fit describes its own. */

import type { Client } from "../../client/client";
import type { RunReply } from "../../client/protocol";
import { fitted, type Fit } from "./replies";
import type { ColumnProfile, Model, PredictBody, SegmentProfile } from "./types";

/** The request that puts rows into a model's segments. */
export function predictRequest(model: Model): string {
  return JSON.stringify({ op: "predict", model, rows_as: "columns" });
}

/** The reply to `predict` with what the segments look like in the present table. */
export async function scored(client: Client, model: Model, reply: RunReply): Promise<Fit> {
  const { codes, levels, body } = fitted<PredictBody>(reply);
  const columns = await Promise.all(model.columns.map((name) => client.call("column", { name })));
  const values = columns.map((column, j) => (column.kind === "number" ? filled(column.values, model, j) : new Float64Array()));
  const profile = levels.map((segment, k) => profileOf(segment, k, body, codes, values, model));
  return { body: { model, ...body, profile }, codes, levels };
}

/** Values as the model reads them: where it takes the mean for a missing one, so does this. */
function filled(values: Float64Array, { missing, scaler }: Model, j: number): Float64Array {
  return missing === "mean" ? values.map((value) => (Number.isNaN(value) ? (scaler.mean[j] ?? NaN) : value)) : values;
}

function profileOf(segment: string, k: number, { n_rows_used, sizes }: PredictBody, codes: Uint32Array, values: Float64Array[], model: Model): SegmentProfile {
  const size = sizes[k] ?? 0;
  const columns = size > 0 ? values.map((column, j) => columnProfile(column, j, k, codes, model)) : [];
  return { segment, size, share: n_rows_used > 0 ? size / n_rows_used : 0, columns };
}

/** Mean and spread of one segment's rows; how far it stands out is measured from the rows of the fit. */
function columnProfile(values: Float64Array, j: number, k: number, codes: Uint32Array, { columns, scaler }: Model): ColumnProfile {
  const own = values.filter((value, row) => codes[row] === k && !Number.isNaN(value));
  const all = values.filter((value) => !Number.isNaN(value));
  const mean = sum(own) / own.length;
  const sd = Math.sqrt(sum(own.map((value) => (value - mean) ** 2)) / own.length);
  const total = sum(all);
  const sdOfFit = scaler.sd[j] ?? 0;
  return {
    column: columns[j] ?? "",
    mean,
    sd,
    share_of_total: total === 0 ? null : sum(own) / total,
    stands_out_sd: sdOfFit > 0 ? (mean - (scaler.mean[j] ?? 0)) / sdOfFit : null,
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
