import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = here("../../../dist/examples/grafana/gridfolk-whatif-panel");

/** What lies beside the module in the plugin's folder. */
const BESIDE: Record<string, string> = {
  "plugin.json": here("plugin.json"),
  "README.md": here("README.md"),
  "img/icon.svg": here("../../page/public/icon.svg"),
  "gridfolk/dist": here("../../element/dist"),
  "gridfolk/bridge": here("../../element/bridge"),
  "gridfolk/THIRD-PARTY.md": here("../../element/THIRD-PARTY.md"),
  modules: here("../../../dist/modules"),
};

function filesBeside(): Plugin {
  return {
    name: "files-beside",
    closeBundle: async () => {
      for (const [name, from] of Object.entries(BESIDE)) await cp(from, join(outDir, name), { recursive: true });
    },
  };
}

export default defineConfig({
  plugins: [filesBeside()],
  publicDir: false,
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    // UMD is the AMD that Grafana's loader reads.
    lib: { entry: here("module.ts"), formats: ["umd"], name: "gridfolkWhatifPanel", fileName: () => "module.js" },
    rolldownOptions: { external: ["@grafana/data", "@grafana/ui", "react"] },
  },
});
