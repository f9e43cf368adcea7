import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import { figures, figureStyles } from "../parts/figures";
import { sizesOf, type Counts } from "./counts";
import { textOf, titleOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

/** How many customers have what matters, in large figures: before, and after a scenario. */
@customElement("gf-glance")
export class Glance extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, figureStyles];

  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;
  @property({ attribute: false }) block!: Extract<Block, { kind: "glance" }>;
  @property({ attribute: false }) counts!: Counts;
  /** The same counts after a scenario. */
  @property({ attribute: false }) countsAfter!: Counts;

  protected override render() {
    const { pipeline, summary, block, locale } = this;
    const entries = block.shares.flatMap(({ column: name, level }) => {
      const before = this.#share(this.counts, name, level);
      if (!before) return [];
      const after = this.#share(this.countsAfter, name, level) ?? before;
      const what = this.t.portrait.levelOf(titleOf(pipeline, name, locale), wordOf(pipeline, summary, name, level, locale));
      return [[html`${what}<br /><span class="quiet number">${this.t.portrait.nCustomers(this.format.count(after.n))}</span>`, this.#value(before.share, after.share)] as const];
    });
    if (entries.length === 0) return "";
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${textOf(block.title, locale)}</h2>
      ${figures(entries)}
    </section>`;
  }

  /** Customers of a level, and their share of those that somebody knows a level of. */
  #share(counts: Counts, column: string, level: string): { n: number; share: number } | undefined {
    const looked = (counts.sizes[column]?.levels ?? []).filter((other) => other !== this.block.unknown);
    const known = sizesOf(counts, column, looked).reduce((sum, n) => sum + n, 0);
    const [n = 0] = sizesOf(counts, column, [level]);
    return known > 0 ? { n, share: n / known } : undefined;
  }

  #value(before: number, after: number): string {
    const [was, is] = [this.format.share(before), this.format.share(after)];
    return was === is ? is : `${was} → ${is}`;
  }
}
