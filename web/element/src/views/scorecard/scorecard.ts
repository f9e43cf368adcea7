import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { ModuleView } from "../../view";
import { candidates, columnsUsed, fitRequest, initialSettings, whatIfRequest, type Settings } from "./state";
import type { FitBody, NamedMover, WhatIfBody } from "./types";
import "./accepted";
import "./movers";
import "./points";
import "./settings";

/** What a person has set. */
interface State {
  settings: Settings | undefined;
  edits: Edit[];
}

/** A scorecard of the table, and what moves its customers. */
@customElement("gf-scorecard")
export class ScorecardView extends ModuleView<State> {
  @state() private settings: Settings | undefined;
  @state() private edits: Edit[] = [];
  @state() private fit: FitBody | undefined;
  @state() private whatIf: WhatIfBody | undefined;
  @state() private movers: NamedMover[] = [];

  protected override get kept(): State {
    return { settings: this.settings, edits: this.edits };
  }

  protected override begin({ settings, edits = [] }: Partial<State>): void {
    this.settings = settings ?? initialSettings(this.table);
    this.edits = edits;
    this.fit = undefined;
    this.whatIf = undefined;
    this.#refit();
  }

  protected override render() {
    const { locale, table, settings, fit, whatIf } = this;
    if (!settings) return html`<p class="card">${this.t.scorecard.noTarget}</p>`;
    const isEdited = active(this.edits).length > 0;
    return this.layout(
      html`<gf-scorecard-settings
          .table=${table}
          .settings=${settings}
          .points=${whatIf?.points.before}
          .locale=${locale}
          @gf-settings=${this.#changeSettings}
        ></gf-scorecard-settings>
        ${this.scenario(numbersOf(fit), this.edits, this.t.scorecard.whatIfIntro, this.#changeEdits)}`,
      html`<gf-accepted .fit=${fit} .whatIf=${whatIf} .isEdited=${isEdited} .ms=${this.ms} .locale=${locale}></gf-accepted>
        <gf-points .fit=${fit} .table=${table} .locale=${locale}></gf-points>
        <gf-points-movers ?hidden=${!isEdited} .movers=${this.movers} .locale=${locale}></gf-points-movers>`,
    );
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    const { settings } = this;
    const isSameCard = settings?.target === detail.target && settings.minIv === detail.minIv;
    // Another card has other points.
    this.settings = isSameCard ? detail : { ...detail, cutOff: undefined };
    if (isSameCard) this.#compareNext();
    else this.#refit();
  }

  #changeEdits = (edits: Edit[]): void => {
    this.edits = edits;
    this.#compareNext();
  };

  #refit(): void {
    this.next(() => this.#fit());
  }

  #compareNext(): void {
    this.next(() => this.#compare());
  }

  async #fit(): Promise<void> {
    const { settings, table } = this;
    if (!settings) return;
    const columns = [...candidates(table, settings.target), settings.target];
    const fit: FitBody = await this.#run(fitRequest(table, settings), columns);
    const names = numbersOf(fit);
    const kept = this.edits.filter(({ column }) => names.includes(column));
    this.edits = kept.length > 0 ? kept : names.slice(0, 1).map((name) => freshEdit(0, name));
    this.fit = fit;
    await this.#compare();
  }

  async #compare(): Promise<void> {
    const { fit, settings, edits } = this;
    if (!fit || !settings) return;
    const cutOff = settings.cutOff ?? fit.measures.ks_points ?? undefined;
    const whatIf: WhatIfBody = await this.#run(
      whatIfRequest(fit.model, cutOff === undefined ? undefined : Math.round(cutOff), edits),
      columnsUsed(fit.model, edits),
    );
    this.movers = await this.named(whatIf.movers);
    this.whatIf = whatIf;
    // Where the slider was not moved yet it begins where the card tells customers apart best.
    if (this.settings?.cutOff === undefined) this.settings = { ...settings, cutOff: whatIf.accepted?.cut_off_before };
  }

  async #run<Body>(request: string, columns: string[]): Promise<Body> {
    return JSON.parse((await this.run("scorecard", request, columns)).body);
  }
}

/** The card's columns that sliders can move, the one with the highest information value first. */
function numbersOf(fit: FitBody | undefined): string[] {
  const numbers = (fit?.model.columns ?? []).filter(({ kind }) => kind === "number");
  return numbers.sort((a, b) => b.iv - a.iv).map(({ column }) => column);
}
