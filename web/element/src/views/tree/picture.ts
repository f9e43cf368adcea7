import { css, html, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { cut, lettersOf } from "../../charts/letters";
import { GridfolkElement } from "../../element";
import type { LeafChange, Model, ModelNode } from "../../generated/tree";
import "../../parts/picture";
import { layoutOf, type Place } from "./layout";
import { classOf, rateOf } from "./state";

const BOX = { width: 204, height: 46, gapX: 44, gapY: 12 };
/** The most narrow letters of the first line in a box, which is bold. */
const LETTERS = 24;

/** The tree: questions from left to right, leaves with what they say. */
@customElement("gf-tree-picture")
export class TreePicture extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      svg {
        display: block;
        height: auto;
      }
      .box {
        fill: var(--gf-surface);
        stroke: var(--gf-line);
      }
      .fill {
        fill: var(--gf-accent);
      }
      .leaf {
        stroke: var(--gf-accent);
      }
      .edited {
        stroke: var(--gf-down);
        stroke-width: 2.5;
      }
      path {
        fill: none;
        stroke: var(--gf-field);
      }
      text {
        font-size: 12px;
        fill: var(--gf-text);
      }
      .strong {
        font-weight: 600;
      }
      .quiet {
        fill: var(--gf-quiet);
        font-size: 11px;
      }
    `,
  ];

  /** As it is with its edited thresholds. */
  @property({ attribute: false }) model: Model | undefined;
  @property({ attribute: false }) leaves: readonly LeafChange[] = [];
  /** Nodes whose threshold was edited. */
  @property({ attribute: false }) edited: readonly string[] = [];

  protected override render() {
    if (!this.model) return "";
    const { nodes } = this.model;
    const { places, nRows, depth } = layoutOf(nodes);
    const [width, height] = [(depth + 1) * (BOX.width + BOX.gapX) - BOX.gapX + 2, nRows * (BOX.height + BOX.gapY) - BOX.gapY + 2];
    const byIndex = new Map(places.map((place) => [place.index, place]));
    return html`<gf-picture .heading=${`${this.t.tree.picture}: ${this.model.target}`} .locale=${this.locale}>
      <div class="scroll" tabindex="0" role="group" aria-label=${this.t.tree.picture}>
        <svg width=${width} height=${height} viewBox="-1 -1 ${width} ${height}" role="img" aria-label=${this.t.tree.pictureDescription}>
          ${places.map((place) => this.#edge(place, byIndex.get(place.parent ?? -1)))} ${places.map((place) => this.#node(place))}
        </svg>
      </div>
    </gf-picture>`;
  }

  #edge({ row, depth, isYes }: Place, parent: Place | undefined) {
    if (!parent) return "";
    const [x0, y0] = [xOf(depth) - BOX.gapX, yOf(parent.row) + BOX.height / 2];
    const [x1, y1] = [xOf(depth), yOf(row) + BOX.height / 2];
    const middle = (x0 + x1) / 2;
    return svg`<path d="M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}"></path>
      <text class="quiet" x=${x1 - 4} y=${y1 - 5} text-anchor="end">${isYes ? this.t.tree.yes : this.t.tree.no}</text>`;
  }

  #node({ index, row, depth }: Place) {
    const model = this.model;
    const node = model?.nodes[index];
    if (!model || !node) return "";
    const [x, y] = [xOf(depth), yOf(row)];
    const isLeaf = typeof node.yes !== "number";
    const rate = rateOf(model, node);
    const kind = isLeaf ? "leaf" : this.edited.includes(`n${index}`) ? "edited" : "";
    const [first, second] = isLeaf ? this.#leaf(model, node, index) : this.#question(node, rate);
    return svg`<g>
      <rect class="box ${kind}" x=${x} y=${y} width=${BOX.width} height=${BOX.height} rx="7"></rect>
      <rect class="fill" x=${x + 8} y=${y + BOX.height - 6} width=${Math.max(0, (BOX.width - 16) * rate)} height="3" rx="1.5"></rect>
      <text class="strong" x=${x + 9} y=${y + 17}>${first.short}<title>${first.whole}</title></text>
      <text class="quiet" x=${x + 9} y=${y + 33}>${second}</text>
    </g>`;
  }

  /** What a leaf tells, and how many customers of the table are there. */
  #leaf(model: Model, node: ModelNode, index: number): [Line, string] {
    const { count, share } = this.format;
    const counts = this.leaves.find(({ leaf }) => leaf === `n${index}`);
    const rate = rateOf(model, node);
    const n = counts ? this.t.tree.customers(count(counts.n_after)) : this.t.tree.known(count(node.n_rows));
    return [lineOf(model.target, `: ${classOf(model, node)}`), `${n} · ${share(rate)}`];
  }

  #question(node: ModelNode, rate: number): [Line, string] {
    const { value, count, share } = this.format;
    const { column, lte, in: levels } = node;
    const asked = typeof lte === "number" ? ` ≤ ${value(lte)}` : levels ? `: ${levels.join(", ")}` : ` ${this.t.tree.isMissing}`;
    return [lineOf(column ?? "", asked), `${this.t.tree.known(count(node.n_rows))} · ${share(rate)}`];
  }
}

function xOf(depth: number): number {
  return depth * (BOX.width + BOX.gapX);
}

function yOf(row: number): number {
  return row * (BOX.height + BOX.gapY);
}

/** The first line of a box: in its room, and whole. */
interface Line {
  short: string;
  whole: string;
}

/** A column and what is said of it. A long name gives way to that, down to a few letters. */
function lineOf(column: string, said: string): Line {
  const name = cut(column, Math.max(LETTERS - lettersOf(said), 8));
  return { short: cut(name + said, LETTERS), whole: column + said };
}
