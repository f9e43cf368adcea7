import { css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { scaleOf } from "../charts/axis";
import { axisStyles, axisTitles } from "../charts/axis-titles";
import { GridfolkElement } from "../element";
import {
  cheapest,
  outlookAt,
  outlooks,
  paysFrom,
  shownOutlooks,
  someOutlooks,
  tallyIn,
  USUAL_COSTS,
  type Costs,
  type Happened,
  type Outlook,
  type Ranked,
  type Tally,
} from "./costs-state";
import { dataTable, numeric } from "./data-table";
import { fieldStyles, selectField, sliderField, valueOf } from "./fields";
import { figures, figureStyles } from "./figures";
import "./picture";
import type { Steps } from "../rows/steps";
import { RowWork } from "./row-work";

const WIDTH = 640;
const HEIGHT = 268;
const EDGE = { left: 84, right: 28, top: 38, bottom: 46 };
/** Room for what a line is called. */
const NAME = 150;
/** About how many thresholds the table has. */
const N_ROWS = 16;

/** Everything that is shown of one moment. */
interface Shown {
  now: Outlook;
  best: Outlook;
  curve: Outlook[];
}

function* tally(ranked: Ranked): Steps<{ ranked: Ranked; tally: Tally }> {
  return { ranked, tally: yield* tallyIn(ranked) };
}

/** Whom to contact, what it costs and saves, and the threshold where events and contacts cost least. */
@customElement("gf-costs")
export class CostsCard extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    figureStyles,
    axisStyles,
    css`
      .inputs {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr));
        gap: 10px 16px;
        align-items: end;
      }
      .grid {
        stroke: var(--gf-line);
      }
      .zero {
        stroke: var(--gf-field);
      }
      .curve {
        fill: none;
        stroke: var(--gf-accent);
        stroke-width: 3;
      }
      .now {
        stroke: var(--gf-down);
        stroke-width: 2;
        stroke-dasharray: 6 4;
      }
      .best {
        stroke: var(--gf-up);
        stroke-width: 2;
      }
      text {
        fill: var(--gf-quiet);
        font-size: 12px;
      }
      .across {
        text-anchor: middle;
      }
      .up {
        text-anchor: end;
        dominant-baseline: middle;
      }
      /* What a line is called is read across the other line. */
      .named {
        font-weight: 600;
        stroke: var(--gf-surface);
        stroke-width: 4;
      }
      .named-now {
        fill: var(--gf-down);
      }
      .named-best {
        fill: var(--gf-up);
      }
    `,
  ];

  /** Customers of the table as it is. */
  @property({ attribute: false }) asIs: Ranked | undefined;
  /** The same after the scenario, where that tells other probabilities. */
  @property({ attribute: false }) changed: Ranked | undefined;
  @property({ attribute: false }) happened: Happened | undefined;
  @property({ attribute: false }) costs: Costs = USUAL_COSTS;
  @property({ type: Number }) threshold = 0.5;
  /** Whether the threshold is moved here; else somewhere else in the view. */
  @property({ type: Boolean }) hasSlider = false;

  #tallied = new RowWork<{ ranked: Ranked; tally: Tally }>(this);

  get #isObserved(): boolean {
    return this.costs.by === "observed" && this.happened !== undefined;
  }

  protected override willUpdate(): void {
    // What happened is that of the table as it is.
    const chosen = this.#isObserved ? this.asIs : (this.changed ?? this.asIs);
    if (!chosen) return this.#tallied.drop();
    const { side, scores } = chosen;
    const chances = (this.#isObserved && this.happened?.values) || chosen.chances;
    this.#tallied.want([side, scores, chances], scores.length, () => tally({ side, scores, chances }));
  }

  protected override render() {
    const t = this.t.costs;
    const { value, isBehind } = this.#tallied;
    return html`<section class="card" aria-labelledby="title" aria-busy=${!value || isBehind}>
      <h2 id="title">${t.title}</h2>
      <p class="quiet">${t.intro} ${this.#basis()}</p>
      ${this.#inputs()} ${this.hasSlider ? this.#slider() : ""} ${value ? this.#shown(value.ranked, value.tally) : ""}
    </section>`;
  }

  /** What the numbers rest on. */
  #basis(): string {
    const t = this.t.costs;
    if (this.#isObserved) return t.fromObserved(this.happened?.column ?? "");
    return this.changed ? t.fromAfter : t.fromBefore;
  }

  #inputs() {
    const t = this.t.costs;
    const { costs, happened } = this;
    const change = (part: Partial<Costs>) => this.emit("gf-costs", { ...costs, ...part });
    return html`<div class="inputs">
      ${this.#number("contact", t.contact, costs.contact, Infinity, (contact) => change({ contact }))}
      ${this.#number("event", t.event, costs.event, Infinity, (event) => change({ event }))}
      ${this.#number("avoided", t.avoided, Number((100 * costs.avoided).toPrecision(12)), 100, (percent) => change({ avoided: percent / 100 }))}
      ${happened
        ? selectField({
            ...{ id: "by", label: t.by, chosen: this.#isObserved ? "observed" : "predicted" },
            options: [
              { value: "predicted", label: t.predicted },
              { value: "observed", label: t.observed },
            ],
            choose: (by) => change({ by: by as Costs["by"] }),
          })
        : ""}
    </div>`;
  }

  /** A number of 0 or more; anything else is taken back. */
  #number(id: string, label: string, value: number, max: number, set: (value: number) => void) {
    const change = (event: Event) => {
      const text = valueOf(event);
      const next = Number(text);
      if (text !== "" && next >= 0 && next <= max) set(next);
      else (event.target as HTMLInputElement).value = String(value);
    };
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input id=${id} type="number" min="0" max=${Number.isFinite(max) ? max : ""} step="any" .value=${String(value)} @change=${change} />
    </div>`;
  }

  #slider() {
    return sliderField({
      ...{ id: "threshold", label: this.t.costs.threshold, value: this.threshold, shown: this.#threshold(this.threshold) },
      ...{ min: 0.005, max: 0.995, step: 0.005 },
      change: (threshold) => this.#take(threshold),
    });
  }

  #take(threshold: number): void {
    this.emit("gf-threshold", threshold);
  }

  #shown(ranked: Ranked, tally: Tally) {
    const { costs, threshold } = this;
    const all = outlooks(tally, costs);
    const best = cheapest(tally, all);
    if (!best) return "";
    const now = outlookAt(ranked, tally, costs, threshold);
    const curve = shownOutlooks(tally, all, [threshold, best.threshold]);
    const shown = { now, best, curve };
    const nLeft = ranked.scores.length - tally.nAll;
    return html`${this.#figures(now)} ${this.#best(shown)}
      <gf-picture .heading=${this.t.costs.curve} .locale=${this.locale}>
        <div class="scroll" tabindex="0" role="group" aria-label=${this.t.costs.picture}>${this.#picture(shown)}</div>
      </gf-picture>
      ${this.#table(shown)} ${nLeft > 0 ? html`<p class="quiet">${this.t.costs.left(this.format.count(nLeft))}</p>` : ""}`;
  }

  #figures({ n, cost, saving, net, total, threshold }: Outlook) {
    const t = this.t.costs;
    const { count, value } = this.format;
    return html`<p><strong>${this.#whom(threshold)}</strong></p>
      ${figures([
        [t.contacts, count(n)],
        [t.cost, value(cost)],
        [t.saving, value(saving)],
        [t.net, value(net)],
        [t.total, value(total)],
      ])}`;
  }

  #best({ best, now }: Shown) {
    const t = this.t.costs;
    const { count, value } = this.format;
    const pays = paysFrom(this.costs);
    const isThere = best.n === now.n && best.threshold === now.threshold;
    return html`<p role="status">
        ${best.n === 0 ? t.nobody : t.best(this.#threshold(best.threshold), count(best.n), value(best.net))}
        ${pays === undefined ? t.neverPays : t.pays(this.format.share(pays))} ${best.n > 0 && !this.#isBelow ? t.steps : ""}
      </p>
      <div><button ?disabled=${isThere} @click=${() => this.#take(best.threshold)}>${t.take(this.#threshold(best.threshold))}</button></div>`;
  }

  get #isBelow(): boolean {
    return this.#tallied.value?.ranked.side === "below";
  }

  #threshold(x: number): string {
    return this.#isBelow ? this.t.costs.points(this.format.count(x)) : this.format.share(x);
  }

  #whom(threshold: number): string {
    const t = this.t.costs;
    return this.#isBelow ? t.below(this.#threshold(threshold)) : t.from(this.#threshold(threshold));
  }

  #table({ now, best, curve }: Shown) {
    const t = this.t.costs;
    const { count, column } = this.format;
    const rows = someOutlooks(curve, [now.threshold, best.threshold], N_ROWS);
    const isListed = rows.some(({ threshold }) => threshold === now.threshold);
    const all = isListed ? rows : [...rows, now].sort((a, b) => a.threshold - b.threshold);
    const mark = ({ threshold }: Outlook) => {
      const marks = [threshold === now.threshold ? t.now : "", threshold === best.threshold ? t.least : ""].filter((text) => text !== "");
      return marks.length > 0 ? ` (${marks.join(this.t.words.listed)})` : "";
    };
    const [cost, saving, net] = (["cost", "saving", "net"] as const).map((part) => column(all.map((one) => one[part])));
    return html`<details>
      <summary>${this.t.sensitivity.figures}</summary>
      ${dataTable({
        label: t.curve,
        head: [{ text: t.threshold }, ...[t.contacts, t.cost, t.saving, t.net].map(numeric)],
        rows: all.map((one) => [`${this.#threshold(one.threshold)}${mark(one)}`, count(one.n), cost?.(one.cost), saving?.(one.saving), net?.(one.net)]),
      })}
    </details>`;
  }

  #picture({ now, best, curve }: Shown) {
    const t = this.t.costs;
    const { value } = this.format;
    const nets = curve.map(({ net }) => net);
    const ends = [now, best, ...curve].map(({ threshold }) => threshold);
    const up = scaleOf(Math.min(0, ...nets), Math.max(0, ...nets), HEIGHT - EDGE.bottom, EDGE.top);
    const across = scaleOf(Math.min(...ends), Math.max(...ends), EDGE.left, WIDTH - EDGE.right, 8);
    const path = curve.map(({ threshold, net }) => `${across.at(threshold).toFixed(1)} ${up.at(net).toFixed(1)}`).join("L");
    const line = (kind: "now" | "best", { threshold }: Outlook, other: Outlook, label: string, y: number) => {
      const x = across.at(threshold);
      const isBefore = threshold < other.threshold ? x > NAME : x > WIDTH - NAME;
      return svg`<line class=${kind} x1=${x} x2=${x} y1=${y - 9} y2=${HEIGHT - EDGE.bottom}></line>
        <text class="named named-${kind}" paint-order="stroke" x=${x + (isBefore ? -5 : 5)} y=${y} text-anchor=${isBefore ? "end" : "start"}>${this.t.words.named(label, this.#threshold(threshold))}</text>`;
    };
    return html`<svg class="plane" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${t.curveDescription}>
      ${up.ticks.map(
        (tick) =>
          svg`<line class=${tick === 0 ? "zero" : "grid"} x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${up.at(tick)} y2=${up.at(tick)}></line>
            <text class="up" x=${EDGE.left - 6} y=${up.at(tick)}>${value(tick)}</text>`,
      )}
      ${across.ticks.map((tick) => svg`<text class="across" x=${across.at(tick)} y=${HEIGHT - EDGE.bottom + 19}>${this.#tick(tick)}</text>`)}
      ${axisTitles({ width: WIDTH, height: HEIGHT, edge: EDGE }, t.net, this.#isBelow ? t.pointsAxis : t.chanceAxis)}
      <path class="curve" d="M${path}"></path>
      ${line("now", now, best, t.now, 14)} ${line("best", best, now, t.least, 30)}
    </svg>`;
  }

  #tick(x: number): string {
    return this.#isBelow ? this.format.count(x) : this.format.roundShare(x);
  }
}
