// Uses pages as readers do: with the mouse, the keyboard, a telephone, and without scripts.
//
//   node use.mjs NODE_MODULES SITE
//
// SITE is the repository's publication. Each line says what was tried; exits with 1 if one failed.

import { launch, serve } from "./served.mjs";

const [modules, site] = process.argv.slice(2);
const { server, origin } = await serve(site);
const chrome = await launch(modules);
const failures = [];

/** Opens a page and tries something; `assert` says what did not hold. */
async function attempt(name, { path, ...options }, act) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const assert = (holds, what) => {
    if (!holds) failures.push(`${name}: ${what}`);
  };
  page.setDefaultTimeout(15000);
  page.on("pageerror", (error) => assert(false, String(error)));
  page.on("console", (message) => {
    const is404 = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !is404) assert(false, message.text());
  });
  const before = failures.length;
  try {
    await page.goto(`${origin}/${path}`);
    await act(page, assert);
  } catch (error) {
    assert(false, String(error));
  }
  console.log(`${name}: ${failures.length === before ? "works" : "fails"}`);
  await context.close();
}

const rows = (page) => page.locator("[data-explore] tbody tr:visible");

await attempt("a table is filtered, and its address remembers it", { path: "data/ofdi/" }, async (page, assert) => {
  assert((await rows(page).count()) === 41, "all rows are there");
  await page.getByLabel("Filter rows").fill("peru");
  assert((await rows(page).count()) === 1, "one row is Peru's");
  assert((await page.getByRole("status").innerText()).endsWith("1 / 41"), "the count says so");
  await page.reload();
  assert((await rows(page).count()) === 1, "the filter survives");
});

await attempt("numbers sort as numbers, missing ones last", { path: "data/ofdi/" }, async (page, assert) => {
  await page.getByRole("button", { name: /2016/ }).press("Enter");
  const cells = await page.locator("[data-explore] tbody tr td:last-child").allInnerTexts();
  const values = cells.map((text) => Number(text.replace("\u2212", "-").replaceAll(",", "")));
  const known = values.filter((value) => !Number.isNaN(value));
  const sorted = [...known].sort((one, other) => one - other);
  assert(JSON.stringify(known) === JSON.stringify(sorted), "they rise");
  assert(values.slice(0, known.length).every((value) => !Number.isNaN(value)), "missing ones are last");
  const head = page.locator("[data-explore] thead th", { hasText: "2016" });
  assert((await head.getAttribute("aria-sort")) === "ascending", "the head says so");
});

await attempt("numbers of another region sort as numbers", { path: "es-419/data/ofdi/" }, async (page, assert) => {
  await page.locator("[data-explore] thead th", { hasText: "2016" }).getByRole("button").click();
  await page.locator("[data-explore] thead th", { hasText: "2016" }).getByRole("button").click();
  const first = await page.locator("[data-explore] tbody tr th").first().innerText();
  assert(/mundo/i.test(first), `the world comes first, not ${first}`);
});

await attempt("columns are put away", { path: "data/ofdi/?t1.hide=3" }, async (page, assert) => {
  assert(await page.locator("[data-explore] thead th", { hasText: "2007" }).isHidden(), "the address hides one");
  await page.getByText("Columns", { exact: true }).first().click();
  await page.getByRole("checkbox", { name: /2008/ }).uncheck();
  assert(await page.locator("[data-explore] thead th", { hasText: "2008" }).isHidden(), "the box hides one");
  assert(page.url().includes("t1.hide=3.4"), "the address has both");
});

await attempt("heads and first columns stay", { path: "data/ofdi/" }, async (page, assert) => {
  const box = page.locator("[data-explore]");
  await box.evaluate((element) => element.scrollTo(400, 600));
  const inside = async (locator) => {
    const [outer, inner] = [await box.boundingBox(), await locator.boundingBox()];
    return inner.x >= outer.x - 1 && inner.y >= outer.y - 1;
  };
  assert(await inside(page.locator("[data-explore] thead th").first()), "the corner is in sight");
  assert((await box.evaluate((element) => element.scrollTop)) > 300, "the box scrolls");
});

