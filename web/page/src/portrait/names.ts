/** What columns and levels are called in the page's language. */

import type { Locale } from "../i18n";
import type { Pipeline, Text } from "./types";

export function textOf(text: Text, locale: Locale): string {
  return locale === "zh-CN" ? text.zh : text.en;
}

/** The title of an input or of what a step gives; else its name. */
export function titleOf(pipeline: Pipeline, column: string, locale: Locale): string {
  const given = pipeline.steps.map(({ outputs }) => outputs[column]?.title).find((title) => title);
  const title = pipeline.inputs[column]?.title ?? given;
  return title ? textOf(title, locale) : column;
}

/** A level or an item in the words of people; else as it stands in the data. */
export function wordOf(pipeline: Pipeline, level: string, locale: Locale): string {
  const word = pipeline.words[level];
  return word ? textOf(word, locale) : level;
}
