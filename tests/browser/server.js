// A server for the tests: dist/page under the strictest policy that the page promises to run under.
// With `listsModules` it answers /v1/modules as `gridfolk serve` does; without, it is a plain file
// server, and the page finds the modules in files beside it.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
].join("; ");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Starts on a free port of the loopback interface. */
export async function serve({ listsModules = true } = {}) {
  const server = createServer((request, response) => {
    answer(new URL(request.url, "http://x").pathname, listsModules).then(
      ([path, bytes]) => {
        const type = TYPES[extname(path)] ?? "application/octet-stream";
        response.writeHead(200, { "content-type": type, "content-security-policy": POLICY });
        response.end(bytes);
      },
      () => {
        response.writeHead(404, { "content-security-policy": POLICY });
        response.end();
      },
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function answer(path, listsModules) {
  if (path === "/test-modules/index.json") return [path, await listOfProbe()];
  const file = fileOf(path, listsModules);
  return [file, await readFile(file)];
}

/** The list that lies beside modules, of the module for tests. */
async function listOfProbe() {
  const bytes = await readFile(join(root, "dist/test-modules/probe.wasm"));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return JSON.stringify([{ name: "probe", version: "0.1.0", title: { en: "Probe", zh: "测试" }, sha256, bytes: bytes.length }]);
}

function fileOf(path, listsModules) {
  if (path === "/v1/modules" && listsModules) return join(root, "dist/page/modules/index.json");
  if (path === "/v1/pipelines" && listsModules) return join(root, "dist/page/pipelines/index.json");
  const pipeline = /^\/v1\/pipelines\/([a-z-]+)$/.exec(path);
  if (pipeline && listsModules) return join(root, `dist/page/pipelines/${pipeline[1]}.json`);
  const module = /^\/v1\/modules\/([a-z]+)\/module\.wasm$/.exec(path);
  if (module && listsModules) return join(root, `dist/page/modules/${module[1]}.wasm`);
  if (path.startsWith("/bridge/")) return inside("dist", path);
  if (path.startsWith("/gridfolk/")) return inside("web/element", path.replace("/gridfolk", ""));
  if (path.startsWith("/test-modules/")) return inside("dist", path);
  if (path === "/blank") return join(root, "tests/browser/blank.html");
  return inside("dist/page", path === "/" ? "/index.html" : path);
}

function inside(folder, path) {
  const base = join(root, folder);
  const file = normalize(join(base, decodeURIComponent(path)));
  if (!file.startsWith(base + sep)) throw new Error("outside");
  return file;
}
