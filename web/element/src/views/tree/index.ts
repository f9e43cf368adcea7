/** What the page shows for the module tree. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./tree";

export const view: View = {
  rank: 50,
  render: ({ client, table, locale, given }) =>
    html`<gf-tree .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-tree>`,
};
