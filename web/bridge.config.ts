import { fileURLToPath } from "node:url";

/** A path below the root of the workspace. */
export const atRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Where the browser host lies that `cargo xtask build` made. */
export const bridge = [
  { find: /^gridfolk_bridge$/, replacement: atRoot("dist/bridge/gridfolk_bridge.js") },
  { find: /^gridfolk_bridge\//, replacement: `${atRoot("dist/bridge")}/` },
];
