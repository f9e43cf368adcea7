/** What every element of the page and of the views has: the texts of its language, and numbers as it writes them. */

import { html, type TemplateResult } from "lit";
import { BaseElement } from "./base-element";
import { formatsOf, type Formats } from "./format/numbers";
import { messagesOf, type Messages } from "./i18n";

export class GridfolkElement extends BaseElement {
  protected get t(): Messages {
    return messagesOf(this.locale);
  }

  protected get format(): Formats {
    return formatsOf(this.locale);
  }

  /** A column's name, which may break after its underscores. */
  protected breakable(name: string): TemplateResult[] {
    return name.split(/(?<=_)/).map((part, i) => (i === 0 ? html`${part}` : html`<wbr />${part}`));
  }

  /** How long the module took for its last reply, once there is one: it stands beside the heading of the first result. */
  protected lastReply(ms: number): TemplateResult {
    return html`<span class="quiet number">${Number.isFinite(ms) ? this.t.kmeans.replyTime(this.format.ms(ms)) : ""}</span>`;
  }

  /** A customer's id, else the number of the row, as a button that selects the customer. */
  protected customer({ row, id }: { row: number; id?: string | undefined }): TemplateResult {
    const select = () => this.emit("gf-select", { kind: "customer", row, id });
    return html`<button class="plain" @click=${select}>${id || this.t.whatIf.row(this.format.count(row))}</button>`;
  }
}
