// THIRD-PARTY.md: the licences of the packages whose code is inside the built files; and our own, for the package.

import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const INSIDE = ["@lit/reactive-element", "@uwdata/flechette", "echarts", "lit", "lit-element", "lit-html", "tslib", "zrender"];

const parts = await Promise.all(INSIDE.map(noticeOf));
const element = fileURLToPath(new URL("../", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
const intro = "# Third-party code in this package\n\nThe built files contain, unchanged but for bundling:\n\n";
await writeFile(join(element, "THIRD-PARTY.md"), intro + parts.join("\n"));
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) await copyFile(join(root, name), join(element, name));

async function noticeOf(name) {
  const folder = join(packages, name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  const files = entries.map(({ name: file }) => file).filter((file) => /^(licen[cs]e|copyrightnotice|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  if (texts.length === 0) throw new Error(`${name} has no licence file`);
  return [`## ${name} ${version} (${license})`, "", ...texts.map((text) => `\`\`\`text\n${text.trim()}\n\`\`\`\n`)].join("\n");
}
