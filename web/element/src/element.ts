/** What every element of the page has: a language. Nothing is global, so that several can stand on one page. */

import { html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { formatsOf, type Formats } from "./format/numbers";
import { messagesOf, type Locale, type Messages } from "./i18n";
import { base } from "./styles/base";

export class GridfolkElement extends LitElement {
  static override styles = [base];

  @property() locale: Locale = "en";

  protected get t(): Messages {
    return messagesOf(this.locale);
  }

  protected get format(): Formats {
    return formatsOf(this.locale);
  }

  /** A column's name, which may break after its underscores. */
  protected breakable(name: string): TemplateResult[] {
    return name.split(/(?<=_)/).map((part) => html`${part}<wbr />`);
  }

  /** A customer's id, else the number of the row, as a button that selects the customer. */
  protected customer({ row, id }: { row: number; id?: string | undefined }): TemplateResult {
    const select = () => this.emit("gf-select", { kind: "customer", row, id });
    return html`<button class="plain" @click=${select}>${id || this.t.whatIf.row(this.format.count(row))}</button>`;
  }

  /** Tells the elements around it something, across shadow roots. */
  protected emit<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
