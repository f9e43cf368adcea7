/**
 * What the page knows of single modules: plug-ins found by their folder's name when the page is built, each with
 * what it draws in files of its own, fetched when the module is. The rest of the page names no module.
 */

import { html, type TemplateResult } from "lit";
import { loadCharts } from "./charts/plot";
import type { CallOptions, Client } from "./client/client";
import type { Locale, Messages } from "./i18n";
import type { TableData } from "./table";

/** Where a table can come from beside a file. */
export interface Source {
  title(t: Messages): string;
  /** What its button says. */
  label(t: Messages): string;
  /** What kind of customers these are. */
  note(t: Messages): string;
  /** Makes a table of so many customers. */
  load(client: Client, nCustomers: number, options?: CallOptions): Promise<TableData>;
}

/** So many customers of a source, as a person chooses them. */
export interface SourceChoice {
  source: Source;
  nCustomers: number;
}

/** What a module shows for a table. */
export interface View {
  /** Lower ones stand further left; the first is shown until another is chosen. */
  rank: number;
  render(context: ViewContext): TemplateResult;
}

export interface ViewContext {
  client: Client;
  table: TableData;
  locale: Locale;
  /** What the view begins with in place of its own choice: a state that it told by `gf-state`, or parts of one. */
  given?: object | undefined;
}

export interface Plugin {
  source?: Source;
  view?: View;
}

const FOUND = import.meta.glob<Plugin>("./views/*/index.ts");

const LOADED = new Map<string, Plugin>();

/** Fetches what is shown of a module: its plug-in, else what every module has. */
export async function loadPlugin(module: string): Promise<void> {
  if (LOADED.has(module)) return;
  const load = FOUND[`./views/${module}/index.ts`];
  if (load) LOADED.set(module, await load());
  else await import("./generic/generic");
}

/** Fetches what is shown of every module, charts too, so that no network is needed later. */
export async function loadPlugins(): Promise<void> {
  const modules = Object.keys(FOUND).map((path) => path.split("/").at(-2) ?? "");
  await Promise.all([...modules.map(loadPlugin), import("./generic/generic"), loadCharts()]);
}

/** The plug-in of a module, if there is one and it was fetched. */
export function pluginOf(module: string): Plugin | undefined {
  return LOADED.get(module);
}

/** What is shown of a module for a table: its own view, else a form and tables from its manifest; none of a source of tables. */
export function viewOf(module: string): View | undefined {
  const plugin = pluginOf(module);
  return plugin ? plugin.view : { rank: 1000, render: (context) => generic(module, context) };
}

function generic(module: string, { client, table, locale, given }: ViewContext): TemplateResult {
  return html`<gf-generic .client=${client} .module=${module} .table=${table} .given=${given} .locale=${locale}></gf-generic>`;
}
