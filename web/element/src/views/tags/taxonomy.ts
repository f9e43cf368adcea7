import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { shortened } from "../../format/numbers";
import type { LabelReply, TagCount } from "../../generated/tags";
import { bar, barStyles } from "../../parts/bar";
import { dataTable, numeric } from "../../parts/data-table";
import { BUILT_IN_TAGS } from "../../generated/names";

/** The tags in their taxonomy, and how many customers have each. */
@customElement("gf-tags-taxonomy")
export class Taxonomy extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    barStyles,
    css`
      code {
        display: block;
        min-width: 210px;
        font: 0.82rem/1.45 ui-monospace, monospace;
        overflow-wrap: anywhere;
      }
      tbody th {
        white-space: normal;
        min-width: 130px;
      }
      tbody th .quiet {
        font-weight: 400;
      }
      td .row {
        flex-wrap: nowrap;
        gap: 4px;
      }
      td button {
        min-height: 28px;
        padding: 1px 8px;
        font-size: 0.82rem;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) labelled!: LabelReply;

  protected override render() {
    const t = this.t.tags;
    const { count, value } = this.format;
    const { n_rows, n_tags_mean, n_untagged, tags, skipped } = this.labelled;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.taxonomy}</h2>
      <p role="status">${t.summary(count(n_rows), count(tags.length), value(n_tags_mean), count(n_untagged))}</p>
      ${tags.length > 0 ? this.#table(tags) : ""}
      ${skipped.length > 0 ? html`<p class="quiet">${t.skipped(skipped.map(({ tag, column }) => `${this.#skippedName(tag)} (${column})`).join(this.t.words.listed))}</p>` : ""}
    </section>`;
  }

  #skippedName(id: string): string {
    const title = BUILT_IN_TAGS[id];
    return title ? this.#text(title) : id;
  }

  #table(tags: readonly TagCount[]) {
    const t = this.t.tags;
    return dataTable({
      label: t.taxonomy,
      caption: t.taxonomyHelp,
      head: [{ text: t.tag }, { text: t.rule }, numeric(t.customers), numeric(t.isOpen), { text: t.use }],
      rows: this.#inOrder(tags).map((tag) => this.#row(tag)),
    });
  }

  #row(tag: TagCount) {
    const t = this.t.tags;
    const { count, share } = this.format;
    const use = (has: boolean) => this.emit("gf-use", { tag: tag.tag, has });
    return [
      html`<div>${this.#text(tag.title)}</div>
        <div class="quiet">${this.#level1(tag)} / ${this.#level2(tag)}</div>`,
      tag.when ? html`<code title=${tag.when}>${shortened(tag.when)}</code>` : (t.made[tag.made as keyof typeof t.made] ?? tag.made),
      html`${count(tag.n)} <span class="quiet">${share(tag.share)}</span> ${bar(tag.share)}`,
      count(tag.n_unknown),
      html`<span class="row">
        <button aria-label="${t.and}: ${tag.tag}" @click=${() => use(true)}>${t.and}</button>
        <button aria-label="${t.andNot}: ${tag.tag}" @click=${() => use(false)}>${t.andNot}</button>
      </span>`,
    ];
  }

  /** In the order of the taxonomy, the most frequent ones of a place first. */
  #inOrder(tags: readonly TagCount[]): TagCount[] {
    const places = this.labelled.model.taxonomy.flatMap(({ id, level_2 }) => level_2.map((second) => `${id}/${second.id}`));
    const at = ({ level_1, level_2 }: TagCount) => places.indexOf(`${level_1}/${level_2}`);
    return [...tags].sort((a, b) => at(a) - at(b) || b.n - a.n);
  }

  #level1({ level_1 }: TagCount): string {
    const level = this.labelled.model.taxonomy.find(({ id }) => id === level_1);
    return level ? this.#text(level.title) : level_1;
  }

  #level2({ level_1, level_2 }: TagCount): string {
    const levels = this.labelled.model.taxonomy.find(({ id }) => id === level_1)?.level_2;
    const level = levels?.find(({ id }) => id === level_2);
    return level ? this.#text(level.title) : level_2;
  }

  #text({ en, zh }: { en: string; zh: string }): string {
    return this.locale === "zh-CN" ? zh : en;
  }
}
