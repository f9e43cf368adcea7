/** The texts of the page, by language. */

import { en, type Messages } from "./en";
import type { Locale } from "./locale";
import { zh } from "./zh";

export * from "./locale";
export type { Messages };

/** The texts of a language. */
export function messagesOf(locale: Locale): Messages {
  return locale === "zh-CN" ? zh : en;
}
