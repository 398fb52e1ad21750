// Validates all pages of a site with html-validate.
//
//   node html.mjs MODULES SITE
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, site] = process.argv.slice(2);
const { HtmlValidate } = createRequire(join(resolve(modules), "x.js"))("html-validate");
const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });
// Pages for other audiences have the markup of these.
const pages = readdirSync(site, { recursive: true }).filter((path) => path.endsWith(".html") && !/(^|\/)for\//.test(path));
let found = 0;
for (const page of pages) {
  const report = await validator.validateString(readFileSync(join(site, page), "utf8"), page);
  for (const { line, ruleId, message } of report.results.flatMap((result) => result.messages)) {
    found += 1;
    if (found <= 40) console.log(`${page}:${line}: ${message} (${ruleId})`);
  }
}
console.log(`${pages.length} pages, ${found} findings`);
process.exit(pages.length > 0 && found === 0 ? 0 : 1);
