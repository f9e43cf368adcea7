/** What columns and levels are called in the page's language. */

import type { Locale } from "../i18n";
import type { Pipeline, Summary, Text } from "./types";

export function textOf(text: Text, locale: Locale): string {
  return locale === "zh-CN" ? text.zh : text.en;
}

/** The title of an input or of what a step gives; else its name. */
export function titleOf(pipeline: Pipeline, column: string, locale: Locale): string {
  const given = pipeline.steps.map(({ outputs }) => outputs[column]?.title).find((title) => title);
  const title = pipeline.inputs[column]?.title ?? given;
  return title ? textOf(title, locale) : column;
}

/** A level or an item of a column in words: those of the step that explains it, or of the pipeline. */
export function wordOf(pipeline: Pipeline, summary: Summary, column: string, level: string, locale: Locale): string {
  const word = explained(pipeline, summary, column, level) ?? pipeline.words[level];
  if (typeof word === "string") return word;
  return word ? textOf(word, locale) : level;
}

function explained(pipeline: Pipeline, summary: Summary, column: string, level: string): Text | string | undefined {
  const by = pipeline.steps.map(({ outputs }) => outputs[column]?.explained).find((found) => found);
  const step = by && summary.steps.find(({ id }) => id === by.step);
  if (step?.status !== "done") return undefined;
  const objects = at(step.reply, by?.pointer ?? "");
  if (!Array.isArray(objects)) return undefined;
  const object = objects.find((candidate) => at(candidate, by?.level ?? "") === level);
  return at(object, by?.words ?? "") as Text | string | undefined;
}

/** The value that a JSON pointer (RFC 6901) points to. */
export function at(value: unknown, pointer: string): unknown {
  const names = pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return names.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);
}
