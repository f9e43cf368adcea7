import type { Messages } from "../i18n";

/** What a result is called; one that has no words, as the module names it. */
export function resultName(t: Messages, name: string): string {
  return (t.effects.results as Record<string, string>)[name] ?? name;
}
