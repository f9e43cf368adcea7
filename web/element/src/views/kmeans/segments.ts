import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { DarkMode } from "../../charts/dark";
import { segmentMark } from "../../charts/mark";
import { markOf } from "../../charts/palette";
import { GridfolkElement } from "../../element";
import { meaningOf, type TableData } from "../../table";
import type { Comparison, Fit } from "./replies";
import { standingOut, type StandOut } from "./standing-out";
import type { SegmentProfile } from "./types";

/** The segments: sizes, means, and what each is known by. */
@customElement("gf-segments")
export class SegmentsTable extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .segment {
        display: inline-flex;
        align-items: center;
        gap: 7px;
      }
      ul {
        list-style: none;
        display: grid;
        gap: 2px;
        min-width: 230px;
      }
      .sd {
        display: inline-block;
        min-width: 5.2em;
        font-weight: 600;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .sd span {
        color: var(--gf-accent);
      }
      .bar {
        display: block;
        margin-top: 4px;
        margin-left: auto;
      }
      .track {
        fill: var(--gf-raised);
      }
      details[open] > summary {
        margin-bottom: 8px;
      }
    `,
  ];

  @property({ attribute: false }) fit: Fit | undefined;
  /** What stands here until there is one. */
  @property() waiting = "";
  @property({ attribute: false }) comparison: Comparison | undefined;
  @property({ attribute: false }) table!: TableData;
  @property({ type: Number }) ms = NaN;

  #dark = new DarkMode(this);

  protected override render() {
    const t = this.t.kmeans;
    return html`<section class="card" aria-labelledby="title" aria-busy=${!this.fit && this.waiting !== ""}>
      <div class="row between">
        <h2 id="title">${t.segments}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <p role="status">${this.#status()}</p>
      ${this.fit ? html`${this.#sizes(this.fit)} ${this.#means(this.fit)}` : ""}
    </section>`;
  }

  #status(): string {
    if (!this.fit) return this.waiting;
    const { n_rows, n_rows_used, n_iter, converged, profile } = this.fit.body;
    const t = this.t.kmeans;
    const [used, groups] = [this.format.count(n_rows_used), this.format.count(profile.length)];
    const parts = [n_iter === undefined ? t.scored(used, groups) : t.summary(used, groups, this.format.count(n_iter))];
    if (converged === false) parts.push(t.notConverged);
    if (n_rows_used < n_rows) parts.push(t.left(this.format.count(n_rows - n_rows_used)));
    return parts.join(" ");
  }

  #sizes({ body }: Fit) {
    const t = this.t.kmeans;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t.segments}>
      <table>
        <caption>
          ${t.sdHelp}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.segment}</th>
            <th scope="col" class="number">${t.size}</th>
            <th scope="col" class="number">${t.share}</th>
            <th scope="col">${t.standsOut}</th>
          </tr>
        </thead>
        <tbody>
          ${body.profile.map(
            (profile, index) => html`<tr>
              <th scope="row">${this.#name(profile.segment, index)}</th>
              <td class="number">${this.format.count(profile.size)}</td>
              <td class="number">${this.format.share(profile.share)} ${this.#bar(profile.share, index)}</td>
              <td>${this.#standsOut(profile)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #means({ body }: Fit) {
    const t = this.t.kmeans;
    const written = body.model.columns.map((_, j) => this.format.column(body.profile.map(({ columns }) => columns[j]?.mean)));
    return html`<details open>
      <summary>${t.means}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${t.means}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t.segment}</th>
              ${body.model.columns.map(
                (column) =>
                  html`<th scope="col" class="number" title=${meaningOf(this.table, column, this.locale) ?? column}>
                    ${this.breakable(column)}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${body.profile.map(
              ({ segment, columns }, index) => html`<tr>
                <th scope="row">${this.#name(segment, index)}</th>
                ${columns.map(({ mean }, j) => html`<td class="number">${written[j]?.(mean)}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  #name(segment: string, index: number) {
    const select = () => this.emit("gf-select", { kind: "group", column: "segment", level: segment });
    return html`<button class="plain segment" @click=${select}>${segmentMark(index, this.#dark.isDark)}${segment}</button>`;
  }

  #bar(share: number, index: number) {
    const { color } = markOf(index, this.#dark.isDark);
    return html`<svg class="bar" width="90" height="5" aria-hidden="true">
      ${svg`<rect class="track" width="90" height="5" rx="2.5" /><rect width=${90 * share} height="5" rx="2.5" fill=${color} />`}
    </svg>`;
  }

  #standsOut(profile: SegmentProfile) {
    const notable = standingOut(profile);
    if (notable.length === 0) return html`<span class="quiet">${this.t.kmeans.nothingStandsOut}</span>`;
    return html`<ul>
      ${notable.map((standOut) => html`<li>${this.#oneStandOut(standOut)}</li>`)}
    </ul>`;
  }

  #oneStandOut({ column, sd }: StandOut) {
    const name = meaningOf(this.table, column, this.locale) ?? column;
    const isAbove = sd > 0;
    return html`<span class="sd">
        <span aria-hidden="true">${isAbove ? "▲" : "▼"}</span> ${this.t.kmeans.sd(this.format.signed(sd))}
      </span>
      ${name}`;
  }
}
