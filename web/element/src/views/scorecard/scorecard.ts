import { css, html, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Client } from "../../client/client";
import { Latest } from "../../client/latest";
import type { CallProblem } from "../../client/protocol";
import { GridfolkElement } from "../../element";
import type { TableData } from "../../table";
import "../../parts/problem";
import "../../parts/scenario";
import { active, freshEdit, type Edit } from "../../parts/scenario-state";
import { candidates, columnsUsed, fitRequest, initialSettings, whatIfRequest, type Settings } from "./state";
import type { FitBody, NamedMover, WhatIfBody } from "./types";
import "./accepted";
import "./movers";
import "./points";
import "./settings";

/** A scorecard of the table, and what moves its customers. */
@customElement("gf-scorecard")
export class ScorecardView extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      .layout {
        display: grid;
        grid-template-columns: minmax(300px, 350px) minmax(0, 1fr);
        gap: 16px;
      }
      .column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: 16px;
        min-width: 0;
      }
      @media (min-width: 861px) {
        .sliders {
          position: sticky;
          top: 12px;
          align-self: start;
          max-height: calc(100vh - 24px);
          overflow: auto;
        }
      }
      @media (max-width: 860px) {
        .layout {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;

  @state() private settings: Settings | undefined;
  @state() private edits: Edit[] = [];
  @state() private fit: FitBody | undefined;
  @state() private whatIf: WhatIfBody | undefined;
  @state() private movers: NamedMover[] = [];
  @state() private problem: CallProblem | undefined;
  @state() private ms = NaN;

  #latest = new Latest();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("table")) return;
    this.settings = initialSettings(this.table);
    this.edits = [];
    this.fit = undefined;
    this.whatIf = undefined;
    this.#refit();
  }

  protected override render() {
    const { locale, table, settings, fit, whatIf } = this;
    if (!settings) return html`<p class="card">${this.t.scorecard.noTarget}</p>`;
    const isEdited = active(this.edits).length > 0;
    return html`<div class="layout">
      <div class="column sliders">
        <gf-scorecard-settings
          .table=${table}
          .settings=${settings}
          .points=${whatIf?.points.before}
          .locale=${locale}
          @gf-settings=${this.#changeSettings}
        ></gf-scorecard-settings>
        <gf-scenario
          .table=${table}
          .columns=${numbersOf(fit)}
          .edits=${this.edits}
          .intro=${this.t.scorecard.whatIfIntro}
          .locale=${locale}
          @gf-edits=${this.#changeEdits}
        ></gf-scenario>
      </div>
      <div class="column">
        ${this.problem && html`<gf-problem .problem=${this.problem} .locale=${locale}></gf-problem>`}
        <gf-accepted .fit=${fit} .whatIf=${whatIf} .isEdited=${isEdited} .ms=${this.ms} .locale=${locale}></gf-accepted>
        <gf-points .fit=${fit} .table=${table} .locale=${locale}></gf-points>
        <gf-points-movers ?hidden=${!isEdited} .movers=${this.movers} .locale=${locale}></gf-points-movers>
      </div>
    </div>`;
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    const { settings } = this;
    const isSameCard = settings?.target === detail.target && settings.minIv === detail.minIv;
    // Another card has other points.
    this.settings = isSameCard ? detail : { ...detail, cutOff: undefined };
    if (isSameCard) this.#compareNext();
    else this.#refit();
  }

  #changeEdits({ detail }: CustomEvent<Edit[]>): void {
    this.edits = detail;
    this.#compareNext();
  }

  #refit(): void {
    this.#latest.submit(() => this.#guarded(() => this.#fit()));
  }

  #compareNext(): void {
    this.#latest.submit(() => this.#guarded(() => this.#compare()));
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
    const ids = await this.client.call("ids", { rows: whatIf.movers.map(({ row }) => row) });
    this.movers = whatIf.movers.map((mover, index) => ({ ...mover, id: ids[index] }));
    this.whatIf = whatIf;
    // Where the slider was not moved yet it begins where the card tells customers apart best.
    if (this.settings?.cutOff === undefined) this.settings = { ...settings, cutOff: whatIf.accepted?.cut_off_before };
  }

  async #run<Body>(request: string, columns: string[]): Promise<Body> {
    const reply = await this.client.call("run", { module: "scorecard", request, columns });
    this.ms = reply.ms;
    return JSON.parse(reply.body);
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = undefined;
    } catch (problem) {
      this.problem = problem as CallProblem;
    }
  }
}

/** The card's columns that sliders can move, the one with the highest information value first. */
function numbersOf(fit: FitBody | undefined): string[] {
  const numbers = (fit?.model.columns ?? []).filter(({ kind }) => kind === "number");
  return numbers.sort((a, b) => b.iv - a.iv).map(({ column }) => column);
}
