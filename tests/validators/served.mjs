// A small server of a folder, and Chromium to read it with.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { browser } from "./browser.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** Serves a folder, compressed on request; returns the server and its origin. */
export async function serve(site, { compressed = false } = {}) {
  const server = createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url, "http://site");
      let path = join(resolve(site), normalize(decodeURIComponent(pathname)));
      if ((await stat(path)).isDirectory()) path = join(path, "index.html");
      const body = await readFile(path);
      const type = TYPES[extname(path)] ?? (path.endsWith("robots.txt") ? "text/plain" : "application/octet-stream");
      const isText = compressed && /text|json|svg/.test(type);
      response.writeHead(200, { "content-type": type, ...(isText && { "content-encoding": "gzip" }) });
      response.end(isText ? gzipSync(body) : body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** Starts Chromium with the Playwright of a folder of Node modules. */
export function launch(modules) {
  const require = createRequire(join(resolve(modules), "served.cjs"));
  const { chromium } = require("playwright-core");
  return chromium.launch({ executablePath: browser(), args: ["--no-sandbox"] });
}
