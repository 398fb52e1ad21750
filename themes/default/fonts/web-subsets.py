#!/usr/bin/env python3
"""Makes the web fonts in ../static/fonts from the full fonts in this folder.

    pip install fonttools==4.68.0 brotli
    python3 web-subsets.py

Run it again only when the full fonts or the character set change; its output is
committed. Two runs with the same fonttools give the same bytes.

The licence reserves the name "Source" for the unmodified fonts, and a subset is
a modified copy, so the subsets are called Quipu Serif and Quipu Sans.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "static" / "fonts"

# Latin, Latin-1, Latin Extended-A, the marks that Romanian and Welsh need,
# punctuation, super- and subscripts, currency, arrows, mathematical signs, boxes.
CHARACTERS = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02BC,U+02C6-02C7,U+02D8-02DD,"
    "U+0300-0304,U+0306-030C,U+0327-0328,U+1E80-1E85,U+1E9E,U+1EF2-1EF3,"
    "U+2002-200D,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,"
    "U+2032-2033,U+2039-203A,U+2044,U+2070-2079,U+207F,U+2080-2089,U+20AC,U+2116,"
    "U+2122,U+2190-2199,U+21A9,U+2206,U+2212,U+2215,U+2248,U+2260,U+2264-2265,"
    "U+25A0-25A1,U+25CB,U+25CF,U+2713,U+FB01-FB02"
)
TEXT_FEATURES = "ccmp locl kern mark mkmk liga onum lnum tnum pnum smcp c2sc sups subs case frac numr dnom ordn"
DISPLAY_FEATURES = "ccmp locl kern mark mkmk liga onum lnum pnum case"

# Optical size costs 150 kB as an axis. One text cut and one display cut, which
# headings use, keep most of its benefit for 47 kB.
FONTS = [
    ("SourceSerif4-Roman.ttf", "quipu-serif", "Quipu Serif", {"opsz": 20, "wght": (400, 700)}, TEXT_FEATURES),
    ("SourceSerif4-Italic.ttf", "quipu-serif-italic", "Quipu Serif", {"opsz": 20, "wght": (400, 700)}, TEXT_FEATURES),
    ("SourceSerif4-Roman.ttf", "quipu-serif-display", "Quipu Serif Display", {"opsz": 48, "wght": (400, 700)}, DISPLAY_FEATURES),
    ("SourceSans3-Roman.ttf", "quipu-sans", "Quipu Sans", {}, TEXT_FEATURES),
    ("SourceSans3-Italic.ttf", "quipu-sans-italic", "Quipu Sans", {}, TEXT_FEATURES),
]


def rename(font, family, style):
    """Replaces every name that the reader can meet."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (3, 4, 6, 16, 17, 18, 21, 22, 25) or record.nameID > 255:
            names.removeNames(nameID=record.nameID)
    joined = family.replace(" ", "")
    texts = {1: family, 2: style, 3: f"{family} {style} web subset", 4: f"{family} {style}", 6: f"{joined}-{style}", 25: joined}
    for axis in font["fvar"].axes:
        axis.axisNameID = 256 + font["fvar"].axes.index(axis)
        texts[axis.axisNameID] = {"wght": "Weight", "opsz": "Optical Size"}[axis.axisTag]
    for number, text in texts.items():
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)
    font["fvar"].instances = []
    if "STAT" in font:
        del font["STAT"]


def build(source, target, family, limits, features):
    """Writes one subset as woff2."""
    font = TTFont(HERE / source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = features.split()
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    subsetter.subset(font)
    if limits:
        font = instancer.instantiateVariableFont(font, limits, updateFontNames=False)
    rename(font, family, "Italic" if "Italic" in source else "Regular")
    font.flavor = "woff2"
    path = TARGET / f"{target}.woff2"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


for row in FONTS:
    build(*row)
