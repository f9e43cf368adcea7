/** What the page shows for the module activity. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./activity";

export const view: View = {
  rank: 70,
  render: ({ client, table, locale, given }) =>
    html`<gf-activity .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-activity>`,
};
