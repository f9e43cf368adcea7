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

  /** Tells the elements around it something, across shadow roots. */
  protected emit<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
