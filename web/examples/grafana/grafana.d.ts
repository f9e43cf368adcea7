/** What the panel uses of Grafana's packages, which Grafana gives at run time. */

declare module "@grafana/data" {
  import type { ComponentType } from "react";

  export interface Field {
    name: string;
    type: string;
    values: ArrayLike<unknown>;
  }
  export interface DataFrame {
    fields: Field[];
    length: number;
  }
  export interface PanelProps<Options> {
    data: { series: DataFrame[] };
    options: Options;
    width: number;
    height: number;
  }
  interface OptionsBuilder {
    addSelect(option: {
      path: string;
      name: string;
      defaultValue: string;
      settings: { options: { value: string; label: string }[] };
    }): OptionsBuilder;
  }
  export class PanelPlugin<Options> {
    constructor(panel: ComponentType<PanelProps<Options>>);
    meta: { baseUrl: string };
    setPanelOptions(build: (builder: OptionsBuilder) => void): this;
  }
}

declare module "@grafana/ui" {
  export function useTheme2(): { isDark: boolean };
}
