// Searches a built site as readers do, in Chromium, and says what is wrong.
//
//   node search.mjs NODE_MODULES SITE
//
// Looks in each language for words with and without accents and in Chinese; tries the filters, the address,
// the keyboard, a page without JavaScript and one from the disk. The server forbids all scripts but those of
// the site. Prints one line for each look; exits with 1 if there is a fault.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { browser } from "./browser.mjs";

const [modules, site] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "search.cjs"));
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://site");
  let path = join(resolve(site), normalize(decodeURIComponent(pathname)));
  try {
    if ((await stat(path)).isDirectory()) path = join(path, "index.html");
    const body = await readFile(path);
    response.writeHead(200, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "content-security-policy": POLICY,
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

const server = createServer(answer);
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}/`;
const chrome = await chromium.launch({ executablePath: browser(), args: ["--no-sandbox"] });
let failed = false;

async function look(name, path, test, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 320, height: 800 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script error: ${error}`));
  // Browsers load no fonts from the disk.
  const isServed = !path.startsWith("file:");
  page.on("console", (message) => isServed && message.type() === "error" && faults.push(message.text()));
  page.on("response", (answered) => answered.status() >= 400 && faults.push(`${answered.status()} for ${answered.url()}`));
  await page.goto(path.startsWith("file:") ? path : origin + path, { waitUntil: "load" });
  const check = (holds, fault) => holds || faults.push(fault);
  await test(page, check);
  console.log(faults.length ? `${name}:\n  ${faults.join("\n  ")}` : `${name}: no fault`);
  failed ||= faults.length > 0;
  await context.close();
}

const links = (page) => page.$$eval(".search-results a", (all) => all.map((link) => link.href));

/** Types words and expects results on this site, one of which is `wanted`. */
const finds = (query, wanted, folder) => async (page, check) => {
  await page.fill("#q-search", query);
  const found = await links(page);
  check(found.some((link) => link.split("#")[0] === origin + wanted), `${wanted} is not among ${found.join(" ")}`);
  const count = await page.textContent(".search-count");
  check(Number(count) >= found.length, `${count} results, ${found.length} shown`);
  check((await page.locator(".search-results mark").count()) > 0, "nothing is marked");
  check(found.every((link) => link.startsWith(origin + folder)), `results of other sites: ${found.join(" ")}`);
  check(!(await page.isVisible(".search-everything")), "the list of everything is still there");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check(wide <= 320, `the page is ${wide} pixels wide`);
  const answered = await page.request.get(found[0].split("#")[0]);
  check(answered.ok(), `${found[0]} is no page`);
};

await look("English words", "search/", finds("offshore investment", "briefs/china/money/", ""));
await look("Spanish words without accents", "es-419/search/", finds("inversion", "es-419/briefs/china/money/", "es-419/"));
await look("Spanish words with accents", "es-419/search/", finds("INVERSIÓN", "es-419/briefs/china/money/", "es-419/"));
await look("Chinese words", "zh-Hans/search/", finds("流向了别", "zh-Hans/briefs/china/money/", "zh-Hans/"));
await look("another audience", "for/investor/search/", finds("offshore", "for/investor/briefs/china/money/", "for/investor/"));
await look("a phrase", "search/", finds('"went elsewhere"', "briefs/china/money/", ""));

await look("filters, and their address", "search/", async (page, check) => {
  await page.selectOption("#q-kind", "dataset");
  const found = await links(page);
  check(found.length > 3 && found.every((link) => link.includes("/data/")), `${found.length} datasets`);
  check(page.url().endsWith("?kind=dataset"), page.url());
  await page.reload();
  check((await links(page)).length === found.length, "the address does not bring the results back");
  await page.fill("#q-search", "qqqq");
  check((await page.textContent(".search-count")) === "0", "something is found that is not there");
});

await look("the keyboard", "search/", async (page, check) => {
  await page.keyboard.press("/");
  await page.keyboard.type("offshore");
  check((await page.inputValue("#q-search")) === "offshore", "the slash does not lead to the words");
  for (let press = 0; press < 8 && !(await page.evaluate(() => document.activeElement.closest(".search-results"))); press++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.waitForURL((address) => !address.pathname.includes("search"), { timeout: 3000 }).catch(() => {});
  check(!page.url().includes("search/"), "a result cannot be opened by keyboard");
});

for (const colorScheme of ["light", "dark"]) {
  await look(`results are accessible, ${colorScheme}`, "search/?q=investment", async (page, check) => {
    check((await links(page)).length > 0, "the address is not read");
    await page.evaluate(axe).catch(() => {});
    const { violations } = await page.evaluate(() => window.axe.run(document));
    for (const { id, nodes } of violations) check(false, `${id}: ${nodes[0].target}`);
  }, { colorScheme, bypassCSP: true });
}

await look("without JavaScript", "search/", async (page, check) => {
  const count = await page.locator(".search-everything a").count();
  check(count > 20 && (await page.isVisible(".search-everything")), `${count} links`);
  check(await page.isVisible("noscript"), "nothing says why there is no search");
}, { javaScriptEnabled: false });

await look("from the disk", pathToFileURL(join(resolve(site), "search/index.html")).href, async (page, check) => {
  await page.fill("#q-search", "offshore");
  check((await links(page)).length > 0, "nothing is found");
});

await look("an address that is none", "404.html", async (page, check) => {
  check((await page.locator("form[role=search]").count()) === 1, "there is no search");
});

await chrome.close();
server.close();
process.exit(failed ? 1 : 0);
