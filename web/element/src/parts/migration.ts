import { css, html, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { DarkMode } from "../charts/dark";
import { flowOf, type Node } from "../charts/flow";
import { segmentMark } from "../charts/mark";
import { markOf } from "../charts/palette";
import { GridfolkElement } from "../element";
import "./picture";

const BOX = { width: 380, height: 240, gap: 8, bar: 12 };
/** Room for the groups' names beside the picture, by the longest name; wide letters count twice. */
const LETTER = 7;
const NAMES = { min: 34, max: 200 };

/** Groups before and after, as every module's what-if tells them. */
export interface GroupChange {
  groups: string[];
  counts_before: number[];
  counts_after: number[];
  migration: number[][];
  n_moved: number;
}

/** Who would move: counts before and after, the migration matrix as picture and table. */
@customElement("gf-migration")
export class Migration extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .headline {
        font-size: 1.06rem;
        font-weight: 600;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr));
        gap: 16px 24px;
        align-items: start;
      }
      .flow {
        width: 100%;
        height: auto;
        max-height: 300px;
      }
      .flow text {
        fill: var(--gf-text);
        font-size: 12px;
      }
      .stays {
        opacity: 0.22;
      }
      .moves {
        opacity: 0.66;
      }
      .segment {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .segment svg {
        flex: none;
      }
      tbody th {
        white-space: normal;
      }
      td.diagonal {
        color: var(--gf-quiet);
      }
      td.moved {
        font-weight: 600;
        background: var(--gf-raised);
      }
      .up {
        color: var(--gf-up);
      }
      .down {
        color: var(--gf-down);
      }
    `,
  ];

  @property({ attribute: false }) change: GroupChange | undefined;
  /** What a group is called; nothing said: a segment. */
  @property() label = "";
  /** What stands in place of a group's own name. */
  @property({ attribute: false }) nameOf = (group: string): string => group;

  #dark = new DarkMode(this);

  protected override render() {
    const t = this.t.whatIf;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.results}</h2>
      <p class=${this.change ? "headline" : "quiet"} role="status">${this.#headline()}</p>
      ${this.change ? this.#details(this.change) : ""}
    </section>`;
  }

  #headline(): string {
    const t = this.t.whatIf;
    if (!this.change) return t.noChange;
    const { n_moved, counts_before } = this.change;
    const n = counts_before.reduce((sum, count) => sum + count, 0);
    const { nobody, moved } = this.label ? this.t.groups : t;
    if (n_moved === 0) return nobody(this.format.count(n));
    return moved(this.format.count(n_moved), this.format.count(n), this.format.share(n_moved / n));
  }

  #details(change: GroupChange) {
    return html`<div class="pair">
      ${this.#flow(change)} ${this.#counts(change)}
    </div>
    ${this.#matrix(change)}`;
  }

  #flow({ groups, migration }: GroupChange) {
    const { before, after, bands } = flowOf(migration, BOX);
    const color = (group: number) => markOf(group, this.#dark.isDark).color;
    const bar = (x: number) => (node: Node) =>
      svg`<rect x=${x} y=${node.y} width=${BOX.bar} height=${node.height} fill=${color(node.group)} />`;
    const widths = groups.map((group) => [...this.nameOf(group)].reduce((width, letter) => width + (letter > "\u2e80" ? 2 : 1), 1));
    const room = Math.min(NAMES.max, Math.max(NAMES.min, LETTER * Math.max(0, ...widths)));
    const name = (x: number, anchor: string) => (node: Node) =>
      svg`<text x=${x} y=${node.y + node.height / 2 + 4} text-anchor=${anchor}>${node.height > 9 ? this.nameOf(groups[node.group] ?? "") : ""}</text>`;
    const t = this.t.whatIf;
    return html`<gf-picture .heading=${this.label ? `${t.results}: ${this.label}` : t.results} .locale=${this.locale}>
      <svg
        class="flow"
        viewBox="${-room} -4 ${BOX.width + 2 * room} ${BOX.height + 8}"
        role="img"
        aria-label=${this.label ? this.t.groups.flow : t.flowDescription}
      >
        ${bands.map((band) => svg`<path class=${band.from === band.to ? "stays" : "moves"} d=${band.path} fill=${color(band.from)} />`)}
        ${before.map(bar(0))} ${after.map(bar(BOX.width - BOX.bar))}
        ${before.map(name(-6, "end"))} ${after.map(name(BOX.width + 6, "start"))}
      </svg>
    </gf-picture>`;
  }

  #counts({ groups, counts_before, counts_after }: GroupChange) {
    const t = this.t.whatIf;
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${this.label || this.t.kmeans.segment}</th>
            <th scope="col" class="number">${t.before}</th>
            <th scope="col" class="number">${t.after}</th>
            <th scope="col" class="number">${t.difference}</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map((group, index) => {
            const [n, m] = [counts_before[index] ?? 0, counts_after[index] ?? 0];
            return html`<tr>
              <th scope="row">${this.#name(group, index)}</th>
              <td class="number">${this.format.count(n)}</td>
              <td class="number">${this.format.count(m)}</td>
              <td class="number ${m > n ? "up" : m < n ? "down" : ""}">${this.format.difference(m - n)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  }

  #matrix({ groups, migration }: GroupChange) {
    const t = this.t.whatIf;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t.migration}>
      <table>
        <caption>
          <strong>${t.migration}.</strong>
          ${this.label ? this.t.groups.help : t.migrationHelp}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.fromTo}</th>
            ${groups.map((group, index) => html`<th scope="col" class="number">${this.#name(group, index)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${migration.map(
            (row, from) => html`<tr>
              <th scope="row">${this.#name(groups[from] ?? "", from)}</th>
              ${row.map((n, to) => {
                const kind = from === to ? "diagonal" : n > 0 ? "moved" : "";
                return html`<td class="number ${kind}">${this.format.count(n)}</td>`;
              })}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #name(group: string, index: number) {
    return html`<span class="segment">${segmentMark(index, this.#dark.isDark)}${this.nameOf(group)}</span>`;
  }
}
