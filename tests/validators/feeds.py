"""Reads the feeds, sitemaps and robots.txt of a built site as other programs do.

    python feeds.py SITE

Feeds are read by feedparser, robots.txt by Python's own parser. All addresses in them must be files of
the site; a page's alternates in a sitemap must name each other. Prints what is wrong, then how many were
read; exits with 1 if anything is wrong, or nothing was read.
"""

import sys
import xml.etree.ElementTree as xml
from pathlib import Path
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser

import feedparser

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"

site = Path(sys.argv[1])
faults = []
robots = RobotFileParser()
robots.parse((site / "robots.txt").read_text().splitlines())
maps = robots.site_maps() or []
if len(maps) != 1 or not robots.can_fetch("anybot", maps[0]):
    sys.exit("robots.txt names no sitemap, or keeps programs away")
base = maps[0].removesuffix("sitemap.xml")


def check(address, where):
    path = site / unquote(address.removeprefix(base))
    if not address.startswith(base) or not (path.is_file() or (path / "index.html").is_file()):
        faults.append(f"{where}: {address} is no page of the site")


pages = {}
for url in xml.parse(site / "sitemap.xml").getroot().iter(f"{MAP}url"):
    address = url.findtext(f"{MAP}loc")
    check(address, "sitemap.xml")
    others = {(link.get("hreflang"), link.get("href")) for link in url.iter(LINK)}
    pages[address] = others
for address, others in pages.items():
    for language, other in others:
        if pages.get(other) != others:
            faults.append(f"sitemap.xml: {address} names {other} ({language}), which does not name it")

feeds = sorted(site.rglob("feed.xml"))
for path in feeds:
    name = path.relative_to(site)
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo or feed.version != "atom10":
        faults.append(f"{name}: {feed.version} {feed.get('bozo_exception', '')}")
        continue
    for wanted in ["id", "title", "updated_parsed", "author", "language"]:
        if not feed.feed.get(wanted):
            faults.append(f"{name}: no {wanted}")
    check(feed.feed.id, name)
    for entry in feed.entries:
        check(entry.id, name)
        for link in entry.links:
            check(link.href, name)
        if not (entry.title and entry.updated_parsed and entry.published_parsed and entry.author):
            faults.append(f"{name}: {entry.id} lacks a part")

print("\n".join(faults))
print(f"{len(feeds)} feeds and {len(pages)} pages read, {len(faults)} faults")
sys.exit(1 if faults or not feeds or not pages else 0)
