import { css } from "lit";

/** Shared by all elements: controls, tables, cards. */
export const base = css`
  :host {
    display: block;
    color: var(--gf-text);
    font: inherit;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  h2 {
    font-size: 1.06rem;
    line-height: 1.35;
  }
  h3 {
    font-size: 0.94rem;
  }
  .card {
    background: var(--gf-surface);
    border: 1px solid var(--gf-line);
    border-radius: var(--gf-radius);
    padding: 18px 20px;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    min-width: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .between {
    justify-content: space-between;
  }
  .quiet {
    color: var(--gf-quiet);
    font-size: 0.87rem;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  button,
  select,
  input[type="date"],
  input[type="number"],
  input[type="text"] {
    font: inherit;
    color: inherit;
    background: var(--gf-surface);
    border: 1px solid var(--gf-field);
    border-radius: min(7px, var(--gf-radius));
    padding: 5px 11px;
    min-height: 36px;
    max-width: 100%;
  }
  button {
    cursor: pointer;
  }
  button:hover:not(:disabled),
  select:hover {
    border-color: var(--gf-accent);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button.primary {
    background: var(--gf-accent);
    border-color: var(--gf-accent);
    color: var(--gf-on-accent);
    font-weight: 600;
  }
  button.primary:hover:not(:disabled) {
    filter: brightness(1.08);
  }
  button.plain {
    border-color: transparent;
    background: none;
    color: var(--gf-accent);
    padding-inline: 6px;
  }
  /* In a row of a table it stands on the line of its neighbours. */
  th > button.plain {
    min-height: 24px;
    padding: 0 2px;
    text-align: start;
    font-weight: inherit;
  }
  button[aria-pressed="true"] {
    background: var(--gf-accent);
    border-color: var(--gf-accent);
    color: var(--gf-on-accent);
  }
  /* Where backgrounds are left out, what is pressed is told by the system's own colours, and is kept on paper. */
  button[aria-pressed="true"],
  button.primary {
    print-color-adjust: exact;
  }
  @media (forced-colors: active) {
    button[aria-pressed="true"] {
      forced-color-adjust: none;
      background: Highlight;
      border-color: Highlight;
      color: HighlightText;
    }
  }
  :focus-visible {
    outline: 3px solid var(--gf-accent);
    outline-offset: 2px;
    border-radius: min(4px, var(--gf-radius));
  }
  input[type="range"],
  input[type="checkbox"] {
    accent-color: var(--gf-accent);
  }
  input[type="range"] {
    width: 100%;
    min-height: 24px;
    margin: 0;
  }
  label {
    cursor: pointer;
  }
  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
  }
  .field > label,
  .field > .label,
  legend {
    font-size: 0.87rem;
    font-weight: 600;
    padding: 0;
  }
  /* Shadows at the ends beyond which more stands; covers that scroll along hide one where nothing does. */
  .scroll {
    --cover: var(--gf-surface) 30%, transparent;
    --shadow: color-mix(in srgb, var(--gf-text) 18%, transparent), transparent;
    overflow-x: auto;
    overscroll-behavior-x: contain;
    background:
      linear-gradient(to right, var(--cover)) left / 48px 100% local no-repeat,
      linear-gradient(to left, var(--cover)) right / 48px 100% local no-repeat,
      linear-gradient(to right, var(--shadow)) left / 16px 100% no-repeat,
      linear-gradient(to left, var(--shadow)) right / 16px 100% no-repeat;
  }
  /* Chinese breaks anywhere, even within a word of two letters. */
  th {
    word-break: keep-all;
  }
  .scroll thead th {
    min-width: 3.6em;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 0.9rem;
  }
  caption {
    text-align: start;
    color: var(--gf-quiet);
    font-size: 0.87rem;
    padding-bottom: 6px;
    /* It is read whole where its table scrolls sideways in a card of a narrow screen. */
    max-width: calc(100cqi - 42px);
  }
  th,
  td {
    text-align: start;
    padding: 6px 10px;
    border-bottom: 1px solid var(--gf-line);
    vertical-align: top;
  }
  thead th {
    color: var(--gf-quiet);
    font-weight: 600;
    font-size: 0.82rem;
    vertical-align: bottom;
  }
  tbody th {
    font-weight: 600;
    white-space: nowrap;
  }
  tbody th button.plain {
    min-height: 24px;
    padding: 0;
    text-align: start;
  }
  tr:last-child > * {
    border-bottom: 0;
  }
  /* On a phone room is for what is in the cells. */
  @container (max-width: 480px) {
    th,
    td {
      padding-inline: 5px;
    }
    thead th {
      font-size: 0.78rem;
    }
    tbody th {
      white-space: normal;
    }
  }
  td.number,
  th.number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  thead th.number {
    white-space: normal;
  }
  .hidden-visually {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .problem {
    background: var(--gf-problem-surface);
    color: var(--gf-problem);
    border: 1px solid currentColor;
    border-radius: var(--gf-radius);
    padding: 10px 14px;
  }
  details > summary {
    cursor: pointer;
    color: var(--gf-accent);
    font-size: 0.87rem;
  }
  /* Paper does not scroll: tables are set small enough for all of their columns. */
  @media print {
    .card {
      display: block;
      padding: 10px;
    }
    .card > * + * {
      margin-top: 10px;
    }
    .scroll {
      overflow: visible;
      background: none;
    }
    table,
    caption,
    table .quiet,
    thead th {
      font-size: 10px;
    }
    th,
    td {
      padding: 3px 4px;
    }
    .scroll thead th {
      min-width: 0;
    }
    tbody th {
      white-space: normal;
    }
    h2,
    h3,
    caption,
    thead {
      break-after: avoid;
    }
    tr,
    svg,
    .field,
    .figures,
    .row {
      break-inside: avoid;
    }
  }
`;
