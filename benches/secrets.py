"""Measures the memory of the search for restricted sentences (`docs/audiences.md`, the second line).

usage: python3 benches/secrets.py PROGRAM [SENTENCES]

Two publications of the same briefs are checked without PDFs: one in which the council alone reads all but one of
them, and one in which everybody does. The difference between the two peaks is what remembering the sentences takes.
"""

import os
import pathlib
import random
import subprocess
import sys
import tempfile

SENTENCES_OF_A_BRIEF = 1000
WORDS = [a + b for a in "ba de fi go lu ma ne po ra so ti vu".split() for b in "bel dor fan gim lis mur nat pol ris tav".split()]


def brief(random_words, title, front):
    sentences = []
    for _ in range(SENTENCES_OF_A_BRIEF):
        words = [random_words.choice(WORDS) for _ in range(12)]
        sentences.append(" ".join(words).capitalize() + ".")
    paragraphs = [" ".join(sentences[at : at + 10]) for at in range(0, len(sentences), 10)]
    head = f"---\ntitle: {title}\nfinding: It is so.\ndate: 2026-01-02\n{front}---\n\n"
    return head + "\n\n".join(paragraphs) + "\n"


def write(root, briefs, front):
    random_words = random.Random(7)
    put = lambda path, text: (root / path).parent.mkdir(parents=True, exist_ok=True) or (root / path).write_text(text)
    put("quipu.yaml", "title: Secrets\nlanguages: [en]\ndefault_audience: public\n")
    put("content/audiences/public.yaml", "name: The public\n")
    put("content/audiences/council.yaml", "name: The council\n")
    put("content/briefs/open.md", brief(random_words, "Open", ""))
    for number in range(briefs):
        put(f"content/briefs/b{number}.md", brief(random_words, f"Brief {number}", front))


def peak(program, root):
    """Returns the peak of the program's memory, in MB, and the seconds that it took."""
    measured = subprocess.Popen([program, "check", "--no-pdf", "--quiet"], cwd=root)
    _, status, usage = os.wait4(measured.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("the check failed")
    return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def main():
    program = os.path.abspath(sys.argv[1])
    sentences = int(sys.argv[2]) if len(sys.argv) > 2 else 600_000
    figures = {}
    for name, front in [("hidden", "audience: [council]\n"), ("open", "")]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            write(root, sentences // SENTENCES_OF_A_BRIEF, front)
            figures[name] = peak(program, root)
            print(f"{sentences} {name} sentences: {figures[name][0]:.0f} MB, {figures[name][1]:.1f} s of CPU")
    print(f"remembering them takes {figures['hidden'][0] - figures['open'][0]:.0f} MB (at most 500)")


main()
