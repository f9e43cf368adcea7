/** What the steps of a pipeline say of each customer, before and after a scenario: the worker has it and works over it. */

import type { Client } from "../client/client";
import type { Locale } from "../i18n";
import { SHARES, type OutcomeHead } from "../parts/outcomes";
import type { Results } from "../parts/results";
import type { NamedPair } from "../rows/changed";
import type { Category, Slices } from "../rows/slices";
import { levelsOf, type Counts } from "./counts";
import { titleOf, wordOf } from "./names";
import type { Block, Pipeline, Summary } from "./types";

/** What a pipeline's run and a scenario told. */
export interface Told {
  pipeline: Pipeline;
  summary: Summary;
  /** As the report counts, and after the scenario. */
  counts: readonly Counts[];
  /** JSON; nothing said: nothing is changed. */
  scenario: string | undefined;
  /** The page's language when something is named. */
  locale(): Locale;
}

export class ResultsOfSteps implements Results {
  readonly heads: readonly OutcomeHead[];
  #client: Client;
  #scenario: { scenario?: string };

  constructor(client: Client, told: Told) {
    this.heads = resultNames(told).map((name) => headOf(told, name));
    this.#client = client;
    this.#scenario = told.scenario === undefined ? {} : { scenario: told.scenario };
  }

  async nChanged(names: readonly string[]): Promise<number> {
    const { scenario } = this.#scenario;
    return scenario === undefined ? 0 : this.#client.call("portraitNChanged", { names, scenario });
  }

  async changed(names: readonly string[]): Promise<Uint32Array> {
    const { scenario } = this.#scenario;
    return scenario === undefined ? new Uint32Array() : this.#client.call("portraitChanged", { names, scenario });
  }

  slices(name: string, level: string, { name: by }: Category): Promise<Slices> {
    return this.#client.call("portraitSlices", { name, level, by, ...this.#scenario });
  }

  columns(): Promise<readonly NamedPair[]> {
    const names = this.heads.map(({ name }) => name);
    return this.#client.call("portraitPairs", { names, ...this.#scenario });
  }
}

/** The results of steps that the report shows and what-ifs compare. */
function resultNames({ pipeline: { report, inputs }, summary: { compared } }: Told): string[] {
  const names = new Set(report.flatMap(columnsOf));
  return [...names].filter((name) => compared.includes(name) && !(name in inputs));
}

/** The columns of a part of the report. */
function columnsOf(block: Block): string[] {
  switch (block.kind) {
    case "glance":
      return block.shares.map(({ column }) => column);
    case "matrix":
      return [block.by, ...block.columns];
    case "bars":
      return [block.column];
    case "profile":
      return [block.by, ...block.numbers];
    default:
      return [];
  }
}

function headOf({ pipeline, summary, counts, locale }: Told, name: string): OutcomeHead {
  const given = pipeline.steps.map(({ outputs }) => outputs[name]?.column).find((column) => column !== undefined);
  return {
    ...{ name, levels: levelsOf(pipeline, name, ...counts), isShare: SHARES.includes(given ?? "") },
    get title() {
      return titleOf(pipeline, name, locale());
    },
    nameOf: (level) => wordOf(pipeline, summary, name, level, locale()),
  };
}
