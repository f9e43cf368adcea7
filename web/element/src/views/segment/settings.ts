import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { Class } from "../../generated/segment";
import { fieldStyles, selectField, sliderField, valueOf } from "../../parts/fields";
import { categoryColumns, numberColumn, numberColumns, type TableData } from "../../table";
import { RESULTS, type BandChoice, type Bands, type Result, type Sources } from "./state";

/** Which columns hold the results, how they become levels, and the rules of the classes. */
@customElement("gf-segment-settings")
export class SegmentSettings extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .result {
        display: grid;
        gap: 8px;
        padding: 10px;
        background: var(--gf-raised);
        border-radius: 8px;
      }
      details[open] > summary {
        margin-bottom: 8px;
      }
      .classes {
        display: grid;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) sources: Sources = {};
  @property({ attribute: false }) bands: Bands = {};
  /** As the model has them. */
  @property({ attribute: false }) classes: readonly Class[] = [];
  /** Conditions that were written anew, by class. */
  @property({ attribute: false }) conditions: Record<string, string> = {};
  @property({ type: Boolean }) isEdited = false;

  protected override render() {
    const t = this.t.segment;
    return html`<section class="card" aria-labelledby="title">
      <div class="row between">
        <h2 id="title">${t.settings}</h2>
        <button class="plain" ?disabled=${!this.isEdited} @click=${() => this.emit("gf-rules", { bands: {}, conditions: {} })}>
          ${this.t.whatIf.reset}
        </button>
      </div>
      <p class="quiet">${t.settingsHelp}</p>
      ${RESULTS.map((result) => this.#result(result))} ${this.#classes()}
    </section>`;
  }

  #result(result: Result) {
    const t = this.t.segment;
    const column = this.sources[result] ?? "";
    const names = [...numberColumns(this.table), ...categoryColumns(this.table)].map(({ name }) => name);
    const band = this.bands[result];
    return html`<div class="result" role="group" aria-label=${t.results[result]}>
      ${selectField({
        ...{ id: result, label: html`<strong>${t.results[result]}</strong>`, chosen: column },
        options: [{ value: "", label: t.noColumn }, ...names],
        choose: (name) => this.emit("gf-source", { result, column: name }),
      })}
      ${column !== "" && band ? this.#band(result, column, band) : ""}
    </div>`;
  }

  #band(result: Result, column: string, band: BandChoice) {
    const t = this.t.segment;
    const range = numberColumn(this.table, column)?.range;
    const change = (part: Partial<BandChoice>) => this.#change(result, { ...band, ...part });
    const kinds = (["own", "top_shares", "cuts"] as const).map((value) => ({ value, label: t.kinds[value] }));
    const toKind = (kind: BandChoice["kind"]) =>
      kind === "cuts" && range ? change({ kind, high: round(range.mean * 2), medium: round(range.mean) }) : change({ kind, high: 0.05, medium: 0.15 });
    const kind = range
      ? selectField({
          ...{ id: `${result}-kind`, label: t.levelsBy, options: kinds, chosen: band.kind },
          choose: (value) => toKind(value as BandChoice["kind"]),
        })
      : "";
    if (band.kind === "own" || !range) return html`${kind}`;
    const isShare = band.kind === "top_shares";
    const span = isShare ? { min: 0.01, max: 0.6, step: 0.01 } : cutSpan(range.min, range.max, band);
    const write = isShare ? this.format.share : this.format.value;
    const slider = (name: "high" | "medium") =>
      sliderField({
        ...{ id: `${result}-${name}`, label: isShare ? t.shareOf[name] : t.cutOf[name], value: band[name], shown: write(band[name]), ...span },
        change: (value) => change(ordered(band, name, value)),
      });
    return html`${kind} ${slider("high")} ${slider("medium")}`;
  }

  #classes() {
    const t = this.t.segment;
    const written = this.classes.filter(({ when }) => when != null);
    if (written.length === 0) return "";
    return html`<details>
      <summary>${t.classRules}</summary>
      <div class="classes">
        <p class="quiet">${t.classRulesHelp}</p>
        ${written.map(({ id, title, when }) => {
          const text = this.conditions[id] ?? (typeof when === "string" ? when : JSON.stringify(when));
          const change = (event: Event) => this.emit("gf-rules", { bands: this.bands, conditions: { ...this.conditions, [id]: valueOf(event) } });
          return html`<div class="field">
            <label for="class-${id}">${this.locale === "zh-CN" ? title.zh : title.en}</label>
            <input id="class-${id}" type="text" spellcheck="false" .value=${text} @change=${change} />
          </div>`;
        })}
      </div>
    </details>`;
  }

  #change(result: Result, band: BandChoice): void {
    this.emit("gf-rules", { bands: { ...this.bands, [result]: band }, conditions: this.conditions });
  }
}

/** Cuts stay in order: the one that is moved takes the other one along. */
function ordered(band: BandChoice, name: "high" | "medium", value: number): Partial<BandChoice> {
  if (band.kind !== "cuts") return { [name]: value };
  return name === "high" ? { high: value, medium: Math.min(band.medium, value) } : { medium: value, high: Math.max(band.high, value) };
}

/** Whole columns of few values are cut at whole numbers. */
function cutSpan(min: number, max: number, { high, medium }: BandChoice): { min: number; max: number; step: number } {
  const isWhole = [min, max, high, medium].every(Number.isInteger) && max - min <= 1000;
  const step = isWhole ? 1 : Number((10 ** Math.floor(Math.log10((max - min || 1) / 50))).toPrecision(1));
  return { min: Math.floor(min / step) * step, max: Math.ceil(max / step) * step, step };
}

function round(x: number): number {
  return Number(x.toPrecision(2));
}
