/** What the page shows for the module kmeans. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./kmeans";

export const view: View = {
  rank: 10,
  render: ({ client, table, locale, given }) =>
    html`<gf-kmeans .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-kmeans>`,
};
