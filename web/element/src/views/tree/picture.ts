import { css, html, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { cut, lettersOf } from "../../charts/letters";
import { GridfolkElement } from "../../element";
import type { LeafChange, Model, ModelNode } from "../../generated/tree";
import "../../parts/picture";
import { layoutOf, type Place } from "./layout";
import { classOf, rateOf } from "./state";

const BOX = { height: 46, gapX: 44, gapY: 12 };
/** How wide boxes are, by their longest line and the room that there is for all beside each other. */
const WIDTH = { least: 204, most: 330, room: 950 };
/** Of the first line in a box, which is bold: of a narrow letter, and beside the line. */
const LINE = { letter: 7.75, edges: 18 };

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

  /** Of every box of the present tree. */
  #width = WIDTH.least;

  protected override render() {
    if (!this.model) return "";
    const { nodes } = this.model;
    const { places, nRows, depth } = layoutOf(nodes);
    this.#width = boxWidth(depth, Math.max(...places.map(({ index }) => lettersOf(this.#lines(index)[0].join("")))));
    const [width, height] = [xOf(depth + 1, this.#width) - BOX.gapX + 2, nRows * (BOX.height + BOX.gapY) - BOX.gapY + 2];
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
    const [x0, y0] = [xOf(depth, this.#width) - BOX.gapX, yOf(parent.row) + BOX.height / 2];
    const [x1, y1] = [xOf(depth, this.#width), yOf(row) + BOX.height / 2];
    const middle = (x0 + x1) / 2;
    return svg`<path d="M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}"></path>
      <text class="quiet" x=${x1 - 4} y=${y1 - 5} text-anchor="end">${isYes ? this.t.tree.yes : this.t.tree.no}</text>`;
  }

  #node({ index, row, depth }: Place) {
    const model = this.model;
    const node = model?.nodes[index];
    if (!model || !node) return "";
    const width = this.#width;
    const [x, y] = [xOf(depth, width), yOf(row)];
    const isLeaf = isLeafNode(node);
    const rate = rateOf(model, node);
    const kind = isLeaf ? "leaf" : this.edited.includes(`n${index}`) ? "edited" : "";
    const [[column, said], second] = this.#lines(index);
    const short = lineOf(column, said, Math.floor((width - LINE.edges) / LINE.letter));
    return svg`<g>
      <rect class="box ${kind}" x=${x} y=${y} width=${width} height=${BOX.height} rx="7"></rect>
      <rect class="fill" x=${x + 8} y=${y + BOX.height - 6} width=${Math.max(0, (width - 16) * rate)} height="3" rx="1.5"></rect>
      <text class="strong" x=${x + 9} y=${y + 17}>${short}<title>${column}${said}</title></text>
      <text class="quiet" x=${x + 9} y=${y + 33}>${second}</text>
    </g>`;
  }

  /** What a box says. */
  #lines(index: number): Lines {
    const model = this.model;
    const node = model?.nodes[index];
    if (!model || !node) return [["", ""], ""];
    return isLeafNode(node) ? this.#leaf(model, node, index) : this.#question(node, rateOf(model, node));
  }

  /** What a leaf tells, and how many customers of the table are there. */
  #leaf(model: Model, node: ModelNode, index: number): Lines {
    const { count, share } = this.format;
    const counts = this.leaves.find(({ leaf }) => leaf === `n${index}`);
    const rate = rateOf(model, node);
    const n = counts ? this.t.tree.customers(count(counts.n_after)) : this.t.tree.known(count(node.n_rows));
    return [[model.target, `: ${classOf(model, node)}`], `${n} · ${share(rate)}`];
  }

  #question(node: ModelNode, rate: number): Lines {
    const { value, count, share } = this.format;
    const { column, lte, in: levels } = node;
    const asked = typeof lte === "number" ? ` ≤ ${value(lte)}` : levels ? `: ${levels.join(", ")}` : ` ${this.t.tree.isMissing}`;
    return [[column ?? "", asked], `${this.t.tree.known(count(node.n_rows))} · ${share(rate)}`];
  }
}

/** Wide enough for the longest line, as far as so many boxes fit beside each other; where they do not, the picture scrolls. */
function boxWidth(depth: number, nLetters: number): number {
  const room = (WIDTH.room - depth * BOX.gapX) / (depth + 1);
  const wanted = Math.ceil(nLetters * LINE.letter + LINE.edges);
  return Math.max(WIDTH.least, Math.min(wanted, WIDTH.most, room < WIDTH.least ? wanted : Math.floor(room)));
}

function isLeafNode(node: ModelNode): boolean {
  return typeof node.yes !== "number";
}

function xOf(depth: number, width: number): number {
  return depth * (width + BOX.gapX);
}

function yOf(row: number): number {
  return row * (BOX.height + BOX.gapY);
}

/** A box's first line, a column and what is said of it, and its second one. */
type Lines = [first: [column: string, said: string], second: string];

/** The first line in its room. A long name gives way to what is said of it, down to a few letters. */
function lineOf(column: string, said: string, nLetters: number): string {
  const name = cut(column, Math.max(nLetters - lettersOf(said), 8));
  return cut(name + said, nLetters);
}
