// A server for the tests: dist/page, the package and the examples under the strictest policy that they promise to
// run under.
// With `listsModules` it answers /v1/modules as `gridfolk serve` does; without, it is a plain file
// server, and the page finds the modules in files beside it.

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
  "img-src 'self' data: blob:",
].join("; ");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".csv": "text/csv",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * Starts on a free port of the loopback interface. `page` is the folder of what is no file of ours; `cdn` the origin of
 * another server whose scripts pages may load, which must be one that `isCdn`: open to all origins.
 */
export async function serve({ listsModules = true, page = join(root, "dist/page"), isCdn = false, cdn } = {}) {
  const server = createServer((request, response) => {
    answer(new URL(request.url, "http://x").pathname, { listsModules, page }).then(
      ([path, bytes]) => {
        const type = TYPES[extname(path)] ?? "application/octet-stream";
        // As `gridfolk serve`: a page whose network is cut can start another worker.
        const caching = request.url.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
        const headers = { "content-type": type, "cache-control": caching, "content-security-policy": policyOf(request.url, cdn) };
        response.writeHead(200, { ...headers, ...(isCdn && { "access-control-allow-origin": "*" }) });
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
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Pages of others may hold our frame, and load what comes from a CDN. */
function policyOf(url, cdn) {
  if (cdn) return POLICY.replace("script-src", `script-src ${cdn}`).replace("worker-src 'self'", `worker-src blob: ${cdn}`).replace("connect-src", `connect-src ${cdn}`);
  return /^\/(frame-host|examples\/frame)/.test(url) ? `${POLICY}; frame-src 'self' http://127.0.0.1:*` : POLICY;
}

async function answer(path, options) {
  const file = fileOf(path, options);
  return [file, await readFile(file)];
}

function fileOf(path, { listsModules, page }) {
  if (path === "/v1/modules" && listsModules) return join(root, "dist/page/modules/index.json");
  if (path === "/v1/pipelines" && listsModules) return join(root, "dist/page/pipelines/index.json");
  const pipeline = /^\/v1\/pipelines\/([a-z-]+)$/.exec(path);
  if (pipeline && listsModules) return join(root, `dist/page/pipelines/${pipeline[1]}.json`);
  const module = /^\/v1\/modules\/([a-z]+)\/module\.wasm$/.exec(path);
  if (module && listsModules) return join(root, `dist/page/modules/${module[1]}.wasm`);
  if (path.startsWith("/bridge/")) return inside("dist", path);
  if (path === "/frame-host") return join(root, "tests/browser/blank.html");
  if (path.startsWith("/examples/")) return inside("web/examples", path.replace("/examples", "").replace(/\/$/, "/index.html"));
  if (path.startsWith("/plugins/")) return inside("dist/examples/grafana", path.replace("/plugins", ""));
  if (path.startsWith("/node_modules/gridfolk/")) return inside("web/element", path.replace("/node_modules/gridfolk", ""));
  if (path.startsWith("/node_modules/")) return inside("web", path);
  if (path.startsWith("/gridfolk/")) return inside("web/element", path.replace("/gridfolk", ""));
  if (path.startsWith("/test-modules/") || path.startsWith("/bench/")) return inside("dist", path);
  if (path === "/blank") return join(root, "tests/browser/blank.html");
  return below(page, path === "/" ? "/index.html" : path);
}

function inside(folder, path) {
  return below(join(root, folder), path);
}

function below(base, path) {
  const file = normalize(join(base, decodeURIComponent(path)));
  if (!file.startsWith(base + sep)) throw new Error("outside");
  return file;
}
