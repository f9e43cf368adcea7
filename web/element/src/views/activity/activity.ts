import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import type { IndexReply, Mover, WhatIfReply } from "../../generated/activity";
import { bar } from "../../parts/bar";
import { dataTable, numeric } from "../../parts/data-table";
import { figures } from "../../parts/figures";
import { sliderField } from "../../parts/fields";
import "../../parts/histogram";
import { countsIn } from "../../parts/histogram-state";
import "../../parts/migration";
import { outcomesIn } from "../../parts/outcomes";
import { highest, type Named } from "../../parts/question-state";
import { numbersIn } from "../../parts/reply-columns";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { ModuleView, type Rest } from "../../view";
import "./breakdown";
import { channelName } from "./settings";
import { columnsUsed, countColumns, indexParams, initialSettings, modelColumns, ownColumns, whatIfParams, type Settings } from "./state";

const N_CUSTOMERS = 20;
const N_PARTS = 25;

/** Parameters that have a control of their own. */
const OWN = ["channels", "half_life_days", "weights", "components"];

/** What a person has set. */
interface State {
  settings: Settings;
  /** What the weights of channels are multiplied by in the what-if. */
  factors: Record<string, number>;
  edits: Edit[];
  /** The customer whose index is taken apart. */
  row: number | undefined;
}

/** How active customers are on each channel, and what would change it. */
@customElement("gf-activity")
export class ActivityView extends ModuleView<State> {
  @state() private settings!: Settings;
  @state() private factors: Record<string, number> = {};
  @state() private edits: Edit[] = [];
  @state() private row: number | undefined;
  @state() private indexed: IndexReply | undefined;
  @state() private comparison: WhatIfReply | undefined;
  @state() private movers: (Mover & Named)[] = [];
  @state() private customers: Named[] = [];
  /** Customers by parts of the index, before and after. */
  @state() private counts: [number[], number[]] = [[], []];

  protected override get kept(): State {
    const { settings, factors, edits, row } = this;
    return { settings, factors, edits, row };
  }

  protected override begin({ settings, factors = {}, edits = [], row }: Partial<State>): void {
    this.settings = { ...initialSettings(this.table), ...settings };
    this.factors = factors;
    this.edits = edits;
    this.row = row;
    this.indexed = undefined;
    this.comparison = undefined;
    this.refit();
  }

  protected override get others(): Rest {
    return { module: "activity", op: "index", own: OWN, words: this.t.activity.params };
  }

  protected override render() {
    const { locale, table, settings, comparison } = this;
    if (countColumns(table).length === 0) return html`<p class="card">${this.t.activity.noColumns}</p>`;
    return this.layout(
      html`<gf-activity-settings
          .table=${table}
          .settings=${settings}
          .consistency=${this.indexed?.consistency ?? undefined}
          .locale=${locale}
          @gf-settings=${this.#changeSettings}
        ></gf-activity-settings>
        ${this.#weights()} ${this.scenario(ownColumns(settings), this.edits, this.t.activity.whatIf)}`,
      html`${this.#overview()}
        <gf-migration
          .change=${this.#isEdited ? comparison?.top_channel : undefined}
          .label=${this.t.activity.topChannel}
          .nameOf=${(channel: string) => this.#name(channel)}
          .locale=${locale}
        ></gf-migration>
        ${this.#isEdited && comparison ? this.#changed(comparison) : ""} ${this.effects()}
        <gf-activity-breakdown
          .client=${this.client}
          .table=${table}
          .customers=${this.customers}
          .shown=${comparison?.customer ?? undefined}
          .locale=${locale}
          @gf-customer=${this.#choose}
        ></gf-activity-breakdown>`,
    );
  }

