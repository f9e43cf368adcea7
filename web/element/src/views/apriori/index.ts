/** What the page shows for the module apriori. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./apriori";

export const view: View = {
  rank: 40,
  render: ({ client, table, locale, given }) =>
    html`<gf-apriori .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-apriori>`,
};
