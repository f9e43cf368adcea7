/** What the page shows for the module tags. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./tags";

export const view: View = {
  rank: 80,
  render: ({ client, table, locale, given }) =>
    html`<gf-tags .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-tags>`,
};
