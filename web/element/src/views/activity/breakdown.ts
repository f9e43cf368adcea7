import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import type { Client } from "../../client/client";
import { GridfolkElement } from "../../element";
import type { Customer } from "../../generated/activity";
import { bar, barStyles } from "../../parts/bar";
import "../../parts/customer";
import { dataTable, numeric } from "../../parts/data-table";
import type { Named } from "../../parts/question-state";
import type { TableData } from "../../table";
import { channelName } from "./settings";

/** What a channel's points are made of. */
const PARTS = ["recency", "frequency", "volume", "index", "weight"] as const;

/** What one customer's index is made of. */
@customElement("gf-activity-breakdown")
export class Breakdown extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, barStyles];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) customers: readonly Named[] = [];
  @property({ attribute: false }) shown: Customer | undefined;

  protected override render() {
    const { shown } = this;
    if (!shown) return "";
    const t = this.t.activity;
    const { value, column } = this.format;
    const written = PARTS.map((part) => column(shown.before.channels.map((one) => one[part])));
    const points = column([...shown.before.channels, ...shown.after.channels].map((one) => one.points));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.breakdown}</h2>
      <gf-customer .client=${this.client} .table=${this.table} .customers=${this.customers} .row=${shown.row} .locale=${this.locale}></gf-customer>
      <p role="status">${t.madeOf(value(shown.before.activity), value(shown.after.activity))}</p>
      ${dataTable({
        label: t.breakdown,
        caption: t.breakdownHelp,
        head: [
          { text: t.channel },
          ...[t.parts.recency, t.parts.frequency, t.parts.volume, t.index, t.weight, t.points, t.pointsAfter].map(numeric),
        ],
        rows: shown.before.channels.map((before, i) => {
          const after = shown.after.channels[i] ?? before;
          return [
            channelName(t.names, before.channel),
            ...PARTS.map((part, j) => written[j]?.(before[part])),
            html`${points(before.points)} ${bar(before.points / 100, "was")}`,
            html`${points(after.points)} ${bar(after.points / 100)}`,
          ];
        }),
      })}
    </section>`;
  }
}