await attempt("a matrix is cards on a telephone", { path: "registers/recommendations/", viewport: { width: 360, height: 800 } }, async (page, assert) => {
  const table = page.locator(".stacked").last();
  const widths = await page.locator(".scroll").evaluateAll((boxes) =>
    boxes.filter((box) => box.querySelector(".stacked") && box.scrollWidth > box.clientWidth + 1).length);
  assert(widths === 0, "nothing scrolls sideways");
  assert(await table.isVisible(), "the table is there");
});

await attempt("a table reads without scripts", { path: "data/ofdi/", javaScriptEnabled: false }, async (page, assert) => {
  assert((await rows(page).count()) === 41, "all rows are there");
  assert((await page.locator(".explorer").count()) === 0, "nothing is there that does nothing");
});

await attempt("a chart is a picture to take away", { path: "briefs/china/money/" }, async (page, assert) => {
  const button = page.getByRole("button", { name: /^PNG.*Figure 1/ });
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  assert(download.suggestedFilename().endsWith(".png"), "it is a PNG");
});

await attempt("a figure's page gives its address and its code", { path: "briefs/china/money/fig-members.html" }, async (page, assert) => {
  const code = await page.getByLabel("Code to embed it").inputValue();
  assert(code.includes("/briefs/china/money/fig-members.html"), "the code names the page");
  await page.getByRole("link", { name: "The money went elsewhere" }).click();
  await page.waitForURL(/briefs\/china\/money\/#fig-members$/);
});

await attempt("an embedded figure says how high it is", { path: "briefs/china/money/" }, async (page, assert) => {
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.src = "fig-members.html";
    frame.height = 100;
    addEventListener("message", ({ data }) => (frame.height = data.quipu.height));
    document.body.append(frame);
  });
  await page.waitForFunction(() => document.querySelector("iframe").height > 300);
  const inner = page.frameLocator("iframe");
  assert(await inner.locator(".share").isHidden(), "what is for sharing is left out");
});

await attempt("another language opens at the same place", { path: "briefs/china/money/" }, async (page, assert) => {
  const figure = page.locator("figure[id]").nth(1);
  const id = await figure.getAttribute("id");
  await figure.evaluate((element) => element.scrollIntoView({ block: "start", behavior: "instant" }));
  await page.evaluate(() => document.querySelector(".editions a[hreflang^=es]").click());
  await page.waitForURL(/es-419/);
  assert(decodeURIComponent(page.url()).endsWith("#" + id), `at ${id}, not ${page.url()}`);
});

const shownCards = (page) => page.locator(".origin:popover-open");

await attempt("the address of a number opens its card", { path: "briefs/china/money/#n-3" }, async (page, assert) => {
  await shownCards(page).waitFor();
  assert((await shownCards(page).count()) === 1, "one card is open");
  assert(await page.locator("#n-3").isVisible(), "the number is in sight");
  const link = shownCards(page).getByRole("link", { name: "Link to this number" });
  assert((await link.getAttribute("href")) === "#n-3", "the card names its number");
});

await attempt("a number's card opens and closes by keyboard", { path: "briefs/china/money/" }, async (page, assert) => {
  const button = page.locator("#n-15 > button");
  await button.focus();
  await page.keyboard.press("Enter");
  assert((await shownCards(page).count()) === 1, "Enter opens it");
  await page.keyboard.press("Escape");
  assert((await shownCards(page).count()) === 0, "Escape closes it");
  assert(await button.evaluate((element) => element === document.activeElement), "the focus is where it was");
});

await attempt("a number's card opens by touch", { path: "briefs/china/money/", hasTouch: true, viewport: { width: 360, height: 800 } }, async (page, assert) => {
  await page.locator("#n-15 > button").tap();
  assert((await shownCards(page).count()) === 1, "a tap opens it");
  const box = await shownCards(page).boundingBox();
  assert(box.x >= 0 && box.x + box.width <= 360, "it fits");
  await page.touchscreen.tap(180, 5);
  assert((await shownCards(page).count()) === 0, "a tap elsewhere closes it");
});

