/** What the page shows for the module density. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./density";

export const view: View = {
  rank: 100,
  render: ({ client, table, locale, given }) =>
    html`<gf-density .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-density>`,
};
