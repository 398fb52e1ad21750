"""Compares the pictures of a guide with those that its scripts make now.

    pictures.py FOLDER GUIDE

Browsers and fonts differ a little from machine to machine, so pictures need not be the same, but as alike as two
views of one page. What a change of looks makes differ is made anew: `docs/images/gallery` and `docs/images/parts`.
"""

import pathlib
import sys

from PIL import Image, ImageChops, ImageStat

# The greatest mean difference, of 255, between pictures of which each point is the mean of an area.
MOST = 6.0
AREAS = (40, 60)

made, guide = (pathlib.Path(argument) for argument in sys.argv[1:3])
faults = []
count = 0
for picture in sorted(made.glob("*.png")):
    kept = guide / picture.name
    count += 1
    if not kept.exists():
        faults.append(f"{kept} is missing")
        continue
    one, other = (Image.open(path).convert("RGB").resize(AREAS, Image.Resampling.BOX) for path in (picture, kept))
    difference = sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3
    if difference > MOST:
        faults.append(f"{kept} no longer shows how it looks (difference {difference:.1f})")
shown = {path.name for path in guide.glob("theme-*.png")} | {path.name for path in guide.glob("parts-*.png")}
faults += [f"{guide / name} is made by no script" for name in sorted(shown - {path.name for path in made.glob("*.png")})]
print("\n".join(faults) or f"{count} pictures are as the guide shows them")
sys.exit(bool(faults) or not count)
