import { css, html } from "lit";
import { property, state } from "lit/decorators.js";
import { customElement } from "../define";
import { drawingOf, pngOf } from "../charts/files";
import { framed, type Drawing, type LegendEntry } from "../charts/frame";
import { problemOf, refusal } from "../client/problem";
import type { CallProblem } from "../client/protocol";
import { GridfolkElement } from "../element";
import { saveFile } from "./download";
import "./problem";

/** Pixels of PNG for each of the picture: sharp on paper, too. */
const PIXEL_RATIO = 2;

/** Around a picture: saves it as PNG and SVG, with its heading, legend and background. */
@customElement("gf-picture")
export class PictureFrame extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 2px;
        /* What files have as their background. */
        background: var(--gf-surface);
      }
      .tools {
        gap: 0 4px;
        justify-content: end;
        font-size: 0.82rem;
      }
      @media print {
        :host {
          break-inside: avoid;
        }
        .tools {
          display: none;
        }
      }
      .tools button {
        min-height: 28px;
        padding-block: 0;
        font-size: 0.82rem;
      }
    `,
  ];

  /** What it shows, in a few words; also the file's name. */
  @property() heading = "";
  /** Colours as CSS has them here: `var(…)` is resolved when a file is made. */
  @property({ attribute: false }) legend: readonly LegendEntry[] = [];
  /** Where the picture is no SVG element within: what draws it as one. */
  @property({ attribute: false }) draw: (() => Drawing | undefined) | undefined;

  @state() private isBusy = false;
  @state() private said = "";
  @state() private problem: CallProblem | undefined;

  protected override render() {
    const t = this.t.picture;
    const button = (kind: "PNG" | "SVG") =>
      html`<button class="plain" aria-label="${t.saveAs(kind)}: ${this.heading}" ?disabled=${this.isBusy} @click=${() => void this.#save(kind)}>
        ${kind}
      </button>`;
    return html`<slot></slot>
      <div class="row tools">
        <span role="status">${this.said}</span>
        <span class="quiet" aria-hidden="true">${t.save}</span>
        ${button("PNG")} ${button("SVG")}
      </div>
      ${this.problem ? html`<gf-problem .problem=${this.problem} .locale=${this.locale}></gf-problem>` : ""}`;
  }

  async #save(kind: "PNG" | "SVG"): Promise<void> {
    this.isBusy = true;
    this.problem = undefined;
    this.said = "";
    try {
      const name = `${fileName(this.heading)}.${kind.toLowerCase()}`;
      const { isSure } = await this.#saved(kind, name);
      this.said = isSure ? this.t.picture.saved(name) : `${this.t.picture.saved(name)} ${this.t.effects.unsure}`;
    } catch (thrown) {
      this.problem = problemOf(thrown);
      this.emit("gf-problem", this.problem);
    } finally {
      this.isBusy = false;
    }
  }

  async #saved(kind: "PNG" | "SVG", name: string): Promise<{ isSure: boolean }> {
    const picture = this.#framed();
    if (kind === "SVG") return saveFile(name, [picture.svg], "image/svg+xml");
    return saveFile(name, [await pngOf(picture, PIXEL_RATIO)], "image/png");
  }

  #framed(): Drawing {
    const element = this.querySelector<SVGSVGElement>("svg");
    const drawing = this.draw ? this.draw() : element && drawingOf(element);
    if (!drawing) throw refusal("picture_not_there", "the picture is not drawn yet");
    const { color, backgroundColor, fontFamily } = getComputedStyle(this);
    const legend = this.legend.map((entry) => ({ ...entry, color: this.#resolved(entry.color) }));
    return framed(drawing, { heading: this.heading, legend, background: backgroundColor, text: color, font: fontFamily });
  }

  /** A colour as it is here now, for files that know no variables. */
  #resolved(color: string): string {
    const probe = this.renderRoot.appendChild(document.createElement("span"));
    probe.style.color = color;
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    return resolved;
  }
}

/** A heading as the name of a file: letters, digits and hyphens of whatever script. */
function fileName(heading: string): string {
  return heading.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "") || "picture";
}
