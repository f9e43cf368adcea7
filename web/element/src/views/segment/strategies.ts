import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { StrategyCount, StrategyReply } from "../../generated/segment";
import { bar, barStyles } from "../../parts/bar";
import { dataTable, numeric } from "../../parts/data-table";
import type { StrategyEdit } from "./state";

const DIMENSIONS = ["reliability", "responsiveness", "assurance", "empathy", "tangibles"] as const;
/** Conflicts that are listed. */
const N_CONFLICTS = 15;

/** What is done for whom: strategies that can be turned off and put in another order, and where they meet. */
@customElement("gf-segment-strategies")
export class Strategies extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    barStyles,
    css`
      input[type="number"] {
        width: 72px;
        text-align: end;
      }
      tbody th {
        min-width: 7.5em;
        white-space: normal;
      }
      /* As wide as the longest name of a column, which would break within otherwise. */
      code {
        display: block;
        min-width: 26ch;
        font: 0.82rem ui-monospace, monospace;
        overflow-wrap: anywhere;
      }
      .off {
        color: var(--gf-quiet);
      }
      ul {
        padding-inline-start: 1.2em;
      }
    `,
  ];

  @property({ attribute: false }) reply: StrategyReply | undefined;
  /** As it is without edits of strategies. */
  @property({ attribute: false }) initial: StrategyReply | undefined;
  @property({ attribute: false }) edits: Record<string, StrategyEdit> = {};

  protected override render() {
    const { reply } = this;
    if (!reply) return "";
    const t = this.t.segment;
    const { count } = this.format;
    const isEdited = Object.keys(this.edits).length > 0;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.strategies}</h2>
        <button class="plain" ?disabled=${!isEdited} @click=${() => this.emit("gf-strategies", {})}>${this.t.whatIf.reset}</button>
      </div>
      <p role="status">${t.covered(count(reply.n_covered), count(reply.n_rows), count(reply.n_several))}</p>
      ${dataTable({
        label: t.strategies,
        caption: t.strategiesHelp,
        head: [{ text: t.strategy }, { text: t.on }, numeric(t.priority), { text: t.for }, ...[t.matched, t.chosen, t.chosenBefore].map(numeric)],
        rows: reply.strategies.map((strategy) => this.#row(strategy, reply.n_rows)),
      })}
      ${this.#conflicts(reply)} ${this.#actions(reply)}
    </section>`;
  }

  #row(strategy: StrategyCount, nRows: number) {
    const t = this.t.segment;
    const { count } = this.format;
    const { strategy: id, name, priority, when, state, missing_column, n_matched, n_chosen } = strategy;
    const text = this.#text(name);
    const isMissing = state === "column_missing";
    const toggle = (event: Event) => this.#change(id, { isOff: !(event.target as HTMLInputElement).checked });
    const rank = (event: Event) => this.#change(id, { priority: Math.round(Number((event.target as HTMLInputElement).value)) });
    const before = this.initial?.strategies.find((other) => other.strategy === id)?.n_chosen ?? 0;
    return [
      text,
      html`<input type="checkbox" aria-label="${t.on}: ${text}" .checked=${state !== "off"} ?disabled=${isMissing} @change=${toggle} />`,
      html`<input type="number" step="10" aria-label="${t.priority}: ${text}" .value=${String(priority)} @change=${rank} />`,
      html`<code class=${state === "active" ? "" : "off"}>${when}</code>
        ${isMissing ? html`<span class="quiet">${t.columnMissing(missing_column ?? "")}</span>` : ""}`,
      count(n_matched),
      html`${count(n_chosen)} ${bar(n_chosen / nRows)}`,
      count(before),
    ];
  }

  #conflicts({ conflicts, never_matched, strategies }: StrategyReply) {
    const t = this.t.segment;
    const nameOf = (id: string) => this.#text(strategies.find(({ strategy }) => strategy === id)?.name ?? { en: id, zh: id });
    return html`${conflicts.length > 0
        ? dataTable({
            label: t.conflicts,
            caption: t.conflictsHelp,
            head: [{ text: t.chosenOne }, { text: t.otherOne }, numeric(this.t.kmeans.size), { text: t.note }],
            rows: conflicts
              .slice(0, N_CONFLICTS)
              .map(({ first, second, n_both, is_equal_priority }) => [
                ...[nameOf(first), nameOf(second), this.format.count(n_both)],
                is_equal_priority ? t.equalPriority : "",
              ]),
          })
        : html`<p class="quiet">${t.noConflicts}</p>`}
      ${never_matched.length > 0 ? html`<p class="quiet">${t.neverMatched(never_matched.map(nameOf).join(this.t.words.listed))}</p>` : ""}`;
  }

  #actions({ strategies }: StrategyReply) {
    const t = this.t.segment;
    return html`<details>
      <summary>${t.actions}</summary>
      ${dataTable({
        label: t.actions,
        head: [{ text: t.strategy }, { text: t.scene }, ...DIMENSIONS.map((dimension) => ({ text: t.dimensions[dimension] }))],
        rows: strategies.map(({ name, scene, actions }) => [
          ...[this.#text(name), this.#text(scene)],
          ...DIMENSIONS.map((dimension) => html`<ul>${(actions[dimension] ?? []).map((action) => html`<li>${this.#text(action)}</li>`)}</ul>`),
        ]),
      })}
    </details>`;
  }

  #text({ en, zh }: { en: string; zh: string }): string {
    return this.locale === "zh-CN" ? zh : en;
  }

  #change(id: string, part: StrategyEdit): void {
    this.emit("gf-strategies", { ...this.edits, [id]: { ...this.edits[id], ...part } });
  }
}
