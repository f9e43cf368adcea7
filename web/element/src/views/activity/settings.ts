import { css, html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import type { ConsistencyReply } from "../../generated/activity";
import { fieldStyles, selectField, sliderField } from "../../parts/fields";
import type { TableData } from "../../table";
import { countColumns, handWeight, pairKey, pairsOf, timesOf, type Channel, type Settings, type WeightsBy } from "./state";

/** Which channels count, and how much. */
@customElement("gf-activity-settings")
export class ActivitySettings extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    fieldStyles,
    css`
      .list {
        display: grid;
        gap: 12px;
        max-height: 420px;
        overflow: auto;
        padding-inline-end: 4px;
      }
      .channel {
        display: grid;
        gap: 8px;
        padding: 10px;
        background: var(--gf-raised);
        border-radius: 8px;
      }
      details[open] > summary {
        margin-bottom: 8px;
      }
      .warning {
        color: var(--gf-down);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;
  @property({ attribute: false }) consistency: ConsistencyReply | undefined;

  protected override render() {
    const t = this.t.activity;
    const { by, halfLife, channels } = this.settings;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${sliderField({
        ...{ id: "half-life", label: t.halfLife, help: t.halfLifeHelp, value: halfLife, shown: t.days(this.format.count(halfLife)) },
        ...{ min: 10, max: 365, step: 5 },
        change: (days) => this.#change({ halfLife: days }),
      })}
      ${selectField({
        ...{ id: "by", label: t.by, chosen: by, help: t.byHelp[by] },
        options: (["hand", "entropy", "pairs"] as const).map((value) => ({ value, label: t.ways[value] })),
        choose: (way) => this.#change({ by: way as WeightsBy }),
      })}
      ${by === "hand" ? html`<div class="list">${channels.map(({ channel }) => this.#weight(channel))}</div>` : ""}
      ${by === "pairs" ? this.#pairs() : ""} ${this.#components()} ${this.#channels()}
    </section>`;
  }

  #weight(channel: string) {
    const value = handWeight(this.settings, channel);
    return sliderField({
      ...{ id: `weight-${channel}`, label: this.#name(channel), value, shown: this.format.value(value), min: 0, max: 2, step: 0.05 },
      change: (weight) => this.#change({ weights: { ...this.settings.weights, [channel]: weight } }),
    });
  }

  #pairs() {
    const t = this.t.activity;
    const { consistency } = this;
    const ratio = this.format.value(consistency?.ratio ?? NaN);
    return html`${consistency
        ? html`<p role="status" class=${consistency.is_consistent ? "" : "warning"}>
            ${consistency.is_consistent ? t.consistent(ratio) : t.inconsistent(ratio)}
          </p>`
        : ""}
      <div class="list">${pairsOf(this.settings.channels).map(([first, second]) => this.#pair(first, second))}</div>`;
  }

  #pair(first: string, second: string) {
    const t = this.t.activity;
    const key = pairKey(first, second);
    const judgement = this.settings.pairs[key] ?? 0;
    const times = this.format.value(timesOf(Math.abs(judgement)));
    const [more, less] = judgement >= 0 ? [first, second] : [second, first];
    const shown = judgement === 0 ? t.alike : t.times(this.#name(more), times, this.#name(less));
    return sliderField({
      ...{ id: `pair-${first}-${second}`, label: `${this.#name(first)} – ${this.#name(second)}`, value: -judgement, shown: times, help: shown },
      ...{ min: -8, max: 8, step: 1 },
      change: (value) => this.#change({ pairs: { ...this.settings.pairs, [key]: value === 0 ? 0 : -value } }),
    });
  }

  #components() {
    const t = this.t.activity;
    const { components } = this.settings;
    return html`<details>
      <summary>${t.components}</summary>
      <div class="list">
        ${(["recency", "frequency", "volume"] as const).map((name) =>
          sliderField({
            ...{ id: name, label: t.parts[name], value: components[name], shown: this.format.value(components[name]), min: 0, max: 3, step: 0.1 },
            change: (part) => this.#change({ components: { ...components, [name]: part } }),
          }),
        )}
      </div>
    </details>`;
  }

  #channels() {
    const t = this.t.activity;
    const { channels } = this.settings;
    const unused = countColumns(this.table).find((name) => channels.every(({ count }) => count !== name));
    const add = () => unused && this.#change({ channels: [...channels, { channel: unused, count: unused, daysSince: undefined }] });
    return html`<details ?open=${channels.length === 0}>
      <summary>${t.channels}</summary>
      <div class="list">
        ${channels.map((channel, index) => this.#channel(channel, index))}
        <button ?disabled=${!unused} @click=${add}>${t.addChannel}</button>
      </div>
    </details>`;
  }

  #channel({ channel, count, daysSince }: Channel, index: number) {
    const t = this.t.activity;
    const { channels } = this.settings;
    const numbers = countColumns(this.table);
    const replace = (part: Partial<Channel>) =>
      this.#change({ channels: channels.map((other, i) => (i === index ? { ...other, ...part } : other)) });
    const isTaken = (name: string) => channels.some((other, i) => i !== index && other.channel === name);
    return html`<div class="channel" role="group" aria-label=${this.#name(channel)}>
      <div class="row between">
        <strong>${this.#name(channel)}</strong>
        <button class="plain" @click=${() => this.#change({ channels: channels.filter((_, i) => i !== index) })}>${t.removeChannel}</button>
      </div>
      ${selectField({
        ...{ id: `count-${index}`, label: t.count, options: numbers, chosen: count },
        choose: (name) => replace({ count: name, channel: isTaken(name) ? channel : name }),
      })}
      ${selectField({
        ...{ id: `days-${index}`, label: t.daysSince, chosen: daysSince ?? "" },
        options: [{ value: "", label: t.noDays }, ...numbers],
        choose: (name) => replace({ daysSince: name || undefined }),
      })}
    </div>`;
  }

  #name(channel: string): string {
    return channelName(this.t.activity.names, channel);
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}

/** The usual channels have names; others are called as their column. */
export function channelName(names: Record<string, string>, channel: string): string {
  return Object.hasOwn(names, channel) ? (names[channel] ?? channel) : channel;
}
