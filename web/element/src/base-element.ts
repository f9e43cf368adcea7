/** What every element has, with texts or without: a language. Nothing is global, so that several can stand on one page. */

import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Locale } from "./i18n/locale";
import { base } from "./styles/base";

export class BaseElement extends LitElement {
  static override styles = [base];

  @property() locale: Locale = "en";

  /** Tells the elements around it something, across shadow roots. */
  protected emit<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
