"""Weighs the pages of a built site: own styles and scripts, and briefs without their pictures and fonts.

    weights.py SITE
"""

import pathlib
import re
import sys

MOST_OWN = 30_000
MOST_BRIEF = 150_000
# Each number that is bound to data has a card that says where it comes from; a page of many weighs more.
MOST_DETAILED = 180_000
MANY_NUMBERS = 40

site = pathlib.Path(sys.argv[1])
assets = {path.name: path.stat().st_size for path in (site / "assets").iterdir() if path.is_file()}
faults = []

for name in ("quipu.css", "quipu-more.css", "quipu-print.css"):
    if assets[name] > MOST_OWN:
        faults.append(f"{name} has {assets[name]} bytes")
scripts = sum(size for name, size in assets.items() if name.endswith(".js"))
if scripts > MOST_OWN:
    faults.append(f"the scripts have {scripts} bytes")

heaviest = (0, "")
count = 0
for page in sorted(site.glob("**/briefs/**/index.html")):
    text = page.read_text()
    weight = len(re.sub(r"<svg.*?</svg>", "", text, flags=re.S).encode())
    loaded = re.findall(r'(?:href|src)="[^"]*/([\w-]+\.(?:css|js))\?', text)
    weight += sum(assets.get(name, 0) for name in loaded)
    if "quipu.css" not in loaded:
        faults.append(f"{page.relative_to(site)} loads no style sheet")
    heaviest = max(heaviest, (weight, str(page.relative_to(site))))
    count += 1
    most = MOST_DETAILED if text.count('<span class="number"') > MANY_NUMBERS else MOST_BRIEF
    if weight > most:
        faults.append(f"{page.relative_to(site)} weighs {weight} bytes")

print("\n".join(faults[:20]))
print(f"{count} briefs, the heaviest {heaviest[1]} with {heaviest[0]} bytes; scripts {scripts}, styles {assets['quipu.css']}")
sys.exit(bool(faults) or not count)
