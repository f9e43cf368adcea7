import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The peers as one script, and beside it the files that they fetch. */
export default {
  root: here("."),
  logLevel: "warn",
  publicDir: here("node_modules/@tensorflow/tfjs-backend-wasm/wasm-out"),
  build: {
    outDir: here("../../../dist/bench/web"),
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    lib: { entry: here("peers.js"), formats: ["es"], fileName: () => "peers.js" },
  },
};
