#!/usr/bin/env python3
"""Filters and sums for 200 bound numbers over one long CSV, beside DuckDB and Polars.

    python3 -m pip install duckdb polars
    python3 benches/observations.py [OBSERVATIONS] [QUIPU]

Each contestant reads the same file in a process of its own, and answers the same 200 questions, each the
sum over the years of one country in one sector. Reported are wall time and peak memory, and the ratio to
the faster of the two engines. The sums of all three must agree.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

YEARS = range(1990, 2025)
SECTORS = 40
QUESTIONS = 200

ENGINES = {
    "DuckDB": """
import duckdb, sys
rows = duckdb.read_csv(sys.argv[1])
duckdb.sql("create table t as select * from rows")
for line in open(sys.argv[2]):
    country, sector = line.split()
    print(duckdb.sql(f"select sum(value) from t where country='{country}' and sector='{sector}'").fetchall()[0][0])
""",
    "Polars": """
import polars as pl, sys
table = pl.read_csv(sys.argv[1])
for line in open(sys.argv[2]):
    country, sector = line.split()
    print(table.filter((pl.col.country == country) & (pl.col.sector == sector))["value"].sum())
""",
}


def write(root: Path, observations: int) -> None:
    """Writes the publication: the data, and a brief that asks."""
    (root / "content/data").mkdir(parents=True)
    (root / "content/briefs").mkdir()
    countries = max(5, -(-observations // (len(YEARS) * SECTORS)))
    with (root / "content/data/trade.csv").open("w") as file:
        file.write("country,sector,year,value\n")
        left, value = observations, 1
        for country in range(countries):
            for sector in range(SECTORS):
                for year in YEARS:
                    if left:
                        file.write(f"c{country},s{sector},{year},{value}\n")
                        left, value = left - 1, value * 7919 % 99991
    (root / "content/data/trade.yaml").write_text(
        "title: Trade\npublish: false\nmeasure: {quantity: trade, unit: USD, kind: flow}\n"
        "key: [country, sector, year]\n"
        "columns: {country: text, sector: text, year: year, value: number}\nrows: trade.csv\n"
    )
    (root / "quipu.yaml").write_text("title: Trade\nlanguages: [en]\n")
    questions = [(f"c{n % (countries - 1)}", f"s{n % SECTORS}") for n in range(QUESTIONS)]
    sums = "\n".join(f"- {{{{ sum(trade[{c}, {s}, *]) | plain }}}}" for c, s in questions)
    front = "---\ntitle: Sums\nfinding: Sums.\ndate: 2026-03-02\n---\n"
    (root / "content/briefs/sums.md").write_text(f"{front}{sums}\n")
    (root / "questions").write_text("".join(f"{c} {s}\n" for c, s in questions))


def run(words: list[str], folder: Path) -> tuple[float, float, str]:
    """Returns the wall time in seconds, the peak memory in GB, and the output of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{words[0]} failed")
    return seconds, usage.ru_maxrss / 1e6, output


def main() -> None:
    observations = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    quipu = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else "target/release/quipu")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, observations)
        found, answers = {}, {}
        for name, code in ENGINES.items():
            words = [sys.executable, "-c", code, "content/data/trade.csv", "questions"]
            *found[name], output = run(words, root)
            answers[name] = [round(float(line)) for line in output.split()]
        *found["Quipu"], _ = run([quipu, "build", "--no-pdf", "--quiet"], root)
        numbers = json.loads((root / "public/briefs/sums/numbers.json").read_text())
        numbers = numbers if isinstance(numbers, list) else numbers["numbers"]
        shown = [number["text"].replace(",", "") for number in numbers]
        answers["Quipu"] = [int(text) for text in shown][:QUESTIONS]
        if len({tuple(sums) for sums in answers.values()}) != 1:
            print("the sums do not agree")
        for name, (seconds, memory) in found.items():
            print(f"{name:8} {seconds:7.2f} s {memory:6.2f} GB")
        fastest = min(found["DuckDB"][0], found["Polars"][0])
        print(f"{found['Quipu'][0] / fastest:.2f} times the faster engine, {observations:,} observations")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
