import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { DarkMode } from "../../charts/dark";
import { segmentMark } from "../../charts/mark";
import { markOf } from "../../charts/palette";
import { GridfolkElement } from "../../element";
import "../../parts/picture";

const WIDTH = 720;
const HEIGHT = 220;

/** How much customers belong to each grade, from the least valuable to the most. */
@customElement("gf-fuzzy-memberships")
export class Memberships extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      svg.picture {
        width: 100%;
        height: auto;
        max-height: 260px;
        border-radius: 6px;
      }
      .legend span {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) grades: readonly string[] = [];
  /** For each grade its mean membership along the order of values. */
  @property({ attribute: false }) layers: readonly (readonly number[])[] = [];

  #dark = new DarkMode(this);

  protected override render() {
    const { isDark } = this.#dark;
    const n = this.layers[0]?.length ?? 0;
    if (n === 0) return "";
    // Better grades lie above: the sum of all worse ones is below them.
    const below = this.layers.map((_, k) => sumOf(this.layers.slice(k + 1), n));
    const above = this.layers.map((_, k) => sumOf(this.layers.slice(k), n));
    const legend = this.grades.map((label, k) => ({ label, ...markOf(k, isDark) }));
    return html`<gf-picture .heading=${this.t.fuzzy.title} .legend=${legend} .locale=${this.locale}>
        <svg
          class="picture"
          viewBox="0 0 ${WIDTH} ${HEIGHT}"
          preserveAspectRatio="none"
          role="img"
          aria-label=${this.t.fuzzy.pictureDescription}
        >
          ${this.layers.map(
            (_, k) => svg`<path d=${areaOf(below[k] ?? [], above[k] ?? [])} fill=${markOf(k, isDark).color} opacity="0.85"></path>`,
          )}
        </svg>
      </gf-picture>
      <div class="row between quiet"><span>${this.t.fuzzy.least}</span><span>${this.t.fuzzy.most}</span></div>
      <div class="row legend">
        ${this.grades.map((grade, k) => html`<span>${segmentMark(k, isDark)}${grade}</span>`)}
      </div>`;
  }
}

function sumOf(layers: readonly (readonly number[])[], n: number): number[] {
  return Array.from({ length: n }, (_, i) => layers.reduce((sum, layer) => sum + (layer[i] ?? 0), 0));
}

/** Steps of equal width between two curves. */
function areaOf(low: readonly number[], high: readonly number[]): string {
  const step = WIDTH / low.length;
  const y = (share: number) => (HEIGHT * (1 - share)).toFixed(1);
  const upper = high.map((share, i) => `${(i * step).toFixed(1)} ${y(share)}L${((i + 1) * step).toFixed(1)} ${y(share)}`);
  const lower = low.map((share, i) => `${((i + 1) * step).toFixed(1)} ${y(share)}L${(i * step).toFixed(1)} ${y(share)}`).reverse();
  return `M${[...upper, ...lower].join("L")}Z`;
}
