import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Files that the package holds apart, so that every bundler finds them: by their address in the sources. */
const APART: Record<string, string> = {
  "./worker.ts": "./worker.js",
  "./worker-node.ts": "./worker-node.js",
  "../../bridge/gridfolk_bridge_bg.wasm": "../bridge/gridfolk_bridge_bg.wasm",
  "../../bridge/gridfolk_reader_bg.wasm": "../bridge/gridfolk_reader_bg.wasm",
  "../../bridge/gridfolk_portrait_bg.wasm": "../bridge/gridfolk_portrait_bg.wasm",
  "../bridge/gridfolk_bridge_bg.wasm": "../bridge/gridfolk_bridge_bg.wasm",
  "../bridge/gridfolk_reader_bg.wasm": "../bridge/gridfolk_reader_bg.wasm",
  "../bridge/gridfolk_portrait_bg.wasm": "../bridge/gridfolk_portrait_bg.wasm",
};

/** Keeps Vite from taking these files into the bundle: hides their addresses from it, then writes them again. */
function filesApart(): Plugin {
  const names = Object.keys(APART);
  return {
    name: "files-apart",
    enforce: "pre",
    transform: (code) => names.reduce((text, name, i) => text.replaceAll(`new URL("${name}"`, `new URL(FILE_APART_${i}`), code),
    renderChunk: (code) => code.replaceAll(/FILE_APART_(\d+)/g, (_, i) => JSON.stringify(APART[names[Number(i)] ?? ""])),
  };
}

/**
 * Imports that are as they stand. Vite wraps those of chunks, to load their styles, of which there are none here, by
 * `import.meta.resolve`, which webpack warns of.
 */
function plainImports(): Plugin {
  const helper = "\0vite/preload-helper.js";
  return {
    name: "plain-imports",
    enforce: "pre",
    resolveId: (id) => (id === helper ? id : undefined),
    load: (id) => (id === helper ? "export const __vitePreload = (load) => load();" : undefined),
  };
}

/** Workers are built each for itself, without chunks: some bundlers copy them as they are. */
const ENTRIES: Record<string, Record<string, string>> = {
  worker: { worker: here("src/client/worker.ts") },
  "worker-node": { "worker-node": here("src/client/worker-node.ts") },
  production: { index: here("src/index.ts"), node: here("src/node.ts"), whatif: here("src/whatif.ts"), "whatif-node": here("src/whatif-node.ts") },
};

export default defineConfig(({ mode }) => ({
  // Tests bundle nothing.
  plugins: mode === "test" ? [] : [filesApart(), plainImports()],
  build: {
    outDir: here("dist"),
    emptyOutDir: mode === "production",
    target: "es2022",
    modulePreload: false,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: ENTRIES[mode] ?? {},
      external: /^node:/,
      preserveEntrySignatures: "strict",
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js", ...(mode !== "production" && { codeSplitting: false }) },
    },
  },
  test: { include: ["test/**/*.test.ts"] },
}));
