import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The files of a kind in the `src` folders below folders of the workspace, without their tests and comments. */
export function readSources(folders: string[], extension: string): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /^(?!.*node_modules)(.*\/)?src\//.test(path) && path.endsWith(extension) && !path.endsWith("tests.rs"))
      .map((path) => withoutTestsAndComments(readFileSync(join(root, folder, path), "utf8"))),
  );
}

function withoutTestsAndComments(text: string): string {
  return (text.split(/^#\[cfg\(test\)\]/m)[0] ?? "").replaceAll(/^\s*\/\/.*$/gm, "");
}
