// What pages do beyond what HTML does by itself. Every page reads without it: tables are whole,
// links lead, notes open. It asks nothing of other servers and works from a folder on a disk.
//
// The words that it shows stand as data-* attributes at the element that loads it.
"use strict";
(() => {
  const words = document.currentScript?.dataset ?? {};

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };

  // The address ---------------------------------------------------------------------------

  const parameters = () => new URLSearchParams(location.search);

  const remember = (changed) => {
    const query = parameters();
    for (const [key, value] of Object.entries(changed)) {
      if (value) query.set(key, value);
      else query.delete(key);
    }
    const text = query.toString();
    try {
      history.replaceState(history.state, "", (text ? "?" + text : location.pathname) + location.hash);
    } catch {
      // A page that is a file has no query to keep.
    }
  };

  // Numbers as the page prints them -------------------------------------------------------

  const numbersOf = (language) => {
    let format;
    try {
      format = new Intl.NumberFormat(language);
    } catch {
      format = new Intl.NumberFormat("en");
    }
    const parts = format.formatToParts(-12345.6);
    const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
    const digits = new Map([...Array(10).keys()].map((digit) => [format.format(digit), String(digit)]));
    return (text) => {
      let plain = "";
      for (const character of text.trim()) {
        if (digits.has(character)) plain += digits.get(character);
        else if (/[0-9]/.test(character)) plain += character;
        else if (character === decimal) plain += ".";
        else if (/[-−]/.test(character) && !plain) plain = "-";
        else if (/[(%]|\p{L}/u.test(character) && plain) break;
      }
      const value = /[0-9]/.test(plain) ? Number(plain) : NaN;
      return value;
    };
  };

  // Tables that can be filtered, sorted and cut to the columns that one needs -------------

  class Explorer {
    constructor(box, key) {
      this.box = box;
      this.key = key;
      this.table = box.querySelector("table");
      this.body = this.table.tBodies[0];
      this.heads = [...this.table.tHead.rows[0].cells];
      this.names = this.heads.map((head) => head.textContent.trim().replace(/\s+/g, " "));
      this.rows = [...this.body.rows].map((row) => ({
        row,
        texts: [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")),
      }));
      const language = box.closest("[lang]")?.lang || "en";
      this.number = numbersOf(language);
      this.collator = new Intl.Collator(language, { numeric: true });
      this.fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
      this.rows.forEach((entry) => (entry.folded = this.fold(entry.texts.join(" \n "))));
      this.facets = [];
      this.hidden = new Set();
      this.order = "";
      this.build();
      this.restore();
      this.show();
    }

    /** Which columns hold few values that repeat, so that one would choose by them. */
    choices(column) {
      if (column === 0 || this.heads[column].classList.contains("number")) return [];
      const values = new Set(this.rows.map(({ texts }) => texts[column]).filter(Boolean));
      const fit = values.size > 1 && values.size <= 12 && values.size * 2 <= this.rows.length;
      return fit && [...values].every((value) => value.length <= 60)
        ? [...values].sort(this.collator.compare)
        : [];
    }

    build() {
      const change = () => this.show();
      this.query = make("input", { type: "search", autocomplete: "off" });
      this.query.addEventListener("input", change);
      const fields = [make("label", {}, make("span", {}, words.filter), this.query)];
      this.names.forEach((name, column) => {
        const values = this.choices(column);
        if (!values.length) return;
        const options = values.map((value) => make("option", { value }, value));
        const select = make("select", {}, make("option", { value: "" }, words.all), ...options);
        select.addEventListener("change", change);
        this.facets.push({ column, select });
        fields.push(make("label", {}, make("span", {}, name), select));
      });
      this.sorting = make("select", {}, make("option", { value: "" }, words.asPublished));
      this.names.forEach((name, column) => {
        if (!name) return;
        this.sorting.append(
          make("option", { value: String(column) }, name + " ↑"),
          make("option", { value: "-" + column }, name + " ↓"),
        );
      });
      this.sorting.addEventListener("change", () => this.sort(this.sorting.value));
      fields.push(make("label", {}, make("span", {}, words.sort), this.sorting));
      this.count = make("p", { role: "status", class: "explorer-count" });
      const reset = make("button", { type: "button" }, words.reset);
      reset.addEventListener("click", () => this.reset());
      const foot = make("div", { class: "explorer-foot" }, this.count, this.columns(), reset);
      const name = this.box.getAttribute("aria-label") || words.filter;
      const bar = make("div", { class: "explorer", role: "group", "aria-label": name }, ...fields, foot);
      this.box.before(bar);
      this.heads.forEach((head, column) => this.headButton(head, column));
    }

    columns() {
      this.boxes = this.names.map((name, column) => {
        if (column === 0) return null;
        const box = make("input", { type: "checkbox" });
        box.checked = true;
        box.addEventListener("change", () => {
          if (box.checked) this.hidden.delete(column);
          else this.hidden.add(column);
          this.show();
        });
        return box;
      });
      const labels = this.boxes.flatMap((box, column) =>
        box ? [make("label", {}, box, " " + this.names[column])] : [],
      );
      return make("details", { class: "explorer-columns" }, make("summary", {}, words.columns), ...labels);
    }

    /** Makes the text of a head a button, which is how one expects to sort. */
    headButton(head, column) {
      if (!this.names[column] || head.querySelector("a, button")) return;
      const texts = [...head.childNodes].filter((node) => !node.classList?.contains("unit"));
      const button = make("button", { type: "button", class: "sort", title: words.sort });
      button.addEventListener("click", () => {
        const [up, down] = [String(column), "-" + column];
        this.sort(this.order === up ? down : this.order === down ? "" : up);
      });
      button.append(...texts);
      head.prepend(button);
    }

    sort(order) {
      this.order = order;
      this.show();
    }

    reset() {
      this.query.value = "";
      this.facets.forEach(({ select }) => (select.value = ""));
      this.hidden.clear();
      this.sort("");
    }

    sorted() {
      if (!this.order) return this.rows;
      const column = Math.abs(Number(this.order));
      const sign = this.order.startsWith("-") ? -1 : 1;
      const numeric = this.heads[column].classList.contains("number");
      const value = ({ texts }) => (numeric ? this.number(texts[column]) : texts[column]);
      const lacks = (it) => (numeric ? Number.isNaN(it) : !it || it === "–");
      return [...this.rows].sort((one, other) => {
        const [left, right] = [value(one), value(other)];
        // What is missing comes last, whichever way.
        if (lacks(left) || lacks(right)) return lacks(left) - lacks(right);
        return sign * (numeric ? left - right : this.collator.compare(left, right));
      });
    }

    show() {
      const wanted = this.fold(this.query.value.trim()).split(/\s+/).filter(Boolean);
      const chosen = this.facets.filter(({ select }) => select.value);
      let shown = 0;
      for (const entry of this.sorted()) {
        const fits =
          wanted.every((word) => entry.folded.includes(word)) &&
          chosen.every(({ column, select }) => entry.texts[column] === select.value);
        entry.row.hidden = !fits;
        shown += fits;
        this.body.append(entry.row);
      }
      for (const row of [this.table.tHead.rows[0], ...this.body.rows]) {
        [...row.cells].forEach((cell, column) => (cell.hidden = this.hidden.has(column)));
      }
      this.boxes.forEach((box, column) => box && (box.checked = !this.hidden.has(column)));
      this.sorting.value = this.order;
      this.heads.forEach((head, column) => {
        const order = { [String(column)]: "ascending", ["-" + column]: "descending" }[this.order];
        if (order) head.setAttribute("aria-sort", order);
        else head.removeAttribute("aria-sort");
      });
      this.count.textContent = `${words.shown} ${shown} / ${this.rows.length}`;
      this.remember();
    }

    remember() {
      const state = { q: this.query.value.trim(), sort: this.order, hide: [...this.hidden].join(".") };
      this.facets.forEach(({ column, select }) => (state["c" + column] = select.value));
      const changed = {};
      for (const [name, value] of Object.entries(state)) changed[`${this.key}.${name}`] = value;
      remember(changed);
    }

    restore() {
      const query = parameters();
      const get = (name) => query.get(`${this.key}.${name}`) ?? "";
      this.query.value = get("q");
      this.facets.forEach(({ column, select }) => (select.value = get("c" + column)));
      this.facets.forEach(({ select }) => select.selectedIndex < 0 && (select.value = ""));
      const order = get("sort");
      if (/^-?\d+$/.test(order) && this.names[Math.abs(Number(order))]) this.order = order;
      const columns = get("hide").split(".").map(Number);
      columns.filter((column) => column > 0 && column < this.names.length).forEach((column) => this.hidden.add(column));
    }
  }

  document.querySelectorAll("[data-explore]").forEach((box, index) => {
    new Explorer(box, box.closest("figure[id]")?.id || "t" + (index + 1));
  });

  // Figures as pictures, and their addresses to take away ---------------------------------

  const picture = async (address, name) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    // Twice as fine as the drawing, for slides and screens.
    const canvas = make("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const link = make("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  document.querySelectorAll('.figure-data a[type="image/svg+xml"]').forEach((link) => {
    const label = link.querySelector(".visually-hidden")?.cloneNode(true) ?? "";
    const button = make("button", { type: "button", class: "plain-button" }, "PNG", label);
    const name = link.href.split("/").pop().replace(/\.svg$/, ".png");
    button.addEventListener("click", () => picture(link.href, name).catch(() => open(link.href)));
    link.after("\u00a0· ", button);
  });

  document.querySelectorAll(".share [readonly]").forEach((field) => {
    const button = make("button", { type: "button", class: "plain-button" }, words.copy);
    button.addEventListener("click", async () => {
      field.select();
      await navigator.clipboard?.writeText(field.value);
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), 2000);
    });
    field.closest("label").after(button);
  });

  // A figure in another site's frame says how high it is.
  if (self !== top && document.body.classList.contains("figure-page")) {
    document.documentElement.classList.add("embedded");
    const tell = () => {
      parent.postMessage({ quipu: { height: document.documentElement.offsetHeight } }, "*");
    };
    new ResizeObserver(tell).observe(document.body);
  }

  // Addresses of paragraphs and numbers -----------------------------------------------------

  // A paragraph is known by its section and its place in it, in all languages and editions that have it.
  const addressed = () => {
    const counts = new Map();
    let section = "p";
    for (const element of document.querySelectorAll(".prose :is(h2, h3, h4)[id], .prose > p, .prose > .chapter > p")) {
      if (element.localName !== "p") {
        section = element.id;
        continue;
      }
      const count = (counts.get(section) ?? 0) + 1;
      counts.set(section, count);
      if (!element.id && !document.getElementById(`${section}-${count}`)) element.id = `${section}-${count}`;
      const link = make("a", { class: "permalink", href: "#" + element.id, "aria-label": words.paragraph }, "¶");
      element.append(" ", link);
    }
  };

  // The address of a number opens what it rests on.
  const openNumber = () => {
    const number = /^#n-\d+$/.test(location.hash) && document.querySelector(location.hash + " > button");
    if (number) number.popoverTargetElement?.showPopover({ source: number });
  };

  // A card names the number that opened it, since numbers of one expression share a card.
  const nameNumbers = () => {
    for (const card of document.querySelectorAll(".origin[popover]")) {
      const link = make("a", {}, words.number);
      card.append(make("p", { class: "origin-link" }, link));
      const name = (button) => (link.href = "#" + button.closest("[id]").id);
      const buttons = document.querySelectorAll(`button[popovertarget="${card.id}"]`);
      if (buttons.length > 0) name(buttons[0]);
      for (const button of buttons) button.addEventListener("click", () => name(button));
    }
  };

  const openAddress = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    // Another edition may have fewer paragraphs in a section.
    const target = id && (document.getElementById(id) ?? document.getElementById(id.replace(/-\d+$/, "")));
    if (target && (target.localName === "p" || target.id !== id)) target.scrollIntoView();
    openNumber();
  };

  addressed();
  nameNumbers();
  openAddress();
  addEventListener("hashchange", openNumber);

  // Another edition opens where the reader is ----------------------------------------------

  const place = () => {
    if (scrollY < innerHeight / 2) return location.hash;
    const marks = [...document.querySelectorAll("main :is(h2, h3, h4, section, figure, article, p:has(> .permalink))[id]")];
    // Of a paragraph the reader has seen the beginning; all else is there when it comes into sight.
    const reached = (mark) => mark.getBoundingClientRect().top < (mark.localName === "p" ? 0 : innerHeight / 3);
    const passed = marks.filter(reached);
    return passed.length ? "#" + encodeURIComponent(passed[passed.length - 1].id) : "";
  };

  document.querySelectorAll(".editions a, .languages a").forEach((link) => {
    const lead = () => (link.hash = place());
    link.addEventListener("pointerdown", lead);
    link.addEventListener("click", lead);
  });
})();
