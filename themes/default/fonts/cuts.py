#!/usr/bin/env python3
"""Makes the fonts of PDFs in this folder, and those of pages in ../static/fonts.

    pip install fonttools==4.68.0 brotli
    python3 cuts.py FOLDER

FOLDER holds the variable fonts of Source Serif 4 and Source Sans 3 as their makers
publish them: SourceSerif4-Roman.ttf, SourceSerif4-Italic.ttf, SourceSans3-Roman.ttf,
SourceSans3-Italic.ttf; and NewCMMath-Regular.otf of New Computer Modern, which Typst has as well
(`typst-assets`), so that formulas look alike on pages and in print. Run it again only when they or the choices below change; its
output is committed. Two runs with the same fonttools give the same bytes.

The licence reserves the name "Source" for the unmodified fonts, and cuts and subsets
are modified copies, so these are called Quipu Serif and Quipu Sans. The subset of New Computer
Modern Math is called Quipu Math, as its licence asks.
"""

import copy
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent / "static" / "fonts"

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
# Letters that most pages in Western European languages do without: files of their own (`-extended`), so that
# others load a quarter less. The same list stands in ../static/quipu.css.
EXTENDED = (
    "U+0100-0151,U+0154-017F,U+0192,U+0218-021B,U+02BC,U+02C7,U+02D8-02D9,U+02DB,U+02DD,"
    "U+0300-0328,U+1E80-1E9E,U+1EF2-1EF3"
)
TEXT_FEATURES = "ccmp locl kern mark mkmk liga onum lnum tnum pnum smcp c2sc sups subs case frac numr dnom ordn"
DISPLAY_FEATURES = "ccmp locl kern mark mkmk liga onum lnum pnum case"

# For pages. Optical size costs 150 kB as an axis. One text cut and one display cut, which
# headings use, keep most of its benefit for 47 kB.
PAGE_FONTS = [
    ("SourceSerif4-Roman.ttf", "quipu-serif", "Quipu Serif", {"opsz": 20, "wght": (400, 700)}, TEXT_FEATURES),
    ("SourceSerif4-Italic.ttf", "quipu-serif-italic", "Quipu Serif", {"opsz": 20, "wght": (400, 700)}, TEXT_FEATURES),
    ("SourceSerif4-Roman.ttf", "quipu-serif-display", "Quipu Serif Display", {"opsz": 48, "wght": (400, 700)}, DISPLAY_FEATURES),
    ("SourceSans3-Roman.ttf", "quipu-sans", "Quipu Sans", {}, TEXT_FEATURES),
    ("SourceSans3-Italic.ttf", "quipu-sans-italic", "Quipu Sans", {}, TEXT_FEATURES),
]

# For PDFs. Setting text in a variable font takes half as long again as in a static one,
# and each size of the optical axis is embedded as a font of its own.
PDF_FONTS = [
    ("SourceSerif4-Roman.ttf", "quipu-serif", "Quipu Serif", {"opsz": 12}, (400, 600, 700)),
    ("SourceSerif4-Italic.ttf", "quipu-serif-italic", "Quipu Serif", {"opsz": 12}, (400, 600, 700)),
    ("SourceSerif4-Roman.ttf", "quipu-serif-display", "Quipu Serif Display", {"opsz": 36}, (400, 600, 700)),
    ("SourceSerif4-Italic.ttf", "quipu-serif-display-italic", "Quipu Serif Display", {"opsz": 36}, (400, 600)),
    ("SourceSans3-Roman.ttf", "quipu-sans", "Quipu Sans", {}, (400, 600, 700)),
    ("SourceSans3-Italic.ttf", "quipu-sans-italic", "Quipu Sans", {}, (400, 600, 700)),
]
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}

# For formulas on pages: Latin and Greek letters in all mathematical alphabets, accents, arrows,
# operators, relations, delimiters and their parts.
FORMULA_CHARACTERS = (
    "U+0020-007E,U+00A0-00AF,U+00B0-00B9,U+00D7,U+00F7,U+0131,U+0237,U+0300-030C,U+0323-0333,"
    "U+0338,U+0391-03F6,U+2016,U+2020-2026,U+2032-2037,U+203E,U+2044,U+2057,U+2061-2064,"
    "U+20D6-20DD,U+20E1,U+2100-214F,U+2190-21FF,U+2200-22FF,U+2308-230B,U+2320-2321,"
    "U+239B-23B5,U+23DC-23E1,U+25A0-25AB,U+25B2-25C9,U+27C2,U+27E6-27EF,U+27F5-27FF,"
    "U+2A00-2A0C,U+2A7D-2A7E,U+2AAF-2AB0,U+1D400-1D7FF"
)
FORMULA_FEATURES = "ssty dtls flac kern mark mkmk ccmp"


def rename(font, family, style):
    """Replaces every name that the reader can meet."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (3, 4, 6, 16, 17, 18, 21, 22, 25) or record.nameID > 255:
            names.removeNames(nameID=record.nameID)
    joined = family.replace(" ", "")
    texts = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}"}
    texts |= {6: f"{joined}-{style.replace(' ', '')}", 16: family, 17: style}
    if "fvar" in font:
        texts[25] = joined
        for number, axis in enumerate(font["fvar"].axes, 256):
            axis.axisNameID = number
            texts[number] = {"wght": "Weight", "opsz": "Optical Size"}[axis.axisTag]
        font["fvar"].instances = []
    for number, text in texts.items():
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)
    if "STAT" in font:
        del font["STAT"]


def page_font(source, target, family, limits, features, characters=CHARACTERS):
    """Writes one subset as woff2."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = features.split()
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(characters))
    subsetter.subset(font)
    if limits:
        font = instancer.instantiateVariableFont(font, limits, updateFontNames=False)
    rename(font, family, "Italic" if "italic" in target else "Regular")
    # Italics are few on a page, and come once.
    if characters == CHARACTERS and "italic" not in target:
        extended = set(subset.parse_unicodes(EXTENDED))
        save_part(font, set(font.getBestCmap()) - extended, features, target)
        save_part(font, extended, features, f"{target}-extended")
    else:
        font.flavor = "woff2"
        save(font, PAGES / f"{target}.woff2")


def save_part(font, characters, features, target):
    """Writes the characters of a font that a page loads together as woff2."""
    part = copy.deepcopy(font)
    options = subset.Options()
    options.layout_features = features.split()
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(part)
    part.flavor = "woff2"
    save(part, PAGES / f"{target}.woff2")


def pdf_font(source, target, family, limits, weight):
    """Writes one static cut with all characters."""
    font = TTFont(source, recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {**limits, "wght": weight}, updateFontNames=False)
    font["OS/2"].usWeightClass = weight
    style = WEIGHTS[weight] + (" Italic" if "italic" in target else "")
    rename(font, family, style.replace("Regular Italic", "Italic"))
    save(font, HERE / f"{target}-{weight}.ttf")


def save(font, path):
    font.save(path)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


folder = Path(sys.argv[1])
for source, target, family, limits, features in PAGE_FONTS:
    page_font(folder / source, target, family, limits, features)
page_font(folder / "NewCMMath-Regular.otf", "quipu-math", "Quipu Math", {}, FORMULA_FEATURES, FORMULA_CHARACTERS)
for source, target, family, limits, weights in PDF_FONTS:
    for weight in weights:
        pdf_font(folder / source, target, family, limits, weight)
