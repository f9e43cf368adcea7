import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const atRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// The base is relative: the page works under any path of any server.
export default defineConfig({
  base: "./",
  resolve: {
    alias: [
      { find: /^gridfolk_bridge$/, replacement: atRoot("dist/bridge/gridfolk_bridge.js") },
      { find: /^gridfolk_bridge\//, replacement: `${atRoot("dist/bridge")}/` },
    ],
  },
  build: {
    outDir: atRoot("dist/page"),
    emptyOutDir: true,
    target: "es2022",
    // The strict CSP allows no script that stands in the page.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  worker: { format: "es" },
  test: { include: ["test/**/*.test.ts"] },
});
