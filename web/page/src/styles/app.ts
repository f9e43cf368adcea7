import { css } from "lit";

/** Of the page around the views. */
export const styles = css`
  header {
    background: var(--gf-surface);
    border-bottom: 1px solid var(--gf-line);
  }
  .inner {
    max-width: 1440px;
    margin-inline: auto;
    padding: 12px 20px;
  }
  h1 {
    font-size: 1.3rem;
    line-height: 1.2;
    letter-spacing: -0.01em;
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .languages {
    display: flex;
    gap: 0;
  }
  .languages button {
    border-radius: 0;
    font-size: 0.87rem;
  }
  .languages button:first-child {
    border-radius: 7px 0 0 7px;
  }
  .languages button:last-child {
    border-radius: 0 7px 7px 0;
    border-left: 0;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding-block: 16px 40px;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    border-bottom: 1px solid var(--gf-line);
  }
  nav a {
    padding: 8px 14px;
    border-radius: 7px 7px 0 0;
    color: var(--gf-quiet);
    text-decoration: none;
  }
  nav a:hover {
    color: var(--gf-text);
  }
  nav a[aria-current] {
    color: var(--gf-text);
    font-weight: 600;
    box-shadow: inset 0 -3px var(--gf-accent);
  }
  @media (forced-colors: active) {
    nav a[aria-current] {
      border-bottom: 3px solid Highlight;
    }
  }
  /* A printed page is a report: what opens something else has no use on it. */
  @media print {
    .languages,
    nav a:not([aria-current]),
    gf-toolbar,
    gf-modules {
      display: none;
    }
    .inner {
      padding-inline: 0;
    }
    nav {
      border-bottom: 0;
    }
  }
  .privacy::before {
    content: "";
    display: inline-block;
    width: 0.55em;
    height: 0.55em;
    margin-right: 0.5em;
    border-radius: 50%;
    background: var(--gf-up);
  }
  .dropping {
    outline: 3px dashed var(--gf-accent);
    outline-offset: -8px;
  }
`;
