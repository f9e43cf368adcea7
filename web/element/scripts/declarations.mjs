// Makes the declarations in dist/types readable by every resolver: relative imports with the file's name in full.

import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const types = fileURLToPath(new URL("../dist/types/", import.meta.url));

for (const path of await readdir(types, { recursive: true })) {
  if (!path.endsWith(".d.ts")) continue;
  const file = join(types, path);
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/(from |import\(|import )"(\.{1,2}\/[^"]+)"/g, (_, before, to) => `${before}"${inFull(file, to)}"`));
}

function inFull(file, to) {
  return existsSync(join(dirname(file), `${to}.d.ts`)) ? `${to}.js` : `${to}/index.js`;
}
