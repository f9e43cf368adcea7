// The npm package as others get it: packed, and installed in a folder of its own.

import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./server.js";

/** A new folder with the package in it; who asked for it removes it. */
export async function installed() {
  const folder = await mkdtemp(join(tmpdir(), "gridfolk-package-"));
  await writeFile(join(folder, "package.json"), '{"private": true, "type": "module"}');
  const pack = ["pack", "--silent", "--pack-destination", folder];
  const packed = execFileSync("npm", pack, { cwd: join(root, "web/element"), encoding: "utf8" }).trim();
  const install = ["install", "--silent", "--offline", "--no-audit", "--no-fund", `./${packed}`];
  execFileSync("npm", install, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  return folder;
}
