/** What the steps of a pipeline say of each customer, before and after a scenario. */

import type { Column } from "../client/protocol";
import type { Locale } from "../i18n";
import { SHARES, type Outcome, type ResultColumn } from "../parts/outcomes";
import { titleOf, wordOf } from "./names";
import type { Pipeline, Summary } from "./types";

/** What names results and their levels, in the language that is the page's when they are shown. */
export interface Naming {
  pipeline: Pipeline;
  summary: Summary;
  locale(): Locale;
}

/** What steps gave, as results: one that a scenario did not change is the same before and after. */
export function portraitOutcomes(naming: Naming, columns: readonly Column[], changed: readonly Column[]): Outcome[] {
  return columns.flatMap((before): Outcome[] => {
    if (before.kind === "items") return [];
    const after = changed.find((other): other is ResultColumn => other.name === before.name && other.kind === before.kind);
    return [outcomeOf(naming, before, after ?? before)];
  });
}

function outcomeOf({ pipeline, summary, locale }: Naming, before: ResultColumn, after: ResultColumn): Outcome {
  const { name } = before;
  const given = pipeline.steps.map(({ outputs }) => outputs[name]?.column).find((column) => column !== undefined);
  return {
    ...{ name, before, after, isShare: SHARES.includes(given ?? "") },
    get title() {
      return titleOf(pipeline, name, locale());
    },
    nameOf: (level) => wordOf(pipeline, summary, name, level, locale()),
  };
}
