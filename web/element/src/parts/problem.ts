import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../define";
import type { CallProblem } from "../client/protocol";
import { BaseElement } from "../base-element";
import { problemText } from "../i18n/problems";

/** A problem in the page's language; its code and place for those who write programs. */
@customElement("gf-problem")
export class ProblemNote extends BaseElement {
  @property({ attribute: false }) problem: CallProblem | undefined;

  protected override render() {
    if (!this.problem) return "";
    const { code, pointer } = this.problem;
    return html`<div class="problem" role="alert">
      <p>${problemText(this.problem, this.locale)}</p>
      <p class="quiet">${code}${pointer && ` · ${pointer}`}</p>
    </div>`;
  }
}
