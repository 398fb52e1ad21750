#!/usr/bin/env python3
"""Kills `quipu build`, `publish` and `release` at random moments. After each, the output, the target and the releases
are whole and of one state; after the next run there is no litter.

    tests/targets/kills.py PROGRAM [COUNT [SEED]]

`./check` kills a few dozen; 300 take some minutes.
"""

import os
import pathlib
import random
import signal
import subprocess
import sys
import time

from common import BRIEF, Publication

TARGET = "{to: folder, path: ../live}"
# Enough texts that a run takes longer than a program takes to start.
BRIEFS = [f"{first}{second}" for first in "abcde" for second in "abcdefgh"]
# How long the first run of a command may take, in seconds.
FIRST_PATIENCE = 3.0
# What the names of files hold that a run leaves if it is killed.
LITTER = (".unfinished", ".quipu-", ".lock", ".tmp")


def files(folder):
    folder = pathlib.Path(os.path.realpath(folder))
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != ".quipu.json"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


class Kills:
    """A publication whose commands are killed."""

    def __init__(self, program, chance):
        self.program = program
        self.random = chance
        self.publication = Publication(program, TARGET)
        for name in BRIEFS:
            self.publication.put(f"content/briefs/many/{name}.md", BRIEF.format(title=f"Of {name}", text=f"About {name}."))
        self.durations = {}
        self.killed = {}
        self.ended = {}

    def call(self, *arguments):
        done = subprocess.run([self.program, *arguments], cwd=self.publication.root, capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def kill(self, *arguments):
        """Starts a command and kills it at a random moment of the time that it takes."""
        command = arguments[0]
        started = time.monotonic()
        run = subprocess.Popen([self.program, *arguments], cwd=self.publication.root,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            run.wait(timeout=self.random.uniform(0, self.durations.get(command, FIRST_PATIENCE)))
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
        else:
            # The next is killed within the time that this one took.
            self.durations[command] = time.monotonic() - started
            assert run.returncode == 0, f"{command} ended with {run.returncode}"
        counts = self.ended if run.returncode == 0 else self.killed
        counts[command] = counts.get(command, 0) + 1

    def litter(self, *places):
        names = [path for place in places for path in place.iterdir()]
        return [str(path) for path in names if any(mark in path.name for mark in LITTER)]


class Outputs(Kills):
    """The output of builds, and a folder that is published to."""

    def __init__(self, program, chance):
        super().__init__(program, chance)
        self.public = self.publication.root / "public"
        self.live = self.publication.root.parent / "live"
        self.states = []
        for change in (self.publication.change_back, self.publication.change):
            change()
            self.call("build", "--no-pdf")
            self.states.append(files(self.public))
        assert self.states[0] != self.states[1]
        self.call("publish", "there", "--no-pdf")

    def turn(self, number):
        (self.publication.change if number % 2 else self.publication.change_back)()
        if self.random.random() < 0.5:
            self.kill("build", "--no-pdf")
        else:
            self.kill("publish", "there", "--no-pdf")
        for folder in (self.public, self.live / "current"):
            assert files(folder) in self.states, f"{folder} is of no state"

    def end(self):
        self.publication.change_back()
        self.call("build", "--no-pdf")
        self.call("publish", "there", "--no-pdf")
        self.call("publish", "there", "--verify")
        assert files(self.public) == self.states[0] == files(self.live / "current")
        # The lock of a folder that is published to stays there.
        litter = self.litter(self.publication.root, self.live, self.live / "releases")
        assert litter in ([], [str(self.live / ".quipu-lock")]), litter


class Releases(Kills):
    """Releases, of which none changes once it is there."""

    def __init__(self, program, chance):
        super().__init__(program, chance)
        self.folder = self.publication.root / "releases"
        self.call("release", "first")
        self.known = files(self.folder)

    def turn(self, number):
        (self.publication.change if number % 2 else self.publication.change_back)()
        self.kill("release", f"r{number}")
        now = files(self.folder)
        assert self.known.items() <= now.items(), "what was released has changed"
        # A release that is there is one that others can be compared with.
        self.call("check")
        if f"r{number}" in self.names():
            self.call("diff", "first", f"r{number}")

    def names(self):
        return [path.stem for path in self.folder.glob("*.json")]

    def end(self):
        self.call("release", "last")
        self.call("build", "--no-pdf")
        for name in self.names():
            there = self.publication.root / "public/releases" / name / "briefs"
            missing = [brief for brief in BRIEFS if not (there / f"many/{brief}/index.html").is_file()]
            assert not missing, f"release {name} lacks texts {missing}"
        litter = self.litter(self.publication.root, self.folder)
        assert not litter, litter


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10_000)
    chance = random.Random(seed)
    print(f"kills: seed {seed}", flush=True)
    outputs, releases = Outputs(program, chance), Releases(program, chance)
    for number in range(count):
        # Two of three commands write outputs.
        (releases if number % 3 == 2 else outputs).turn(number)
    for kills in (outputs, releases):
        kills.end()
        print(f"killed {kills.killed}, ended before that {kills.ended}", flush=True)


main()
