import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { Mover, WhatIfReply } from "../../generated/tree";
import { dataTable, numeric } from "../../parts/data-table";
import type { Named } from "../../parts/question-state";

/** What a scenario or other thresholds change: the mean, the leaves, and who moves most. */
@customElement("gf-tree-changed")
export class Changed extends GridfolkElement {
  @property({ attribute: false }) comparison: WhatIfReply | undefined;
  @property({ attribute: false }) movers: readonly (Mover & Named)[] = [];

  protected override render() {
    if (!this.comparison) return "";
    const { probability, leaves } = this.comparison;
    const t = this.t.tree;
    const { count, share, difference } = this.format;
    const w = this.t.whatIf;
    return html`<section class="card" aria-labelledby="changed">
      <h2 id="changed">${t.changed}</h2>
      <p>${t.meanChange(share(probability.before.mean ?? NaN), share(probability.after.mean ?? NaN))}</p>
      ${dataTable({
        label: t.leaves,
        caption: t.leaves,
        head: [{ text: t.leaf }, numeric(w.before), numeric(w.after), numeric(w.difference)],
        rows: leaves.map(({ leaf, n_before, n_after }) => [leaf, count(n_before), count(n_after), difference(n_after - n_before)]),
      })}
      ${dataTable({
        label: w.movers,
        caption: w.movers,
        head: [{ text: w.customer }, numeric(w.before), numeric(w.after), { text: t.leaf }],
        rows: this.movers.map((mover) => [
          this.customer(mover),
          share(mover.probability_before),
          share(mover.probability_after),
          `${mover.leaf_before} → ${mover.leaf_after}`,
        ]),
      })}
    </section>`;
  }
}
