// Looks at pages as readers see them, and says what is wrong with them.
//
//   node look.mjs NODE_MODULES SITE PAGE...
//
// SITE is served by a small server of this script's own. Each page is opened in Chromium
// at two widths in two colour schemes; axe checks it against WCAG 2.2 AA and its own best
// practices. Prints one line for each look; exits with 1 if there is a fault.

import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { launch, serve } from "./served.mjs";

const [modules, site, ...pages] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "look.cjs"));
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

// 320 px is a page of 1280 at 400 per cent.
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a reader would notice and axe does not look for. */
function inPage() {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) =>
        element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest(".scroll, pre"),
    );
    const names = wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
    faults.push(`the page is ${root.scrollWidth} pixels wide: ${names.join(" | ")}`);
  }
  for (const image of document.images) {
    image.loading = "eager";
  }
  return faults;
}

async function look(context, page, address) {
  const faults = [];
  page.on("console", (message) => {
    const is404 = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !is404) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script error: ${error}`));
  page.on("response", (response) => {
    const isPage = response.url() === address;
    if (response.status() >= 400 && !isPage) faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol !== "data:") faults.push(`asks for ${request.url()}`);
  });
  await page.goto(address, { waitUntil: "load" });
  faults.push(...(await page.evaluate(inPage)));
  await page.waitForLoadState("networkidle");
  await page.evaluate(axe);
  const options = { runOnly: { type: "tag", values: RULES }, resultTypes: ["violations"] };
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), options);
  for (const { id, help, nodes } of violations) {
    const places = nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary}`);
    faults.push(`${id}: ${help}\n    ${places.join("\n    ").replaceAll("\n  ", "\n      ")}`);
  }
  return faults;
}

const { server, origin } = await serve(site);
const chrome = await launch(modules);
let failed = false;
for (const width of WIDTHS) {
  for (const colorScheme of SCHEMES) {
    const context = await chrome.newContext({ viewport: { width, height: 900 }, colorScheme });
    for (const path of pages) {
      const page = await context.newPage();
      const faults = await look(context, page, `${origin}/${path}`);
      const name = `${path} at ${width} px, ${colorScheme}`;
      console.log(faults.length === 0 ? `${name}: no fault` : `${name}:\n  ${faults.join("\n  ")}`);
      failed ||= faults.length > 0;
      await page.close();
    }
    await context.close();
  }
}
await chrome.close();
server.close();
process.exit(failed ? 1 : 0);
