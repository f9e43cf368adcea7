import { defineConfig } from "vitest/config";
import { bridge } from "../bridge.config.ts";

export default defineConfig({
  resolve: { alias: bridge },
  test: { include: ["test/**/*.test.ts"] },
});
