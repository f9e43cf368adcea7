/** Which language the page speaks; its texts are apart, so that the element can choose before they are there. */

import type { Locale } from "../format/numbers";

export type { Locale };

/** The languages, each under its own name. */
export const LOCALES: readonly { locale: Locale; name: string }[] = [
  { locale: "en", name: "English" },
  { locale: "zh-CN", name: "简体中文" },
];

const STORAGE_KEY = "gridfolk.locale";

/** The language of an earlier visit, else the first of the browser's that the page speaks. */
export function initialLocale(): Locale {
  const remembered = LOCALES.find(({ locale }) => locale === stored());
  return remembered?.locale ?? preferred(navigator.languages);
}

/** The first of the wanted languages that the page speaks; English where there is none. */
export function preferred(wanted: readonly string[]): Locale {
  for (const language of wanted) {
    const base = language.toLowerCase().split("-")[0];
    if (base === "zh") return "zh-CN";
    if (base === "en") return "en";
  }
  return "en";
}

/** Remembers the language for the next visit, where the browser allows it. */
export function remember(locale: Locale): void {
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // A page that may store nothing asks the browser again next time.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
