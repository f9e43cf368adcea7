import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { ProfileReply, TagProfile } from "../../generated/tags";
import { dataTable, numeric } from "../../parts/data-table";

/** Entries of each list. */
const N_SHOWN = 15;
const WIDTH = 130;

/** What sets the selected customers apart from the rest. */
@customElement("gf-tags-profile")
export class ProfileCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      svg {
        display: block;
        margin-inline-start: auto;
      }
      line {
        stroke: var(--gf-field);
      }
      .rest {
        fill: var(--gf-surface);
        stroke: var(--gf-quiet);
        stroke-width: 1.6;
      }
      .group {
        fill: var(--gf-accent);
      }
    `,
  ];

  @property({ attribute: false }) profile: ProfileReply | undefined;
  /** A tag's title in the page's language. */
  @property({ attribute: false }) titleOf = (tag: string): string => tag;

  protected override render() {
    const { profile } = this;
    if (!profile) return "";
    const t = this.t.tags;
    const { count } = this.format;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.profile}</h2>
      <p>${t.profileOf(count(profile.n_group), count(profile.n_rest))}</p>
      ${this.#tags(profile)} ${this.#numbers(profile)}
    </section>`;
  }

  #tags({ tags }: ProfileReply) {
    const t = this.t.tags;
    const { share, column } = this.format;
    const clear = tags.filter(({ is_clear }) => is_clear).slice(0, N_SHOWN);
    if (clear.length === 0) return html`<p class="quiet">${t.nothingClear}</p>`;
    const lift = column(clear.map((tag) => tag.lift));
    return dataTable({
      label: t.lifts,
      caption: t.liftsHelp,
      head: [{ text: t.tagOrLevel }, ...[t.inGroup, t.inRest, t.lift, t.both].map(numeric)],
      rows: clear.map((tag) => [
        this.#name(tag),
        ...[share(tag.share_group), share(tag.share_rest), lift(tag.lift)],
        this.#picture(tag),
      ]),
    });
  }

  #name({ column, tag }: TagProfile) {
    return column === "tags" ? this.titleOf(tag) : html`${this.breakable(column)}: ${tag}`;
  }

  /** Both shares on one line: the rest hollow, the group filled. */
  #picture({ share_group, share_rest }: TagProfile) {
    const x = (share: number) => 6 + share * (WIDTH - 12);
    return html`<svg width=${WIDTH} height="14" aria-hidden="true">
      ${svg`<line x1="6" x2=${WIDTH - 6} y1="7" y2="7"></line>
        <line x1=${x(share_rest)} x2=${x(share_group)} y1="7" y2="7" stroke-width="3"></line>
        <circle class="rest" cx=${x(share_rest)} cy="7" r="4"></circle>
        <circle class="group" cx=${x(share_group)} cy="7" r="5"></circle>`}
    </svg>`;
  }

  #numbers({ numbers }: ProfileReply) {
    const t = this.t.tags;
    const { column: columnOf, signed } = this.format;
    const shown = numbers.filter(({ mean_difference_sd }) => (mean_difference_sd ?? 0) !== 0).slice(0, N_SHOWN);
    if (shown.length === 0) return "";
    return dataTable({
      label: t.numbers,
      caption: t.numbersHelp,
      head: [{ text: this.t.data.column }, ...[t.meanGroup, t.meanRest, t.difference].map(numeric)],
      rows: shown.map(({ column, mean_group, mean_rest, mean_difference_sd }) => [
        ...[this.breakable(column), ...[mean_group, mean_rest].map(columnOf([mean_group, mean_rest]))],
        this.t.kmeans.sd(signed(mean_difference_sd ?? NaN)),
      ]),
    });
  }
}
