#!/usr/bin/env python3
"""Prints the fallback faces of ../static/quipu.css: fonts that readers have, made as wide and as
high as ours, so that lines do not break anew when ours arrive.

    pip install fonttools==4.68.0 brotli
    python3 fallbacks.py FOLDER

FOLDER holds fonts of the same widths as those that are named, by these names: Gelasio for Georgia,
Liberation Sans for Arial, and Roboto and Noto Serif themselves, each as NAME.ttf and NAME-Bold.ttf.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PAGES = Path(__file__).resolve().parent.parent / "static" / "fonts"

# A sentence as this program's readers meet it; its letters are about as frequent as in English.
SAMPLE = (
    "Policy reports on trade and investment: what the Alliance asked for, what its members did, "
    "and which of the figures can be traced to a source. "
)

SERIFS = {"Noto Serif": "NotoSerif", "Georgia": "Gelasio"}
SANS = {"Arial": "LiberationSans", "Roboto": "Roboto"}
# The family, its file, the weights it is shown in, and what stands in. Where two faces have one
# name, browsers take the last that is there.
FAMILIES = [
    ("Quipu Serif", "quipu-serif", (400, 600), SERIFS),
    ("Quipu Serif Display", "quipu-serif-display", (600,), SERIFS),
    ("Quipu Sans", "quipu-sans", (400, 600), SANS),
]


def width(font):
    """Returns the mean width of the sample's characters, in em."""
    characters, advances = font.getBestCmap(), font["hmtx"]
    total = sum(advances[characters[ord(letter)]][0] for letter in SAMPLE)
    return total / len(SAMPLE) / font["head"].unitsPerEm


folder = Path(sys.argv[1])
for family, name, weights, stand_ins in FAMILIES:
    for weight in weights:
        own = instancer.instantiateVariableFont(TTFont(PAGES / f"{name}.woff2"), {"wght": weight})
        for local, file in stand_ins.items():
            bold = weight > 400
            other = TTFont(folder / f"{file}{'-Bold' if bold else ''}.ttf")
            adjust = width(own) / width(other)
            ascent, descent = (
                abs(value) / own["head"].unitsPerEm / adjust
                for value in (own["hhea"].ascent, own["hhea"].descent)
            )
            local_names = f'local("{local}{" Bold" if bold else ""}")'
            if bold:
                local_names += f', local("{local.replace(" ", "")}-Bold")'
            print(
                f'@font-face {{\n  font-family: "{family} Fallback";\n  src: {local_names};\n'
                f"  font-weight: {'600 700' if bold else '400'};\n"
                f"  size-adjust: {adjust:.1%};\n  ascent-override: {ascent:.1%};\n"
                f"  descent-override: {descent:.1%};\n  line-gap-override: 0%;\n}}\n"
            )
