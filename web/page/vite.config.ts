import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// The base is relative: the page works under any path of any server.
export default defineConfig({
  base: "./",
  build: {
    outDir: fileURLToPath(new URL("../../dist/page", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    // The strict CSP allows no script that stands in the page.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { input: ["index.html", "embed.html"].map((page) => fileURLToPath(new URL(page, import.meta.url))) },
  },
  worker: { format: "es" },
});
