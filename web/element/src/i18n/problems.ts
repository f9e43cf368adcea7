/** Problems in the page's language: Chinese from code and values, English as the module wrote it unless the page has better words. */

import type { CallProblem } from "../client/protocol";
import { formatsOf, type Locale } from "../format/numbers";
import { problemsEn } from "./problems-en";
import { problemsZh, type ProblemWords } from "./problems-zh";

/** What is wrong, as a sentence. A code that the language's table lacks is shown in the module's English. */
export function problemText(problem: CallProblem, locale: Locale): string {
  const words = (locale === "zh-CN" ? problemsZh : problemsEn)[problem.code];
  return words ? words(wordsOf(problem, locale)) : sentence(problem.message);
}

function wordsOf({ values, pointer, message }: CallProblem, locale: Locale): ProblemWords {
  const text = (name: string) => shown(values[name], locale);
  return { text, place: pointer.split("/").slice(1).map(unescapeStep).join(".") || "请求", message };
}

function shown(value: unknown, locale: Locale): string {
  if (typeof value === "number") return formatsOf(locale).value(value);
  if (Array.isArray(value)) return value.map((item) => shown(item, locale)).join(locale === "zh-CN" ? "、" : ", ");
  return value === undefined || value === null ? "–" : String(value);
}

function unescapeStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The module's words as a sentence; one that begins with a field's path keeps its spelling. */
function sentence(message: string): string {
  const isWord = /^[a-z]+[ ,;:]/.test(message);
  const start = isWord ? message.charAt(0).toUpperCase() : message.charAt(0);
  return start + message.slice(1) + (/[.。!?]$/.test(message) ? "" : ".");
}
