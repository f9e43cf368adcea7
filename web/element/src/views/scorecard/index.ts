/** What the page shows for the module scorecard. */

import { html } from "lit";
import type { View } from "../../plugins";
import "./scorecard";

export const view: View = {
  rank: 20,
  render: ({ client, table, locale, given }) =>
    html`<gf-scorecard .client=${client} .table=${table} .given=${given} .locale=${locale}></gf-scorecard>`,
};