await attempt("a number's card opens without scripts", { path: "briefs/china/money/", javaScriptEnabled: false }, async (page, assert) => {
  await page.locator("#n-15 > button").click();
  assert((await shownCards(page).count()) === 1, "a click opens it");
});

await attempt("a paragraph has an address", { path: "briefs/china/money/" }, async (page, assert) => {
  const link = page.locator("#sec-offshore-1 > .permalink");
  await link.focus();
  assert((await link.evaluate((element) => getComputedStyle(element).opacity)) === "1", "the focus shows it");
  await page.keyboard.press("Enter");
  assert(page.url().endsWith("#sec-offshore-1"), "it leads to the paragraph");
  await page.goto("about:blank");
  await page.goto(`${origin}/es-419/briefs/china/money/#sec-members-1`);
  await page.waitForFunction(() => scrollY > 1000);
  assert(await page.locator("#sec-members-1").isVisible(), "another language has the same");
});

await attempt("the keyboard skips to the text", { path: "briefs/china/money/" }, async (page, assert) => {
  await page.keyboard.press("Tab");
  assert((await page.evaluate(() => document.activeElement.className)) === "skip", "the first stop is the way to the text");
  await page.keyboard.press("Enter");
  assert(page.url().endsWith("#main"), "it leads there");
});

await attempt("another audience opens at the same place", { path: "briefs/china/money/" }, async (page, assert) => {
  await page.locator("#sec-members").evaluate((element) => element.scrollIntoView({ block: "start", behavior: "instant" }));
  await page.evaluate(() => [...document.querySelectorAll(".editions a")].find((link) => link.href.includes("investor")).click());
  await page.waitForURL(/for\/investor/);
  assert(page.url().endsWith("#sec-members"), `at #sec-members, not ${page.url()}`);
});

await attempt("the front page leads to the recommendations", { path: "" }, async (page, assert) => {
  assert((await page.locator(".front .key-figure").count()) === 3, "three figures");
  await page.getByRole("link", { name: /addressee/ }).click();
  await page.waitForURL(/registers\/recommendations/);
});

await attempt("the foot leads to the accessibility statement", { path: "es-419/briefs/china/money/" }, async (page, assert) => {
  await page.getByRole("contentinfo").getByRole("link", { name: "Accesibilidad" }).click();
  await page.waitForURL(/es-419\/accessibility\/$/);
  assert((await page.locator("h1").innerText()) === "Accesibilidad", "it is there");
});

await attempt("a page that is not there offers the search", { path: "404.html" }, async (page, assert) => {
  await page.getByRole("searchbox").fill("Peru");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/\?q=Peru/);
});

const late = { "a font": /[.]woff2?/, "the script": /quipu[.]js/ };
const paths = ["", "briefs/china/money/", "registers/recommendations/", "zh-Hans/briefs/china/money/"];
for (const [what, address] of Object.entries(late)) {
  for (const path of paths) {
    const phone = { path: "404.html", viewport: { width: 412, height: 800 } };
    await attempt(`nothing moves when ${what} of /${path} comes late`, phone, async (page, assert) => {
      await page.route(address, async (route) => {
        await new Promise((later) => setTimeout(later, 1500));
        await route.continue();
      });
      await page.addInitScript(() => {
        window.moved = 0;
        const add = (list) => list.getEntries().forEach((shift) => (window.moved += shift.value));
        new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(`${origin}/${path}`, { waitUntil: "networkidle" });
      const moved = await page.evaluate(() => window.moved);
      assert(moved < 0.01, `the layout shifts by ${moved}`);
    });
  }
}

for (const path of ["", "briefs/china/money/", "registers/recommendations/", "accessibility/"]) {
  await attempt(`/${path} reads from right to left`, { path, viewport: { width: 320, height: 800 } }, async (page, assert) => {
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    const root = page.locator("html");
    assert(await root.evaluate((element) => element.scrollWidth <= element.clientWidth), "nothing is wider than the page");
  });
}

await chrome.close();
server.close();
console.log(failures.join("\n"));
process.exit(failures.length ? 1 : 0);
