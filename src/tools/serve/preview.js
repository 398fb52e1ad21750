// Reloads the page when the publication was made anew, shows what is wrong with it, and leads from a
// page to its source. It is part of no built site.
(() => {
  const place = "quipu-preview-place";
  const opened = () => [...document.querySelectorAll("details")].map((details) => details.open);
  const saved = JSON.parse(sessionStorage.getItem(place) || "null");
  if (saved && saved.path === location.pathname) {
    document.querySelectorAll("details").forEach((details, index) => { details.open = saved.opened[index] ?? details.open; });
    scrollTo(0, saved.y);
  }
  sessionStorage.removeItem(place);

  // A sheet of its own: the policy of pages allows no style between their lines.
  const style = new CSSStyleSheet();
  style.replaceSync(`
    #quipu-preview { position: fixed; z-index: 2147483647; inset-block-end: 0.75rem; inset-inline-end: 0.75rem; display: flex; flex-wrap: wrap; gap: 0.25rem; max-inline-size: calc(100% - 1.5rem); justify-content: flex-end; font: 14px/1.4 system-ui, sans-serif; }
    #quipu-preview :is(button, select) { font: inherit; padding: 0.25rem 0.75rem; border: 1px solid #767676; border-radius: 4px; background: #fff; color: #1a1a1a; cursor: pointer; }
    #quipu-preview output { padding: 0.25rem 0.75rem; border: 1px solid #767676; border-radius: 4px; background: #fff; color: #1a1a1a; }
    #quipu-preview output.quipu-over { border-color: #d1495b; color: #a3192f; font-weight: 600; }
    #quipu-preview button[aria-pressed=true] { background: #1a1a1a; color: #fff; }
    #quipu-problems { position: fixed; z-index: 2147483646; inset: auto 0 0 0; max-height: 60vh; overflow: auto; margin: 0; padding: 1rem 1.5rem 3rem; background: #1f1414; color: #f6eaea; font: 13px/1.5 ui-monospace, monospace; white-space: pre; border-block-start: 4px solid #d1495b; }
    #quipu-pdf, iframe[title=PDF] { position: fixed; z-index: 2147483645; inset: 0 0 0 60%; inline-size: 40%; block-size: 100%; border: 0; border-inline-start: 1px solid #767676; background: #fff; }
    html.quipu-with-pdf body { inline-size: 60%; }
    html.quipu-with-pdf body > :not([id^=quipu-], iframe) { zoom: 0.6; }
    html.quipu-asking main { cursor: help; }
    html.quipu-asking main :is(p, li, td, th, h1, h2, h3, h4, figcaption, blockquote, dd, dt, data):hover { outline: 2px solid #d1495b; }
    #quipu-panel { position: fixed; z-index: 2147483645; inset-block: 0; inset-inline-end: 0; inline-size: min(26rem, 100%); overflow: auto; padding: 1rem 1rem 4rem; background: #fff; color: #1a1a1a; border-inline-start: 1px solid #767676; font: 13px/1.5 system-ui, sans-serif; }
    #quipu-panel h2 { font: 600 14px/1.4 system-ui, sans-serif; margin: 1rem 0 0.25rem; }
    #quipu-panel table { inline-size: 100%; border-collapse: collapse; font: inherit; }
    #quipu-panel td { padding: 0.2rem 0.4rem 0.2rem 0; border-block-end: 1px solid #ddd; vertical-align: top; overflow-wrap: break-word; color: inherit; background: none; }
    #quipu-panel a { color: #0b57d0; overflow-wrap: normal; }
    @media print { #quipu-preview, #quipu-problems, #quipu-pdf, #quipu-panel { display: none; } }`);
  document.adoptedStyleSheets.push(style);

  const make = (name, text) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const page = decodeURIComponent(location.pathname.slice(1).replace(/index\.html$/, ""));
  const ask = async (path, values) => {
    const answer = await fetch(`/${path}?${new URLSearchParams({ page, ...values })}`);
    return answer.ok ? answer.json() : null;
  };

  const pdfOf = () => {
    const parts = location.pathname.split("/").filter(Boolean);
    const folders = ["briefs", "reports"];
    return parts.some((part) => folders.includes(part)) ? `${location.pathname}${parts.at(-1)}.pdf` : null;
  };
  // A switch of the bar that stays as it is from page to page.
  const toggle = (name, title, set) => {
    const button = make("button", name);
    button.type = "button";
    button.title = title;
    const key = `quipu-preview-${name}`;
    const turn = (isOn) => {
      button.setAttribute("aria-pressed", isOn);
      sessionStorage.setItem(key, isOn ? "yes" : "");
      set(isOn);
    };
    button.addEventListener("click", () => turn(button.getAttribute("aria-pressed") !== "true"));
    turn(Boolean(sessionStorage.getItem(key)));
    return button;
  };
  // PDFs have destinations of the same names as the page: the PDF opens where the reader is.
  const placeInPdf = () => {
    const above = [...document.querySelectorAll("main :is(section, h2, h3, figure)[id]:not([id^=q-])")]
      .filter((element) => element.getBoundingClientRect().top < innerHeight / 2);
    return `#navpanes=0${above.length ? `&nameddest=${encodeURIComponent(above.at(-1).id)}` : ""}`;
  };
  let shownPdf = null;
  const showPdf = (isShown) => {
    document.getElementById("quipu-pdf")?.remove();
    document.documentElement.classList.toggle("quipu-with-pdf", isShown);
    shownPdf = null;
    if (isShown) refreshPdf();
  };
  // A template of PDFs may have changed, which moves no page; the viewer stays as it is if nothing has. The new PDF
  // takes the place of the old one when it is there.
  const refreshPdf = async () => {
    const answer = await fetch(pdfOf());
    if (!answer.ok || !document.documentElement.classList.contains("quipu-with-pdf")) return;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    showLength();
    if (shownPdf?.length === bytes.length && bytes.every((byte, at) => byte === shownPdf[at])) return;
    shownPdf = bytes;
    const old = document.getElementById("quipu-pdf");
    const frame = make("iframe");
    frame.title = "PDF";
    frame.id = "quipu-pdf";
    frame.src = `${pdfOf()}${placeInPdf()}`;
    // Some viewers never say that they are ready.
    frame.addEventListener("load", () => old?.remove());
    setTimeout(() => old?.remove(), 2000);
    if (old) old.removeAttribute("id");
    document.body.append(frame);
  };

  const link = (source, text) => {
    const anchor = make("a", text);
    anchor.href = source.open;
    anchor.title = `${source.file}:${source.line}`;
    return anchor;
  };
  const section = (panel, title, rows) => {
    panel.append(make("h2", title));
    const table = make("table");
    for (const cells of rows) {
      const row = table.insertRow();
      for (const cell of cells) row.insertCell().append(cell);
    }
    panel.append(table);
  };
  const lengthOf = ({ words, most, pages, most_pages }) => {
    const part = (count, limit, name) => `${count}${limit ? ` of ${limit}` : ""} ${name}`;
    return [part(words, most, "words"), ...(pages ? [part(pages, most_pages, "pages")] : [])].join(" · ");
  };
  const showPanel = async (isShown) => {
    document.getElementById("quipu-panel")?.remove();
    if (!isShown) return;
    const panel = make("section");
    panel.id = "quipu-panel";
    panel.setAttribute("aria-label", "Quipu");
    document.body.append(panel);
    const about = await ask("quipu-preview-page", {});
    if (!about) { panel.append(make("p", "This page is made of several texts.")); return; }
    section(panel, "Source", [[link(about.source, about.source.file)]]);
    section(panel, "Length", [[lengthOf(about)]]);
    if (about.translations.length) section(panel, "Translation", about.translations.map((text) => [text]));
    section(panel, `Numbers (${about.numbers.length})`, about.numbers.map((number) => [
      link(number.source, number.text), number.unit, number.expression + (number.is_inferred ? " (inferred)" : ""),
    ]));
  };

  const openSource = async (event) => {
    if (event.target.closest("#quipu-preview, #quipu-panel, a, button, summary, input, select")) return;
    const element = event.target.closest("p, li, td, th, h1, h2, h3, h4, figcaption, blockquote, dd, dt, data, svg");
    if (!element) return;
    event.preventDefault();
    event.stopPropagation();
    const number = event.target.closest("[id^=n-]")?.id.match(/^n-(\d+)$/)?.[1];
    const text = element.textContent.trim().slice(0, 400);
    const source = await ask("quipu-preview-source", number ? { text, entry: number - 1 } : { text });
    if (source) location.href = source.open;
  };
  const setAsking = (isAsking) => {
    document.documentElement.classList.toggle("quipu-asking", isAsking);
    document.removeEventListener("click", openSource, true);
    if (isAsking) document.addEventListener("click", openSource, true);
  };

  const bar = make("div");
  bar.id = "quipu-preview";
  const length = make("output");
  length.id = "quipu-length";
  length.setAttribute("aria-label", "Length");
  const showLength = async (known) => {
    const about = known ?? await ask("quipu-preview-page", {});
    if (!about) return;
    length.textContent = lengthOf(about);
    length.classList.toggle("quipu-over", about.words > (about.most ?? Infinity) || about.pages > (about.most_pages ?? Infinity));
    bar.prepend(length);
  };
  const choose = async () => {
    const about = await ask("quipu-preview-page", {});
    if (about) showLength(about);
    if (!about || about.editions.length < 2) return;
    const select = make("select");
    select.setAttribute("aria-label", "Edition");
    for (const edition of about.editions) {
      const option = make("option", `${edition.audience} · ${edition.language}`);
      option.value = `/${page.startsWith("~") ? `${page.split("/")[0]}/` : ""}${edition.address}`;
      option.selected = edition.is_this;
      select.append(option);
    }
    select.addEventListener("change", () => { location.pathname = select.value; });
    bar.prepend(select);
  };
  bar.append(toggle("Source", "Click a text to open it in the editor", setAsking));
  bar.append(toggle("Numbers", "Numbers, length and translations of this page", showPanel));
  const drafts = make("button", "Drafts");
  drafts.type = "button";
  drafts.title = "Show drafts as well";
  drafts.setAttribute("aria-pressed", false);
  drafts.addEventListener("click", () => {
    fetch(`/quipu-preview-drafts?shown=${drafts.getAttribute("aria-pressed") === "true" ? "no" : "yes"}`);
  });
  bar.append(drafts);
  if (pdfOf()) bar.append(toggle("PDF", "Page and PDF side by side", showPdf));
  document.body.append(bar);
  // The PDF beside the page changes how high it is.
  if (saved && saved.path === location.pathname) scrollTo(0, saved.y);
  choose();

  const problems = make("pre");
  problems.id = "quipu-problems";
  problems.setAttribute("role", "alert");
  const show = (text) => {
    problems.textContent = text;
    if (text) document.body.append(problems); else problems.remove();
  };

  const counted = make("output");
  counted.setAttribute("aria-label", "To look at");
  const showCounts = (counts) => {
    const names = { warnings: "warnings", findings: "audit findings", claims: "claims unchecked", translations: "translations to look at" };
    const told = Object.entries(names).filter(([name]) => counts?.[name]).map(([name, text]) => `${counts[name]} ${text}`);
    counted.textContent = counts ? told.join(" · ") || "Nothing to look at" : "";
    counted.title = "quipu check, quipu audit and quipu translations name them";
    if (counts) bar.prepend(counted);
  };

  let seen = { page: document.currentScript.dataset.page };
  const events = new EventSource(`/quipu-preview-events?${new URLSearchParams({ page })}`);
  events.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    show(news.problems);
    showCounts(news.counts);
    drafts.setAttribute("aria-pressed", news.drafts);
    if (news.page && news.page !== seen.page) {
      sessionStorage.setItem(place, JSON.stringify({ path: location.pathname, y: scrollY, opened: opened() }));
      location.reload();
    } else if (seen.styles && news.styles !== seen.styles) {
      document.querySelectorAll("link[rel=stylesheet]").forEach((link) => {
        link.href = `${link.href.split("?")[0]}?${news.styles}`;
      });
    }
    if (seen.saved && news.saved !== seen.saved) {
      if (document.documentElement.classList.contains("quipu-with-pdf")) refreshPdf(); else showLength();
    }
    seen = { ...news, page: seen.page };
  };
})();
