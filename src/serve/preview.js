// Reloads the page when the publication was made anew, and shows what is wrong with it.
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
    #quipu-preview { position: fixed; z-index: 2147483647; inset-block-end: 0.75rem; inset-inline-end: 0.75rem; display: flex; gap: 0.25rem; font: 14px/1.4 system-ui, sans-serif; }
    #quipu-preview button { font: inherit; padding: 0.25rem 0.75rem; border: 1px solid #767676; border-radius: 4px; background: #fff; color: #1a1a1a; cursor: pointer; }
    #quipu-problems { position: fixed; z-index: 2147483646; inset: auto 0 0 0; max-height: 60vh; overflow: auto; margin: 0; padding: 1rem 1.5rem 3rem; background: #1f1414; color: #f6eaea; font: 13px/1.5 ui-monospace, monospace; white-space: pre; border-block-start: 4px solid #d1495b; }
    #quipu-pdf { position: fixed; z-index: 2147483645; inset: 0 0 0 50%; inline-size: 50%; block-size: 100%; border: 0; border-inline-start: 1px solid #767676; background: #fff; }
    html.quipu-with-pdf body { inline-size: 50%; }
    @media print { #quipu-preview, #quipu-problems, #quipu-pdf { display: none; } }`);
  document.adoptedStyleSheets.push(style);

  const pdfOf = () => {
    const parts = location.pathname.split("/").filter(Boolean);
    const folders = ["briefs", "reports"];
    return parts.some((part) => folders.includes(part)) ? `${location.pathname}${parts.at(-1)}.pdf` : null;
  };
  const showPdf = (isShown) => {
    document.getElementById("quipu-pdf")?.remove();
    document.documentElement.classList.toggle("quipu-with-pdf", isShown);
    sessionStorage.setItem("quipu-preview-pdf", isShown ? "yes" : "");
    if (!isShown) return;
    const frame = document.createElement("iframe");
    frame.id = "quipu-pdf";
    frame.title = "PDF";
    frame.src = pdfOf();
    document.body.append(frame);
  };
  const bar = document.createElement("div");
  bar.id = "quipu-preview";
  if (pdfOf()) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "PDF";
    button.addEventListener("click", () => showPdf(!document.getElementById("quipu-pdf")));
    bar.append(button);
    if (sessionStorage.getItem("quipu-preview-pdf")) showPdf(true);
  }
  document.body.append(bar);

  const problems = document.createElement("pre");
  problems.id = "quipu-problems";
  problems.setAttribute("role", "alert");
  const show = (text) => {
    problems.textContent = text;
    if (text) document.body.append(problems); else problems.remove();
  };

  let seen = null;
  const events = new EventSource("/quipu-preview-events");
  events.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    show(news.problems);
    if (seen !== null && news.version !== seen && !news.problems) {
      if (news.styles) {
        document.querySelectorAll("link[rel=stylesheet]").forEach((link) => {
          link.href = `${link.href.split("?")[0]}?${news.version}`;
        });
      } else {
        sessionStorage.setItem(place, JSON.stringify({ path: location.pathname, y: scrollY, opened: opened() }));
        location.reload();
      }
    }
    seen = news.version;
  };
})();
