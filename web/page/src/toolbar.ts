import { html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { GridfolkElement } from "../../element/src/element";

/** Back and forth, and keeping what was set. */
@customElement("gf-toolbar")
export class Toolbar extends GridfolkElement {
  @property({ type: Boolean }) canUndo = false;
  @property({ type: Boolean }) canRedo = false;
  /** What became of the last of these. */
  @property() said = "";

  protected override render() {
    const t = this.t.toolbar;
    const button = (label: string, event: string, detail: unknown, isOff = false) =>
      html`<button class="plain" ?disabled=${isOff} @click=${() => this.emit(event, detail)}>${label}</button>`;
    return html`<div class="row" role="toolbar" aria-label=${t.title}>
      ${button(t.undo, "gf-step", -1, !this.canUndo)} ${button(t.redo, "gf-step", 1, !this.canRedo)}
      ${button(t.link, "gf-link", undefined)} ${button(t.save, "gf-save", undefined)}
      <span class="quiet" role="status">${this.said}</span>
    </div>`;
  }
}
