import { html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { outcomeOf } from "../../parts/outcomes";
import { AT_ONCE_MAX } from "../../parts/row-work";
import { numberColumns } from "../../table";
import { ModuleView, type Rest } from "../../view";
import "../../parts/migration";
import { compared, fitted, type Comparison, type Fit, type NamedMover } from "./replies";
import { predictRequest, scored } from "./scored";
import { columnsUsed, fitRequest, initialSettings, settingsOf, whatIfRequest, type Settings } from "./settings-state";
import { tellingColumns } from "./standing-out";
import type { Model } from "./types";
import "./movers";
import "./scatter-card";
import "./segments";
import "./settings";

/** Parameters that have a control of their own. */
const OWN = ["columns", "k", "standardize", "missing"];

/** What a person has set. */
interface State {
  settings: Settings;
  edits: Edit[];
  /** A model that was given to score with, until other settings ask for a fit. */
  model?: Model | undefined;
}

/** Segments of the table, and what would move them. */
@customElement("gf-kmeans")
export class KmeansView extends ModuleView<State> {
  @state() private settings!: Settings;
  @state() private edits: Edit[] = [];
  @state() private fit: Fit | undefined;
  @state() private comparison: Comparison | undefined;
  @state() private movers: NamedMover[] = [];

  #model: Model | undefined;

  protected override get kept(): State {
    return { settings: this.settings, edits: this.edits, ...(this.#model && { model: this.#model }) };
  }

  protected override begin({ settings, edits = [], model }: Partial<State>): void {
    this.settings = model ? settingsOf(model) : { ...initialSettings(this.table), ...settings };
    this.edits = edits;
    this.fit = undefined;
    this.comparison = undefined;
    this.#model = model;
    this.#regroup();
  }

  protected override get others(): Rest {
    return { module: "kmeans", op: "fit", own: OWN, words: this.t.kmeans.params };
  }

  protected override render() {
    const { locale, table, settings, fit, comparison } = this;
    if (numberColumns(table).length === 0) return html`<p class="card">${this.t.data.noColumns}</p>`;
    return this.layout(
      html`<gf-kmeans-settings
          .table=${table}
          .settings=${settings}
          .locale=${locale}
          @gf-settings=${this.#changeSettings}
        ></gf-kmeans-settings>
        ${this.scenario(settings.columns, this.edits, this.t.whatIf.intro)}`,
      html`<gf-segments .fit=${fit} .waiting=${this.waiting} .comparison=${comparison} .table=${table} .ms=${this.ms} .locale=${locale}></gf-segments>
        <gf-migration .change=${comparison?.change} .locale=${locale}></gf-migration>
        <gf-scatter-card
          .client=${this.client}
          .table=${table}
          .fit=${fit}
          .comparison=${comparison}
          .locale=${locale}
        ></gf-scatter-card>
        <gf-movers ?hidden=${!comparison} .fit=${fit} .movers=${this.movers} .locale=${locale}></gf-movers>
        ${this.effects()}`,
    );
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    this.settings = detail;
    this.refit();
  }

  protected override changeEdits(edits: Edit[]): void {
    this.edits = edits;
    this.next(() => this.#compare());
  }

  /** Fits anew; a model that was given is given up. */
  protected override refit(): void {
    this.#model = undefined;
    this.#regroup();
  }

  /** Groups anew. The edits stay, but for those of columns that are no longer compared. */
  #regroup(): void {
    const { columns } = this.settings;
    this.edits = this.edits.filter(({ column }) => columns.includes(column));
    if (columns.length === 0) return;
    this.anew(() => this.#fit());
  }

  /** A fit and its comparison are shown together: groups and colours belong to each other. */
  async #fit(): Promise<void> {
    const fit = await this.#grouped();
    const comparison = await this.#compared(fit);
    this.fit = fit;
    this.learnt();
    this.#showComparison(fit, comparison);
    if (active(this.edits).length === 0) this.edits = firstEdits(fit);
  }

  async #grouped(): Promise<Fit> {
    const model = this.#model;
    if (model) return scored(this.client, model, await this.#run(predictRequest(model), model));
    return fitted(await this.#run(fitRequest(this.settings), this.settings));
  }

  async #compare(): Promise<void> {
    const { fit } = this;
    if (fit) this.#showComparison(fit, await this.#compared(fit));
  }

  #showComparison({ codes, levels }: Fit, comparison: Comparison | undefined): void {
    this.comparison = comparison;
    if (comparison && this.#isLarge) this.atRest(() => this.#tellAll());
    else this.tellOutcomes(comparison?.outcomes ?? [outcomeOf("segment", { name: "segment", kind: "category", codes, levels })]);
  }

  /** Of a large table the distances, which no picture shows, come once the slider rests: moving them takes time. */
  get #isLarge(): boolean {
    return this.table.nRows > AT_ONCE_MAX;
  }

  async #tellAll(): Promise<void> {
    const { edits, fit } = this;
    if (!fit) return;
    const { model } = fit.body;
    const { outcomes } = compared(await this.#run(whatIfRequest(model, edits), model));
    // What moved meanwhile tells its own.
    if (this.edits === edits && this.fit === fit) this.tellOutcomes(outcomes);
  }

  async #compared(fit: Fit): Promise<Comparison | undefined> {
    if (active(this.edits).length === 0) return undefined;
    const { model } = fit.body;
    const comparison = compared(await this.#run(whatIfRequest(model, this.edits, this.#isLarge ? "drawn" : "all"), model));
    this.movers = await this.named(comparison.movers);
    return comparison;
  }

  /** A model may have other columns than those that are chosen: where a fit was cancelled, it is the one before. */
  #run(request: string, of: Pick<Settings, "columns">) {
    return this.run("kmeans", request, columnsUsed(of, this.edits));
  }
}

/** One change to begin with, of the column that tells the segments apart best. */
function firstEdits({ body }: Fit): Edit[] {
  const [column] = tellingColumns(body.profile);
  return column ? [freshEdit(0, column)] : [];
}
