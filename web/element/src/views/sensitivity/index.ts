/** What the page shows for the module sensitivity. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./sensitivity";

export const view: View = {
  rank: 30,
  render: ({ client, table, locale, given }) =>
    html`<gf-sensitivity .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-sensitivity>`,
};
