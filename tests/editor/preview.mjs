// Writes with `quipu serve` as an analyst does, in Chromium, and says what is wrong.
//
//   node preview.mjs NODE_MODULES QUIPU
//
// Makes a publication with `quipu init`, edits a brief and looks at the open page: text that moves, a mistake and
// its end, a style sheet, the switch of editions, the panel, the PDF beside the page, and a click that leads to the source.
// Waits for events, never for time. Prints `N passed, N failed`.

import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launch } from "../validators/served.mjs";

const [modules, quipu] = process.argv.slice(2).map((path) => resolve(path));
const folder = await mkdtemp(join(tmpdir(), "quipu-"));
const root = join(folder, "water");
spawnSync(quipu, ["init", root], { stdio: "ignore" });
const server = spawn(quipu, ["serve", "--port", "0", "--editor", "http://editor.invalid{path}:{line}"], { cwd: root });
const address = await new Promise((found) => {
  let said = "";
  server.stdout.on("data", (text) => {
    said += text;
    const match = said.match(/serving (http:\S+)/);
    if (match) found(match[1]);
  });
});

let passed = 0;
let failed = 0;
const holds = async (what, look) => {
  const fault = await look().then((isTrue) => (isTrue === false ? "no" : ""), (error) => String(error).split("\n")[0]);
  if (fault) failed += 1; else passed += 1;
  console.log(fault ? `FAILED: ${what} (${fault})` : `ok: ${what}`);
};

const chrome = await launch(modules);
const page = await chrome.newPage({ viewport: { width: 1280, height: 900 } });
page.setDefaultTimeout(60_000);
const brief = join(root, "content/briefs/losses.md");
const text = await readFile(brief, "utf8");
// Editors write a new file and move it to the place of the old one.
const save = async (path, changed) => {
  await writeFile(`${path}.new`, changed);
  await rename(`${path}.new`, path);
};

