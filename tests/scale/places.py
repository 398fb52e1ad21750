"""Makes a publication of one brief with a profile for each of many places: `places.py FOLDER COUNT`."""

import pathlib
import random
import sys

YEARS = range(2016, 2026)

BRIEF = """---
title: "{{ @this }}: ten years of water"
finding: "{{ @this }} lost {{ water[@this, 2025] }} in 2025, after {{ water[@this, 2016] }} in 2016."
date: 2026-03-02
for: "water[*]"
index:
  title: All towns
  finding: A page for each town.
  figures:
    - {label: Losses in 2025, value: "water[@this, 2025]"}
key_messages:
  - "The losses of {{ @this }} rank {{ rank(water[@this, 2025], water[*, 2025]) | ordinal }} of {{ count(water[*, 2025]) }}."
---

"""

SECTION = """## What {{ @this }} lost in {YEAR} {#sec-{YEAR}}

In {YEAR} {{ @this }} lost {{ water[@this, {YEAR}] }}; in 2016 it had been {{ water[@this, 2016] }}. What a town loses
between the works and the tap is paid for by those who draw it. Pipes of cast iron burst in frost, joints of lead
give way under lorries, and meters that stand for twenty years count too little. None of this is dear to mend in the
year in which it breaks; all of it is dear to mend at once, and so it is put off from one year to the next.

::: {when="water[@this, {YEAR}] > 20"}
More than a fifth was lost in that year.
:::

A utility that wants to know where its water goes divides the town into zones, closes one at a time at night, and
listens. That takes two people and a van, and it is done within a season. What is found first is seldom a leak: it is
a valve that nobody closed, a hydrant that a builder uses, a connection that stands on no plan.

"""

TABLE = """```chart
id: fig-years
form: line
title: "{{ @this }}, year by year"
subtitle: Losses, per cent
data: water
rows: "@this"
columns: 2016..2025
series: rows
alt: "A line from {{ water[@this, 2016] }} to {{ water[@this, 2025] }}."
```
"""


def make(folder, count, languages=("en",)):
    root = pathlib.Path(folder)
    for name in ("briefs", "data"):
        (root / "content" / name).mkdir(parents=True, exist_ok=True)
    (root / "quipu.yaml").write_text(
        f"title: Water\nlanguages: [{', '.join(languages)}]\nbase_url: https://example.org/\n")
    chance = random.Random(14)
    places = [f"town-{number:06}" for number in range(count)]
    entities = [f"{place}: {{name: Town {number}}}" for number, place in enumerate(places)]
    (root / "content/entities.yaml").write_text("\n".join(entities) + "\n")
    (root / "content/data/water.yaml").write_text(
        "title: Losses\nkey: town\nrows: water.csv\nmeasure: {quantity: losses, unit: percent}\n"
        "columns: {town: entity, 2016..2025: number}\n")
    rows = ["town," + ",".join(map(str, YEARS))]
    for place in places:
        rows.append(place + "," + ",".join(f"{chance.uniform(5, 40):.1f}" for _ in YEARS))
    (root / "content/data/water.csv").write_text("\n".join(rows) + "\n")
    sections = [SECTION.replace("{YEAR}", str(year)) for year in list(YEARS)[-7:]]
    (root / "content/briefs/town.md").write_text(BRIEF + sections[0] + TABLE + "".join(sections[1:]))
    return root


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]))
