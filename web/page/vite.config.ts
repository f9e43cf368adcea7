import { defineConfig } from "vite";
import { atRoot, bridge } from "../bridge.config.ts";

// The base is relative: the page works under any path of any server.
export default defineConfig({
  base: "./",
  resolve: { alias: bridge },
  build: {
    outDir: atRoot("dist/page"),
    emptyOutDir: true,
    target: "es2022",
    // The strict CSP allows no script that stands in the page.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  worker: { format: "es" },
});
