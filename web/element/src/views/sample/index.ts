/** The made-up population. */

import type { CallOptions, Client } from "../../client/client";
import type { Source } from "../../plugins";
import type { ColumnMeaning, TableData } from "../../table";

/** Columns of different sides of a customer, none of them derived from another. */
const SUGGESTED = [
  "kwh_change_share",
  "summer_share",
  "peak_share",
  "load_factor",
  "n_bills_late_12m",
  "outage_hours_12m",
  "n_app_uses_12m",
];

/** Who gets in touch after an outage, and what was known before. */
const EVENT = {
  target: "outage_contact_next",
  columns: [
    "n_outages_12m",
    "outage_hours_12m",
    "n_outage_calls_12m",
    "n_app_uses_12m",
    "kva_contract",
    "has_own_supply",
    "tenure_months",
    "class",
  ],
};

interface Body {
  about_columns: ({ name: string } & ColumnMeaning)[];
}

export const source: Source = {
  title: (t) => t.sample.name,
  label: (t) => t.sample.use,
  note: (t) => t.sample.note,
  load: generate,
};

async function generate(client: Client, nCustomers: number, options: CallOptions = {}): Promise<TableData> {
  const request = JSON.stringify({
    op: "generate",
    params: { n_customers: nCustomers, seed: 1 },
    rows_as: "columns",
  });
  const { body, table } = await client.call("generate", { module: "sample", request }, options);
  const { about_columns }: Body = JSON.parse(body);
  const meanings = new Map(about_columns.map((about) => [about.name, about]));
  return { ...table, name: "sample", meanings, suggested: SUGGESTED, event: EVENT };
}
