import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import { GridfolkElement } from "../element";
import type { Messages } from "../i18n";
import { textOf } from "./names";
import type { DoneStep, Pipeline, Summary } from "./types";

/** Why a step gave nothing; nothing where it ran. */
export function whyNot(step: DoneStep, { portrait, words }: Messages): string | undefined {
  if (step.status === "skipped") return portrait.skipped(step.missing.join(words.listed));
  if (step.status === "refused") return portrait.refused(step.problem.message);
  return undefined;
}

/** What became of each step, and what the table lacked. */
@customElement("gf-steps")
export class Steps extends GridfolkElement {
  @property({ attribute: false }) pipeline!: Pipeline;
  @property({ attribute: false }) summary!: Summary;

  protected override render() {
    const t = this.t.portrait;
    const { pipeline, summary } = this;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.made}</h2>
      <div class="scroll" tabindex="0" role="group" aria-label=${t.made}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t.step}</th>
              <th scope="col">${t.module}</th>
              <th scope="col">${t.outcome}</th>
            </tr>
          </thead>
          <tbody>
            ${pipeline.steps.map((step, index) => {
              const done = summary.steps[index];
              return html`<tr>
                <th scope="row">${textOf(step.title, this.locale)}</th>
                <td>${step.module} ${done?.op}</td>
                <td>${done && this.#outcome(done)}</td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      ${summary.missing.length > 0 ? html`<p class="quiet">${t.missing(summary.missing.join(this.t.words.listed))}</p>` : ""}
    </section>`;
  }

  #outcome(step: DoneStep): string {
    const { portrait: t, words } = this.t;
    const reason = whyNot(step, this.t);
    if (reason) return reason;
    return step.status === "done" && step.missing.length > 0 ? t.doneWithout(step.missing.join(words.listed)) : t.done;
  }
}
