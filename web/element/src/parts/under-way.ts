import { css, html, nothing } from "lit";
import { property, query } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import type { WorkState } from "./under-way-state";

/** That work is under way, how far it is, and a way to end it; afterwards, that it was cancelled. */
@customElement("gf-under-way")
export class UnderWayCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      /* Above the results, whatever part of them is in sight, and without moving them. */
      :host {
        display: block;
        position: sticky;
        top: 12px;
        z-index: 2;
        height: 0;
      }
      /* What was cancelled is told until something else is asked for: it has a place of its own. */
      :host([kind="cancelled"]) {
        height: auto;
        margin-bottom: 16px;
      }
      .card {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        margin-inline: auto;
        width: fit-content;
        max-width: 100%;
        padding: 8px 14px;
        box-shadow: 0 4px 18px rgb(0 0 0 / 25%);
      }
      progress {
        width: 9em;
      }
      p:focus {
        outline: none;
      }
    `,
  ];

  @property({ attribute: false }) state: WorkState | undefined;
  @property({ reflect: true }) kind: WorkState["kind"] | undefined;

  @query("p") private said!: HTMLElement;
  @query("button") private button!: HTMLElement | null;

  #hadFocus = false;

  protected override willUpdate(): void {
    this.kind = this.state?.kind;
    this.#hadFocus = this.hasUpdated && this.button !== null && this.shadowRoot?.activeElement === this.button;
  }

  /** Who has pressed the button by keys goes on from what it led to. */
  protected override updated(): void {
    if (this.#hadFocus && this.shadowRoot?.activeElement === null) this.said.focus();
  }

  protected override render() {
    const t = this.t.progress;
    const { state } = this;
    const text = state?.kind === "running" ? t.title : state ? t.cancelled : "";
    // The element that tells is always there: only then is what changes in it read out.
    return html`<div class=${state ? "card" : ""} role="group" aria-label=${state ? t.group : nothing}>
      <p role="status" tabindex="-1">${text}</p>
      ${state?.kind === "running" ? this.#running(state) : ""}
      ${state?.kind === "cancelled" ? html`<button class="again" @click=${state.again}>${t.again}</button>` : ""}
    </div>`;
  }

  #running({ share, cancel }: Extract<WorkState, { kind: "running" }>) {
    const t = this.t.progress;
    // Without a value it says that nobody knows how far the work is.
    const bar =
      share === undefined
        ? html`<progress aria-label=${t.title}></progress>`
        : html`<progress aria-label=${t.title} max="1" value=${share}></progress> <span class="number">${this.format.share(share)}</span>`;
    return html`${bar} <button class="cancel" @click=${cancel}>${t.cancel}</button>`;
  }
}
