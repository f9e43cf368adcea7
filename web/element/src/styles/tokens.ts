import { css } from "lit";

/**
 * Colours and measures, for the outermost elements. Each follows a custom property that the surrounding page
 * may set on the element or above it: `--gridfolk-accent` for `--gf-accent`, and so on.
 */
export const tokens = css`
  :host {
    --gf-surface: var(--gridfolk-surface, light-dark(#ffffff, #181d23));
    --gf-raised: var(--gridfolk-raised, light-dark(#eef2f7, #222932));
    --gf-text: var(--gridfolk-text, light-dark(#18202a, #e6ebf1));
    --gf-quiet: var(--gridfolk-quiet, light-dark(#55606e, #a3afbd));
    --gf-line: var(--gridfolk-line, light-dark(#d8dfe8, #303944));
    --gf-field: var(--gridfolk-field, light-dark(#8591a0, #6b7887));
    --gf-accent: var(--gridfolk-accent, light-dark(#0b5cad, #6cb4f5));
    --gf-on-accent: var(--gridfolk-on-accent, light-dark(#ffffff, #0b1622));
    --gf-up: var(--gridfolk-up, light-dark(#0a6b4f, #4fd1a5));
    --gf-down: var(--gridfolk-down, light-dark(#a8430a, #ff9d66));
    --gf-problem: var(--gridfolk-problem, light-dark(#a61b1b, #ff9a94));
    --gf-problem-surface: var(--gridfolk-problem-surface, light-dark(#fdf0ef, #33191a));
    --gf-radius: var(--gridfolk-radius, 10px);
    --gf-font: var(
      --gridfolk-font,
      system-ui,
      "Segoe UI",
      "Noto Sans",
      "PingFang SC",
      "Microsoft YaHei",
      "Noto Sans CJK SC",
      sans-serif
    );
    color: var(--gf-text);
    font: 15px/1.5 var(--gf-font);
  }
  :host([locale="zh-CN"]),
  :host(:lang(zh)) {
    --gf-font: var(--gridfolk-font, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif);
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  :host([theme="auto"]) {
    color-scheme: light dark;
  }
  /* Paper is white. */
  @media print {
    :host,
    :host([theme]) {
      color-scheme: light;
    }
  }
`;
