/** Tables beside pictures: one look, one way for assistive programs to find them. */

import { html, type TemplateResult } from "lit";

export interface Head {
  text: unknown;
  /** Numbers stand at the end of their cells. */
  isNumber?: boolean;
}

export interface DataTable {
  /** What the table is called. */
  label: string;
  /** What stands above it. */
  caption?: unknown;
  head: readonly Head[];
  /** Cells by row; the first one names the row. */
  rows: readonly (readonly unknown[])[];
}

/** A head of numbers. */
export function numeric(text: unknown): Head {
  return { text, isNumber: true };
}

/** A table that scrolls sideways where it is too wide. */
export function dataTable({ label, caption, head, rows }: DataTable): TemplateResult {
  const kind = (column: number) => (head[column]?.isNumber ? "number" : "");
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>
    <table>
      ${caption ? html`<caption>${caption}</caption>` : ""}
      <thead>
        <tr>
          ${head.map(({ text }, column) => html`<th scope="col" class=${kind(column)}>${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...cells]) => html`<tr>
            <th scope="row">${first}</th>
            ${cells.map((cell, index) => html`<td class=${kind(index + 1)}>${cell}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
