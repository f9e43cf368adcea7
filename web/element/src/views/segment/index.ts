/** What the page shows for the module segment. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./segment";

export const view: View = {
  rank: 90,
  render: ({ client, table, locale, given }) =>
    html`<gf-segment .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-segment>`,
};
