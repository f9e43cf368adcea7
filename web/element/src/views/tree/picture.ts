import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { lettersOf, linesOf } from "../../charts/letters";
import { GridfolkElement } from "../../element";
import type { LeafChange, Model, ModelNode } from "../../generated/tree";
import "../../parts/picture";
import { layoutOf, type Place } from "./layout";
import { classOf, rateOf } from "./state";

const BOX = { gapX: 40, gapY: 12, edge: 9 };
/** How high what stands in a box is: a line of its question, and all that stands below. */
const HEIGHT = { line: 15, below: 43 };
/** How wide boxes are, by their longest text and the room that there is for all beside each other: least with four questions in a row. */
const WIDTH = { least: 150, most: 330, room: 910 };
/** Of the bar of a box that is full: beside it stands its percentage. */
const BAR = { height: 4, beside: 46 };
/** Of a narrow letter of the question, which is bold. */
const LETTER = 7.75;
/** The most lines of a question; what is longer stands in the rules, and where a pointer rests on it. */
const LINES_MAX = 3;

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
      .track {
        fill: var(--gf-raised);
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

  /** Of every box of the present tree. */
  #box = { width: WIDTH.least, height: 0 };

  protected override render() {
    if (!this.model) return "";
    const { nodes } = this.model;
    const { places, nRows, depth } = layoutOf(nodes);
    const texts = places.map(({ index }) => this.#first(index));
    const width = boxWidth(depth, Math.max(...texts.map(lettersOf)));
    const nLines = Math.max(...texts.map((text) => linesIn(width, text).length));
    this.#box = { width, height: nLines * HEIGHT.line + HEIGHT.below };
    const [across, down] = [this.#xOf(depth + 1) - BOX.gapX + 2, this.#yOf(nRows) - BOX.gapY + 2];
    const byIndex = new Map(places.map((place) => [place.index, place]));
    return html`<gf-picture .heading=${this.t.words.named(this.t.tree.picture, this.model.target)} .locale=${this.locale}>
      <div class="scroll" tabindex="0" role="group" aria-label=${this.t.tree.picture}>
        <svg width=${across} height=${down} viewBox="-1 -1 ${across} ${down}" role="img" aria-label=${this.t.tree.pictureDescription}>
          ${places.map((place) => this.#edge(place, byIndex.get(place.parent ?? -1)))} ${places.map((place) => this.#node(place))}
        </svg>
      </div>
    </gf-picture>`;
  }

  #xOf(depth: number): number {
    return depth * (this.#box.width + BOX.gapX);
  }

  #yOf(row: number): number {
    return row * (this.#box.height + BOX.gapY);
  }

  #edge({ row, depth, isYes }: Place, parent: Place | undefined) {
    if (!parent) return "";
    const middle = this.#box.height / 2;
    const [x0, y0] = [this.#xOf(depth) - BOX.gapX, this.#yOf(parent.row) + middle];
    const [x1, y1] = [this.#xOf(depth), this.#yOf(row) + middle];
    const turn = (x0 + x1) / 2;
    return svg`<path d="M${x0} ${y0}C${turn} ${y0} ${turn} ${y1} ${x1} ${y1}"></path>
      <text class="quiet" x=${x1 - 4} y=${isYes ? y1 - 5 : y1 + 13} text-anchor="end">${isYes ? this.t.tree.yes : this.t.tree.no}</text>`;
  }

  #node({ index, row, depth }: Place) {
    const model = this.model;
    const node = model?.nodes[index];
    if (!model || !node) return "";
    const { width, height } = this.#box;
    const [x, y] = [this.#xOf(depth), this.#yOf(row)];
    const kind = isLeafNode(node) ? "leaf" : this.edited.includes(`n${index}`) ? "edited" : "";
    const [first, rate] = [this.#first(index), rateOf(model, node)];
    const [start, end, bottom] = [x + BOX.edge, x + width - BOX.edge, y + height - 9];
    const full = width - 2 * BOX.edge - BAR.beside;
    const line = (text: string, i: number) => svg`<tspan x=${start} y=${y + 17 + i * HEIGHT.line}>${text}</tspan>`;
    return svg`<g>
      <title>${first}</title>
      <rect class="box ${kind}" x=${x} y=${y} width=${width} height=${height} rx="7"></rect>
      <text class="strong">${linesIn(width, first).map(line)}</text>
      <text class="quiet" x=${start} y=${bottom - HEIGHT.line}>${this.#counted(node, index)}</text>
      <rect class="track" x=${start} y=${bottom - 6} width=${full} height=${BAR.height} rx="2"></rect>
      <rect class="fill" x=${start} y=${bottom - 6} width=${full * rate} height=${BAR.height} rx="2"></rect>
      <text class="quiet" x=${end} y=${bottom} text-anchor="end">${this.format.share(rate)}</text>
    </g>`;
  }

  /** What a box asks, or what its leaf tells. */
  #first(index: number): string {
    const model = this.model;
    const node = model?.nodes[index];
    if (!model || !node) return "";
    if (isLeafNode(node)) return `${model.target}: ${classOf(model, node)}`;
    const { column, lte, in: levels } = node;
    // A threshold stays beside its sign.
    if (typeof lte === "number") return `${column ?? ""} ≤\u00a0${this.format.value(lte)}`;
    return levels ? this.t.words.named(column ?? "", levels.join(this.t.words.listed)) : `${column ?? ""} ${this.t.tree.isMissing}`;
  }

  /** How many customers of the table are at a leaf; of a question how many known cases. */
  #counted(node: ModelNode, index: number): string {
    const counts = this.leaves.find(({ leaf }) => leaf === `n${index}`);
    const { count } = this.format;
    return isLeafNode(node) && counts ? this.t.tree.customers(count(counts.n_after)) : this.t.tree.known(count(node.n_rows));
  }
}

/** As wide as the longest text, as far as all boxes have room beside each other; where even small ones have none, the picture scrolls. */
function boxWidth(depth: number, nLetters: number): number {
  const room = Math.floor((WIDTH.room - depth * BOX.gapX) / (depth + 1));
  const wanted = Math.ceil(nLetters * LETTER + 2 * BOX.edge);
  return Math.max(WIDTH.least, Math.min(wanted, WIDTH.most, room));
}

/** The question in a box of this width. */
function linesIn(width: number, text: string): string[] {
  return linesOf(text, Math.floor((width - 2 * BOX.edge) / LETTER), LINES_MAX);
}

function isLeafNode(node: ModelNode): boolean {
  return typeof node.yes !== "number";
}
