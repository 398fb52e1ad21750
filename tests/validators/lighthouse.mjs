// Has Lighthouse look at pages as on a phone and on a desk.
//
//   node lighthouse.mjs NODE_MODULES SITE PAGE...
//
// SITE is served as hosts of static sites do it, compressed and with its own page for what is not there. The marks for
// accessibility, best practices and what search engines look for must be full, and nothing may move while a
// page loads. These are the same on every machine. The mark for performance is not: it is measured here and
// projected to a telephone, so that it halves where something else runs. It is printed, and decides nothing: what pages
// weigh is bounded by weights.py. Prints one line for each look; exits with 1 if there is a fault.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { browser } from "./browser.mjs";
import { serve } from "./served.mjs";

const [modules, site, ...pages] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "lighthouse.cjs"));
const { default: lighthouse, desktopConfig } = await import(pathToFileURL(require.resolve("lighthouse")));

/** The greatest shift of a page while it loads that nobody sees. */
const SHIFT = 0.005;
const FULL = ["accessibility", "best-practices", "seo"];

/** Starts Chromium with a port for Lighthouse; returns the port and what ends it. */
async function chromium() {
  const profile = await mkdtemp(join(tmpdir(), "lighthouse-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--remote-debugging-port=0"];
  const child = spawn(browser(), [...flags, `--user-data-dir=${profile}`, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const port = await new Promise((found, failed) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      const match = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said);
      if (match) found(Number(match[1]));
    });
    child.on("exit", () => failed(new Error(`Chromium did not start: ${said}`)));
  });
  const end = async () => {
    const ended = new Promise((done) => child.on("exit", done));
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { port, end };
}

/** Looks at a page once. */
async function once(address, port, isDesk) {
  const flags = { port, output: "json", logLevel: "silent", onlyCategories: ["performance", ...FULL] };
  const { lhr } = await lighthouse(address, flags, isDesk ? desktopConfig : undefined);
  return lhr;
}

/** What is wrong with a page whatever the machine: marks that are not full, and shifts. */
function faults(report, is404) {
  const found = [];
  for (const name of FULL) {
    // A page for what is not there says so, and search engines pass it by.
    if (is404 && name === "seo") continue;
    const category = report.categories[name];
    const failed = category.auditRefs.filter(({ id, weight }) => weight > 0 && (report.audits[id].score ?? 1) < 1);
    if (failed.length > 0) found.push(`${name} ${category.score}: ${failed.map(({ id }) => id).join(", ")}`);
  }
  const shift = report.audits["cumulative-layout-shift"].numericValue;
  if (shift > SHIFT) found.push(`the page moves by ${shift.toFixed(3)} while it loads`);
  if (report.runtimeError) found.push(report.runtimeError.message);
  return found;
}

const { server, origin } = await serve(site, { compressed: true });
const { port, end } = await chromium();
let failed = 0;
try {
  for (const page of pages) {
    for (const isDesk of [false, true]) {
      // The address that links lead to; that of no page gets the page for it.
      const is404 = page === "404.html";
      const address = `${origin}/${is404 ? "" : page.replace(/index\.html$/, "")}${is404 ? "404.html" : ""}`;
      const report = await once(address, port, isDesk);
      const found = faults(report, is404);
      const mark = `performance ${report.categories.performance.score}`;
      console.log(`${found.length > 0 ? "FAULT" : "ok"} ${isDesk ? "desk" : "phone"} ${page}: ${[mark, ...found].join("; ")}`);
      failed += found.length > 0 ? 1 : 0;
    }
  }
} finally {
  await end();
  server.close();
}
process.exit(failed > 0 ? 1 : 0);
