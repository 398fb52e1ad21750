"""Times `quipu check` on 4,000 briefs with one broken link each: python3 benches/broken_links.py target/release/quipu"""

import pathlib
import subprocess
import sys
import tempfile
import time

with tempfile.TemporaryDirectory() as home:
    root = pathlib.Path(home)
    briefs = root / "content/briefs"
    briefs.mkdir(parents=True)
    (root / "quipu.yaml").write_text("title: Many\nlanguages: [en]\n")
    for number in range(4000):
        front = f"---\ntitle: Brief {number}\nfinding: F.\ndate: 2026-01-02\n---\n\n"
        (briefs / f"brief-{number}.md").write_text(f"{front}[A link](missing-{number}.md).\n")
    begun = time.monotonic()
    subprocess.run([pathlib.Path(sys.argv[1]).resolve(), "check"], cwd=root, capture_output=True, check=False)
    print(f"{time.monotonic() - begun:.2f} s")
