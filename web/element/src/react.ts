/** `<gridfolk-whatif>` in the JSX of React: `gridfolk/react` is `gridfolk/whatif` with these types. */

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { GridfolkEvents, GridfolkWhatif } from "./whatif-types";

type Properties = Partial<Pick<GridfolkWhatif, "module" | "src" | "locale" | "theme" | "table" | "model" | "scenario">>;

type Listeners = { [Name in keyof GridfolkEvents as `on${Name}`]?: (event: GridfolkEvents[Name]) => void };

/** What the element takes: its properties, and `ongridfolk-change` and the like as React 19 names listeners. */
export type GridfolkWhatifProps = DetailedHTMLProps<HTMLAttributes<GridfolkWhatif>, GridfolkWhatif> & Properties & Listeners;

export type * from "./whatif-types";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "gridfolk-whatif": GridfolkWhatifProps;
    }
  }
}
