/** What the page shows for the module kmeans. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./kmeans";

export const view: View = {
  rank: 10,
  render: ({ client, table, locale }) =>
    html`<gf-kmeans .client=${client} .table=${table} .locale=${locale}></gf-kmeans>`,
};
