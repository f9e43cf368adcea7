/** Settings beside results, and above them on a narrow screen. */

import { css } from "lit";

export const layoutStyles = css`
  :host {
    container-type: inline-size;
  }
  .layout {
    display: grid;
    grid-template-columns: minmax(300px, 350px) minmax(0, 1fr);
    gap: 16px;
  }
  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 16px;
    min-width: 0;
  }
  .results {
    min-width: 0;
  }
  .results:focus-visible {
    outline: none;
  }
  /* The sliders stay in sight beside whatever they change. */
  @container (min-width: 861px) {
    .settings {
      display: flex;
      flex-direction: column;
    }
    .sticky {
      position: sticky;
      top: 12px;
      max-height: calc(100vh - 24px);
      overflow: auto;
    }
  }
  .to-results {
    display: none;
  }
  @container (max-width: 860px) {
    .layout {
      grid-template-columns: minmax(0, 1fr);
    }
    .to-results {
      display: block;
      justify-self: start;
    }
  }
  /* On paper all of the width is for the results, below what was set. */
  @media print {
    .layout {
      display: block;
    }
    .layout > * + * {
      margin-top: 16px;
    }
    .sticky {
      position: static;
      max-height: none;
      overflow: visible;
      animation: none;
    }
    .to-results {
      display: none;
    }
  }
  /* What is taller than the window fades at its lower end until that is reached. */
  @supports (animation-timeline: scroll(self)) {
    .sticky {
      animation: fade-end linear both;
      animation-timeline: scroll(self);
    }
  }
  @keyframes fade-end {
    from,
    98% {
      mask-image: linear-gradient(#000 calc(100% - 48px), transparent);
    }
    to {
      mask-image: none;
    }
  }
`;
