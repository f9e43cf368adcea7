import type { Messages } from "../i18n";
import type { OutcomeHead } from "./outcomes";

/** What a result is called; one that has no words, as the module names it. */
export function resultName(t: Messages, { name, title }: Pick<OutcomeHead, "name" | "title">): string {
  return title ?? (t.effects.results as Record<string, string>)[name] ?? name;
}
