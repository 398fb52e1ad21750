// The search of a site. The page has loaded `window.quipuIndex`, whose fields `render::search` names:
// u address, k kind, t title, f finding, y year, g topics, r reports, s sections, x figures.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const words = form.elements.q;
  const results = document.querySelector(".search-results");
  const list = results.querySelector("ol");
  const count = results.querySelector(".search-count");
  const everything = document.querySelector(".search-everything");
  const filters = ["kind", "report", "topic", "year"];
  const fields = { kind: "k", report: "r", topic: "g", year: "y" };
  const most = 100;

  /** Letters without their accents, in lower case; as long as `text`, so that places agree. */
  const plain = (text) =>
    Array.from(text, (sign) => (sign.length > 1 ? sign : sign.normalize("NFD")[0].toLowerCase()[0])).join("");

  const index = window.quipuIndex.map((page) => ({
    page,
    parts: [
      { weight: 12, text: page.t },
      { weight: 4, text: page.f ?? "" },
      ...(page.x ?? []).map(([id, label, title]) => ({ weight: 5, id, head: label, text: title })),
      ...(page.s ?? []).flatMap(([id, head, text]) => [
        { weight: 6, id, text: head },
        { weight: 1, id, head, text },
      ]),
    ]
      .filter((part) => part.text)
      .map((part) => ({ ...part, plain: plain(part.text) })),
  }));

  /** The words of a query; what stands between quotation marks is one. */
  const terms = (query) =>
    Array.from(query.matchAll(/["“”«»]([^"“”«»]+)["“”«»]|(\S+)/gu), (found) =>
      plain((found[1] ?? found[2]).trim()),
    ).filter(Boolean);

  /** Where a term begins a word; where words have no spaces, anywhere. */
  const find = (text, term) => {
    let at = text.indexOf(term);
    if (/^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/u.test(term)) return at;
    while (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) at = text.indexOf(term, at + 1);
    return at;
  };

  const search = (query) => {
    const wanted = terms(query);
    const found = [];
    for (const { page, parts } of index) {
      let score = 0;
      let best;
      const whole = wanted.every((term) => {
        let sum = 0;
        for (const part of parts) {
          const at = find(part.plain, term);
          if (at < 0) continue;
          sum += part.weight;
          const rank = part.weight === 1 ? 3 : part.weight === 12 ? 0 : 2;
          if (!best || rank > best.rank) best = { part, at, rank };
        }
        score += sum;
        return sum > 0;
      });
      if (whole) found.push({ page, score, best });
    }
    return { wanted, found: found.sort((one, other) => other.score - one.score) };
  };

  const chosen = (page) =>
    filters.every((name) => {
      const value = form.elements[name].value;
      const own = page[fields[name]];
      return !value || (Array.isArray(own) ? own.includes(value) : String(own ?? "") === value);
    });

  /** Shows a text with the terms marked; a long one from shortly before the place `at`. */
  const marked = (element, text, wanted, at = 0) => {
    const start = at > 80 ? text.indexOf(" ", at - 80) + 1 || at - 40 : 0;
    const shown = text.slice(start, start + 240);
    const flat = plain(shown);
    const places = wanted
      .map((term) => ({ from: find(flat, term), length: term.length }))
      .filter(({ from }) => from >= 0)
      .sort((one, other) => one.from - other.from);
    let end = 0;
    element.append(start > 0 ? "… " : "");
    for (const { from, length } of places) {
      if (from < end) continue;
      element.append(shown.slice(end, from));
      const mark = document.createElement("mark");
      mark.textContent = shown.slice(from, from + length);
      element.append(mark);
      end = from + length;
    }
    element.append(shown.slice(end), start + 240 < text.length ? " …" : "");
  };

  const kinds = new Map(
    form.dataset.kinds.split(";").filter(Boolean).map((pair) => pair.split(/=(.*)/s).slice(0, 2)),
  );

  const item = ({ page, best }, wanted) => {
    const entry = document.createElement("li");
    const kicker = document.createElement("p");
    kicker.className = "kicker";
    kicker.textContent = [kinds.get(page.k), page.y].filter(Boolean).join(" · ");
    const title = document.createElement("p");
    title.className = "search-title";
    const link = document.createElement("a");
    link.href = form.dataset.root + page.u + (best?.part.id ? `#${encodeURIComponent(best.part.id)}` : "");
    marked(link, page.t, wanted);
    title.append(link);
    const text = document.createElement("p");
    const part = best && best.rank > 0 ? best.part : { text: page.f ?? "" };
    if (part.head) {
      const head = document.createElement("b");
      head.textContent = `${part.head} `;
      text.append(head);
    }
    marked(text, part.text, wanted, part === best?.part ? best.at : 0);
    entry.append(kicker, title, text);
    return entry;
  };

  const show = () => {
    const query = words.value.trim();
    const isAsked = query !== "" || filters.some((name) => form.elements[name].value);
    const { wanted, found } = search(query);
    const left = found.filter(({ page }) => chosen(page));
    results.hidden = !isAsked;
    everything.hidden = isAsked;
    count.textContent = left.length.toLocaleString(document.documentElement.lang);
    list.replaceChildren(...(isAsked ? left.slice(0, most).map((one) => item(one, wanted)) : []));
    const state = new URLSearchParams();
    for (const name of ["q", ...filters]) {
      if (form.elements[name].value) state.set(name, form.elements[name].value);
    }
    // Pages on a disk have no address to write to.
    if (location.protocol !== "file:") history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
  };

  /** Offers what the index has; a filter without a choice is not shown. */
  const fill = () => {
    for (const name of filters) {
      const select = form.elements[name];
      const values = new Set(window.quipuIndex.flatMap((page) => page[fields[name]] ?? []));
      const sorted = [...values].sort((one, other) => String(one).localeCompare(String(other)));
      for (const value of name === "year" ? sorted.reverse() : sorted) {
        const option = document.createElement("option");
        option.value = value;
        option.textContent = name === "kind" ? (kinds.get(value) ?? value) : value;
        select.append(option);
      }
      select.parentElement.hidden = values.size < 2;
    }
    form.querySelector(".search-filters").hidden = false;
  };

  fill();
  const asked = new URLSearchParams(location.search);
  for (const name of ["q", ...filters]) {
    if (asked.has(name)) form.elements[name].value = asked.get(name);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      words.focus();
    }
    if (event.key === "Escape" && event.target === words) {
      words.value = "";
      show();
    }
  });
  show();
})();