  get #isEdited(): boolean {
    return this.#isWeighed || active(this.edits).length > 0;
  }

  /** Whether channels weigh otherwise than before. */
  get #isWeighed(): boolean {
    return Object.values(this.factors).some((factor) => factor !== 1);
  }

  #name(channel: string): string {
    return channelName(this.t.activity.names, channel);
  }

  #weights() {
    const t = this.t.activity;
    const { indexed, factors } = this;
    if (!indexed) return "";
    return html`<section class="card" aria-labelledby="factors">
      <div class="row between">
        <h2 id="factors">${t.factors}</h2>
        <button class="plain" ?disabled=${!this.#isWeighed} @click=${() => this.#changeFactors({})}>${this.t.whatIf.reset}</button>
      </div>
      <p class="quiet">${t.factorsHelp}</p>
      ${indexed.model.channels.map(({ channel }) => {
        const factor = factors[channel] ?? 1;
        return sliderField({
          ...{ id: `factor-${channel}`, label: this.#name(channel), value: factor, shown: `× ${this.format.value(factor)}` },
          ...{ min: 0, max: 3, step: 0.1 },
          change: (value) => this.#changeFactors({ ...factors, [channel]: value }),
        });
      })}
    </section>`;
  }

  #overview() {
    const t = this.t.activity;
    const { indexed } = this;
    return html`<section class="card" aria-labelledby="overview" aria-busy=${!indexed && this.settings.channels.length > 0}>
      <div class="row between">
        <h2 id="overview">${t.title}</h2>
        ${this.lastReply(this.ms)}
      </div>
      <p role="status">${indexed ? t.summary(this.format.count(indexed.n_active), this.format.count(indexed.n_rows)) : this.#waiting}</p>
      ${indexed ? this.#indexed(indexed) : ""}
    </section>`;
  }

  /** Without a channel nothing is under way. */
  get #waiting(): string {
    return this.settings.channels.length === 0 ? this.t.activity.noChannel : this.waiting;
  }

  #indexed({ activity, channels }: IndexReply) {
    const t = this.t.activity;
    const { count, share, column } = this.format;
    const index = column(channels.map(({ index_mean }) => index_mean));
    const points = column(channels.map(({ points_mean }) => points_mean));
    const [before, after] = this.counts;
    const figure = column([activity.mean, activity.p50, activity.p90]);
    return html`${figures([
        [t.mean, figure(activity.mean)],
        [t.p50, figure(activity.p50)],
        [t.p90, figure(activity.p90)],
      ])}
      <gf-histogram .heading=${t.title} .score=${t.index} .counts=${after} .was=${this.#isEdited ? before : undefined} .description=${t.histogram} .locale=${this.locale}></gf-histogram>
      <p class="quiet">${this.#isEdited ? t.histogramEdited : t.histogramHelp}</p>
      ${dataTable({
        label: t.byChannel,
        caption: t.byChannelHelp,
        head: [{ text: t.channel }, ...[t.weightShare, t.users, t.indexMean, t.pointsMean, t.nTop].map(numeric)],
        rows: channels.map((channel) => [
          this.#name(channel.channel),
          share(channel.weight_share),
          count(channel.n_users),
          html`${index(channel.index_mean)} ${bar(channel.index_mean / 100)}`,
          html`${points(channel.points_mean)} ${bar(channel.points_mean / 100)}`,
          count(channel.n_top),
        ]),
      })}`;
  }

  #changed({ activity, channels }: WhatIfReply) {
    const t = this.t.activity;
    const w = this.t.whatIf;
    const { value, signed, column } = this.format;
    const points = column(channels.flatMap((one) => [one.points_mean_before, one.points_mean_after]));
    const index = column(this.movers.flatMap((mover) => [mover.activity_before, mover.activity_after]));
    return html`<section class="card" aria-labelledby="changed">
      <h2 id="changed">${t.changed}</h2>
      <p>${t.meanChange(value(activity.before.mean ?? NaN), value(activity.after.mean ?? NaN))}</p>
      ${dataTable({
        label: t.channelsChanged,
        caption: t.channelsChanged,
        head: [{ text: t.channel }, numeric(w.before), numeric(w.after), numeric(w.difference)],
        rows: channels.map(({ channel, points_mean_before: before, points_mean_after: after }) => [
          ...[this.#name(channel), points(before), points(after)],
          signed(after - before),
        ]),
      })}
      ${dataTable({
        label: w.movers,
        caption: w.movers,
        head: [{ text: w.customer }, numeric(w.before), numeric(w.after), numeric(w.difference)],
        rows: this.movers.map((mover) => [
          ...[this.customer(mover), index(mover.activity_before), index(mover.activity_after)],
          signed(mover.activity_after - mover.activity_before),
        ]),
      })}
    </section>`;
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    this.settings = detail;
    this.refit();
  }

  #changeFactors(factors: Record<string, number>): void {
    this.factors = factors;
    this.next(() => this.#compare());
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.next(() => this.#compare());
  }

  #choose({ detail }: CustomEvent<number>): void {
    this.row = detail;
    this.next(() => this.#compare());
  }

  protected override refit(): void {
    const columns = ownColumns(this.settings);
    if (columns.length === 0) return;
    this.edits = this.edits.filter(({ column }) => columns.includes(column));
    const [first] = columns;
    if (this.edits.length === 0 && first) this.edits = [freshEdit(0, first)];
    this.anew(async () => {
      const reply = await this.ask("activity", { op: "index", params: indexParams(this.settings) }, columnsUsed(columns, this.edits));
      this.customers = await this.named(highest(numbersIn(reply.columns, "activity"), N_CUSTOMERS).map((row) => ({ row })));
      await this.#compare(reply.body);
    });
  }

  /** The index and its comparison are shown together. */
  async #compare(indexed = this.indexed): Promise<void> {
    if (!indexed) return;
    this.row ??= this.customers[0]?.row ?? 0;
    const params = whatIfParams(indexed.model, this.edits, this.factors, this.row);
    const { body, columns } = await this.ask("activity", { op: "what_if", model: indexed.model, params }, columnsUsed(modelColumns(indexed.model), this.edits));
    this.movers = await this.named(body.movers);
    this.counts = [this.#counts(numbersIn(columns, "activity_before")), this.#counts(numbersIn(columns, "activity_after"))];
    this.indexed = indexed;
    this.comparison = body;
    this.tellOutcomes(outcomesIn(columns, { top_channel: (channel) => this.#name(channel) }));
  }

  /** Of customers who are active at all. */
  #counts(values: Float64Array): number[] {
    return countsIn(values.filter((value) => value > 0), 0, 100, N_PARTS);
  }
}
