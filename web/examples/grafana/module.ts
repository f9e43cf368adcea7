/** The panel: the element, fed with Grafana's data. */

import { PanelPlugin, type PanelProps } from "@grafana/data";
import { useTheme2 } from "@grafana/ui";
import { createElement, useEffect, useMemo, useRef } from "react";
import type { GridfolkWhatif } from "../../element/src/whatif-types";
import { tableOf } from "./frame";

interface Options {
  module: string;
  locale: "en" | "zh-CN";
}

const MODULES = ["kmeans", "scorecard", "sensitivity", "apriori"];

/** An address below the plugin's own. */
const ofPlugin = (path: string) => new URL(`${plugin.meta.baseUrl.replace(/\/?$/, "/")}${path}`, document.baseURI).href;

function WhatifPanel({ data, options, width, height }: PanelProps<Options>) {
  const { isDark } = useTheme2();
  const ref = useRef<GridfolkWhatif>(null);
  const frame = data.series[0];
  const table = useMemo(() => frame && tableOf(frame), [frame]);
  useEffect(() => {
    // As it is, not bundled: it finds its worker and the bridge beside itself.
    import(/* @vite-ignore */ ofPlugin("gridfolk/dist/whatif.js")).then(
      () => ref.current && table && (ref.current.table = table),
      (error) => console.error("gridfolk: the element cannot be loaded", error),
    );
  }, [table]);
  return createElement(
    "div",
    { style: { width, height, overflow: "auto" } },
    createElement("gridfolk-whatif", {
      ref,
      module: options.module,
      src: ofPlugin("modules/index.json"),
      locale: options.locale,
      theme: isDark ? "dark" : "light",
    }),
  );
}

export const plugin = new PanelPlugin<Options>(WhatifPanel).setPanelOptions((builder) =>
  builder
    .addSelect({
      path: "module",
      name: "Module",
      defaultValue: "kmeans",
      settings: { options: MODULES.map((name) => ({ value: name, label: name })) },
    })
    .addSelect({
      path: "locale",
      name: "Language",
      defaultValue: "en",
      settings: { options: [{ value: "en", label: "English" }, { value: "zh-CN", label: "简体中文" }] },
    }),
);
