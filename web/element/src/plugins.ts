/**
 * What the page knows of single modules: plug-ins found by their folder's name when the page is built.
 * The rest of the page names no module.
 */

import type { TemplateResult } from "lit";
import type { Client } from "./client/client";
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
  load(client: Client, nCustomers: number): Promise<TableData>;
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

const FOUND = import.meta.glob<Plugin>("./views/*/index.ts", { eager: true });

/** The plug-in of a module, if there is one. */
export function pluginOf(module: string): Plugin | undefined {
  return FOUND[`./views/${module}/index.ts`];
}