// The editor takes the address, and the page stays.
await page.route("http://editor.invalid/**", (route) => route.fulfill({ status: 204 }));
await page.goto(`${address}briefs/losses/`);
await page.evaluate(() => scrollTo(0, 600));
await holds("an edit reaches the open page, which stays where it was", async () => {
  await save(brief, text.replace("## ", "Ships came in.\n\n## "));
  await page.getByText("Ships came in.").waitFor();
  return (await page.evaluate(() => scrollY)) > 300;
});
await holds("a mistake is shown with its file above the last good page", async () => {
  await save(brief, text.replace("## ", "It is {{ nothing[a, b] }}.\n\n## "));
  await page.locator("#quipu-problems", { hasText: "content/briefs/losses.md" }).waitFor();
  return page.getByText("Ships came in.").isVisible();
});
await holds("the mistake goes when it is mended", async () => {
  await save(brief, text);
  await page.locator("#quipu-problems").waitFor({ state: "detached" });
  await page.getByText("Ships came in.").waitFor({ state: "detached" });
});
await holds("a broken quipu.yaml is survived", async () => {
  const settings = await readFile(join(root, "quipu.yaml"), "utf8");
  await save(join(root, "quipu.yaml"), "title: [\n");
  await page.locator("#quipu-problems", { hasText: "quipu.yaml" }).waitFor();
  await save(join(root, "quipu.yaml"), settings);
  await page.locator("#quipu-problems").waitFor({ state: "detached" });
});
await holds("the PDF stands beside the page", async () => {
  await page.locator("#quipu-preview button", { hasText: "PDF" }).click();
  const source = await page.locator("#quipu-pdf").getAttribute("src");
  const answer = await page.request.get(new URL(source, address).href);
  return (await answer.body()).subarray(0, 5).toString() === "%PDF-";
});
await holds("the PDF holds an edit as well", async () => {
  const before = await (await page.request.get(`${address}briefs/losses/losses.pdf`)).body();
  await save(brief, text.replace("## ", "Ships came in.\n\n## "));
  await page.getByText("Ships came in.").waitFor();
  return !before.equals(await (await page.request.get(`${address}briefs/losses/losses.pdf`)).body());
});
await holds("a template of PDFs reaches the PDF beside the page, which stays; it opens where the reader is", async () => {
  const path = join(root, "templates/parts/running-head.typ");
  await page.evaluate(() => { window.isSame = true; document.getElementById("sec-small").scrollIntoView(); });
  await mkdir(join(root, "templates/parts"), { recursive: true });
  await save(path, `#import "/kit.typ": *\n#import "below.typ"\n\n#let running-head(settings, ..arguments) = {\n  labelled(size: size.tiny)[Draft]\n  below.running-head(settings, ..arguments)\n}\n`);
  await page.waitForFunction(() => document.getElementById("quipu-pdf")?.src.endsWith("losses.pdf#navpanes=0&nameddest=sec-small"));
  await rm(path);
  return page.evaluate(() => window.isSame);
});
await page.locator("#quipu-preview button", { hasText: "PDF" }).click();
await holds("the bar says how long the text is, with the pages of its PDF", async () => {
  await page.locator("#quipu-length", { hasText: /^\d+( of \d+)? words · \d+( of \d+)? pages$/ }).waitFor();
});
await holds("what there is to look at is counted", async () => {
  const counted = page.locator("#quipu-preview output[aria-label='To look at']");
  await counted.waitFor();
  return /look at|warnings|findings|claims/.test(await counted.textContent());
});
await holds("drafts are shown and hidden by the bar", async () => {
  const draft = join(root, "content/briefs/sketch.md");
  await save(draft, "---\ntitle: A sketch\nfinding: It is not finished.\ndate: 2026-01-02\nonly: [en]\nstatus: draft\n---\n\nNothing yet.\n");
  const there = async () => (await page.request.get(`${address}briefs/sketch/`)).ok();
  const button = page.locator("#quipu-preview button", { hasText: "Drafts" });
  if (await there()) return false;
  await button.click();
  await page.locator("#quipu-preview button[aria-pressed=true]", { hasText: "Drafts" }).waitFor();
  if (!await there()) return false;
  await button.click();
  await page.locator("#quipu-preview button[aria-pressed=false]", { hasText: "Drafts" }).waitFor();
  await rm(draft);
  return true;
});
await holds("the panel lists the numbers of the page, with their places", async () => {
  await page.locator("#quipu-preview button", { hasText: "Numbers" }).click();
  await page.locator("#quipu-panel td").first().waitFor();
  const links = await page.locator("#quipu-panel a").evaluateAll((found) => found.map((link) => link.title));
  return links.length > 5 && links.every((title) => title.startsWith("content/"));
});
await page.locator("#quipu-preview button", { hasText: "Numbers" }).click();
await holds("a click on a paragraph leads to its line", async () => {
  await page.locator("#quipu-preview button", { hasText: "Source" }).click();
  const request = page.waitForRequest((request) => request.url().startsWith("http://editor.invalid/"));
  await page.getByText("Ships came in.").click();
  const line = (await readFile(brief, "utf8")).split("\n").findIndex((one) => one === "Ships came in.") + 1;
  return (await request).url().endsWith(`content/briefs/losses.md:${line}`);
});
await holds("the bar leads to the same text in another language", async () => {
  const choice = page.locator("#quipu-preview select");
  const other = await choice.locator("option:not(:checked)").first().getAttribute("value");
  await choice.selectOption(other);
  await page.waitForURL(`**${other}`);
  return (await page.locator("#quipu-preview").count()) === 1;
});
await holds("the bar leads to the edition of another audience", async () => {
  const choice = page.locator("#quipu-preview select");
  const here = await choice.locator("option:checked").textContent();
  const [audience, language] = here.split(" · ");
  const options = await choice.locator("option").evaluateAll((found) => found.map((one) => [one.textContent, one.value]));
  const [, other] = options.find(([text]) => !text.startsWith(`${audience} `) && text.endsWith(language));
  await choice.selectOption(other);
  await page.waitForURL(`**${other}`);
  return (await page.locator("#quipu-preview").count()) === 1;
});
await holds("nothing of it is in a built site", async () => {
  spawnSync(quipu, ["build", "--no-pdf"], { cwd: root, stdio: "ignore" });
  const built = await readFile(join(root, "public/briefs/losses/index.html"), "utf8");
  return !built.includes("preview");
});

await chrome.close();
server.kill();
await rm(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
