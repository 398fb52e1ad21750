"""Reads what the pages of a built site say of themselves to search engines and catalogues.

    python metadata.py SITE

JSON-LD must be JSON of schema.org with the properties that Google's documentation requires of articles,
datasets and breadcrumbs; addresses in it, in Open Graph and in the tags of library catalogues must be files
of the site; pictures must have the size that is said of them. Files of references must be read by the
parsers of BibTeX (bibtexparser), RIS (rispy) and JSON and name what the page names. Prints what is wrong,
then how much was read; exits with 1 if anything is wrong, or nothing was read.
"""

import json
import struct
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import bibtexparser
import rispy

REQUIRED = {
    "Report": ["headline", "author", "datePublished", "dateModified", "publisher", "inLanguage", "url"],
    "Article": ["headline", "author", "datePublished", "dateModified", "publisher", "inLanguage", "url"],
    "Dataset": ["name", "description", "distribution", "license", "creator", "url"],
    "BreadcrumbList": ["itemListElement"],
    "WebSite": ["name", "url", "inLanguage"],
}

site = Path(sys.argv[1])
robots = (site / "robots.txt").read_text()
base = robots.split("Sitemap: ")[1].split("sitemap.xml")[0]
faults = []
read = Counter()


class Head(HTMLParser):
    """Collects the tags of a head and the texts of its data blocks."""

    def __init__(self):
        super().__init__()
        self.tags, self.data, self.inside = [], [], False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.inside = tag == "script" and attributes.get("type") == "application/ld+json"
        if tag == "meta":
            self.tags.append((attributes.get("name") or attributes.get("property"), attributes.get("content")))

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.data.append(data)


def check(address, where):
    path = site / unquote(address.removeprefix(base).split("#")[0])
    if not address.startswith(base) or not (path.is_file() or (path / "index.html").is_file()):
        faults.append(f"{where}: {address} is no file of the site")
        return None
    return path


def check_thing(thing, where):
    kind = thing.get("@type")
    read[kind] += 1
    for name in REQUIRED.get(kind, []):
        if not thing.get(name):
            faults.append(f"{where}: a {kind} without {name}")
    if kind == "Dataset":
        for download in thing.get("distribution", []):
            check(download["contentUrl"], where)
        if not 50 <= len(thing["description"]) <= 5000:
            faults.append(f"{where}: a description of {len(thing['description'])} characters")
    if kind == "BreadcrumbList":
        for place, item in enumerate(thing["itemListElement"], 1):
            check(item["item"], where)
            if item["position"] != place or not item["name"]:
                faults.append(f"{where}: breadcrumbs out of order")
    if "encoding" in thing:
        check(thing["encoding"]["contentUrl"], where)
    if "url" in thing:
        check(thing["url"], where)


def check_card(tags, where):
    card = tags.get("og:image")
    path = card and check(card, where)
    if not path:
        return
    read["picture"] += 1
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    if (str(width), str(height)) != (tags["og:image:width"], tags["og:image:height"]):
        faults.append(f"{where}: the picture is {width} by {height}")


def check_references(page, where):
    title = None
    for name in ["cite.bib", "cite.ris", "cite.json"]:
        path = page.with_name(name)
        if not path.exists():
            continue
        read[name] += 1
        text = path.read_bytes().decode()
        if name == "cite.bib":
            found = bibtexparser.parse_string(text)
            if found.failed_blocks or len(found.entries) != 1:
                faults.append(f"{where}: {name} cannot be read")
        elif name == "cite.ris":
            (entry,) = rispy.loads(text)
            title = entry.get("title") or entry.get("primary_title")
            if not (title and entry.get("authors") and entry.get("urls")):
                faults.append(f"{where}: {name} lacks a part")
        else:
            (item,) = json.loads(text)
            if item["title"] != title or not item["author"] or item["type"] not in ("report", "dataset"):
                faults.append(f"{where}: {name} lacks a part, or has another title")
        if name == "cite.json":
            title = None


for page in sorted(site.rglob("index.html")):
    where = page.relative_to(site)
    head = Head()
    head.feed(page.read_text().split("</head>")[0])
    tags = dict(head.tags)
    for text in head.data:
        graph = json.loads(text)
        if graph["@context"] != "https://schema.org":
            faults.append(f"{where}: another vocabulary")
        for thing in graph["@graph"]:
            check_thing(thing, where)
    check_card(tags, where)
    if "citation_title" in tags:
        read["citation_title"] += 1
        for name in ["citation_pdf_url", "citation_abstract_html_url"]:
            check(tags.get(name, ""), where)
        if not (tags.get("citation_author") and tags.get("citation_publication_date")):
            faults.append(f"{where}: a citation without author or date")
    check_references(page, where)

print("\n".join(faults[:60]))
print(", ".join(f"{count} {name}" for name, count in sorted(read.items())), f"read, {len(faults)} faults")
wanted = [*REQUIRED, "picture", "citation_title", "cite.bib", "cite.ris", "cite.json"]
sys.exit(1 if faults or any(not read[name] for name in wanted) else 0)
