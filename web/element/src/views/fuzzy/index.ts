/** What the page shows for the module fuzzy. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./fuzzy";

export const view: View = {
  rank: 60,
  render: ({ client, table, locale, given }) =>
    html`<gf-fuzzy .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-fuzzy>`,
};
