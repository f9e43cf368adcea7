import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The Rust files below folders of the workspace, without their tests. */
export function readSources(folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /(^|\/)src\/.*\.rs$/.test(path) && !path.endsWith("tests.rs"))
      .map((path) => withoutTests(readFileSync(join(root, folder, path), "utf8"))),
  );
}

function withoutTests(text: string): string {
  return text.split(/^#\[cfg\(test\)\]/m)[0] ?? "";
}
