import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { DarkMode } from "../charts/dark";
import { flowOf, type Node } from "../charts/flow";
import { cut, lettersOf } from "../charts/letters";
import { segmentMark } from "../charts/mark";
import { markOf } from "../charts/palette";
import { GridfolkElement } from "../element";
import { dataTable, numeric } from "./data-table";
import "./picture";

const BOX = { width: 380, height: 240, bar: 12 };
/** Between groups: so few of them are all named, even those of nobody; of more only those that are as high as a name. */
const GAP = { few: 13, many: 8 };
const FEW = 8;
const NAME_HEIGHT = 9;
/** Names up to so many letters stand beside the picture, where there is so much room; longer ones in it. */
const SHORT = { letters: 4, room: 34 };
/** The most letters of a name in the picture. */
const LETTERS_MAX = 24;

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
        stroke: var(--gf-surface);
        stroke-width: 3;
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

  /** Where nobody moves a picture of moves says nothing. */
  #details(change: GroupChange) {
    if (change.n_moved === 0) return this.#counts(change);
    return html`<div class="pair">
      ${this.#flow(change)} ${this.#counts(change)}
    </div>
    ${this.#matrix(change)}`;
  }

  #flow({ groups, migration }: GroupChange) {
    const isFew = groups.length <= FEW;
    const { before, after, bands } = flowOf(migration, { ...BOX, gap: isFew ? GAP.few : GAP.many });
    const color = (group: number) => markOf(group, this.#dark.isDark).color;
    const bar = (x: number) => (node: Node) =>
      svg`<rect x=${x} y=${node.y} width=${BOX.bar} height=${node.height} fill=${color(node.group)} />`;
    const isShort = groups.every((group) => lettersOf(this.nameOf(group)) <= SHORT.letters);
    const room = isShort ? SHORT.room : 0;
    const named = ({ group, height }: Node) => (isFew || height > NAME_HEIGHT ? cut(this.nameOf(groups[group] ?? ""), LETTERS_MAX) : "");
    const name = (x: number, isAtEnd: boolean) => (node: Node) =>
      svg`<text paint-order="stroke" x=${x} y=${node.y + node.height / 2 + 4} text-anchor=${isAtEnd ? "end" : "start"}>${named(node)}</text>`;
    const names = isShort
      ? [...before.map(name(-6, true)), ...after.map(name(BOX.width + 6, false))]
      : [...before.map(name(BOX.bar + 5, false)), ...after.map(name(BOX.width - BOX.bar - 5, true))];
    const t = this.t.whatIf;
    return html`<gf-picture .heading=${this.label ? this.t.words.named(t.results, this.label) : t.results} .locale=${this.locale}>
      <svg
        class="flow"
        viewBox="${-room} -9 ${BOX.width + 2 * room} ${BOX.height + 18}"
        role="img"
        aria-label=${this.label ? this.t.groups.flow : t.flowDescription}
      >
        ${bands.map((band) => svg`<path class=${band.from === band.to ? "stays" : "moves"} d=${band.path} fill=${color(band.from)} />`)}
        ${before.map(bar(0))} ${after.map(bar(BOX.width - BOX.bar))} ${names}
      </svg>
    </gf-picture>`;
  }

  #counts({ groups, counts_before, counts_after, n_moved }: GroupChange) {
    const t = this.t.whatIf;
    if (n_moved === 0) {
      return dataTable({
        label: t.results,
        head: [{ text: this.label || this.t.kmeans.segment }, numeric(this.t.data.nCustomers)],
        rows: groups.map((group, index) => [this.#name(group, index), this.format.count(counts_after[index] ?? 0)]),
      });
    }
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
              <td class="number">${this.format.difference(m - n)}</td>
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
