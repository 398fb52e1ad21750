"""What the tests of targets share: a small publication in two states, and the program run on it."""

import os
import pathlib
import socket
import subprocess
import tempfile
import time

BRIEF = """---
title: {title}
finding: What was found.
date: 2026-01-02
---

{text}
"""


class Publication:
    """A publication that is published without PDFs, which are no concern of a target."""

    def __init__(self, quipu, target):
        self.quipu = quipu
        self.workplace = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.workplace.name) / "publication"
        self.put("quipu.yaml", f"title: Ports\nlanguages: [en]\npublish:\n  there: {target}\n")
        self.put("content/briefs/port.md", BRIEF.format(title="A port", text="The first state."))
        self.put("content/briefs/old.md", BRIEF.format(title="Old", text="It goes."))

    def put(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def change(self):
        """Brings the publication to its second state: a changed page, a new one, one that is gone."""
        self.put("content/briefs/port.md", BRIEF.format(title="A port", text="The second state."))
        self.put("content/briefs/new.md", BRIEF.format(title="New", text="It comes."))
        (self.root / "content/briefs/old.md").unlink(missing_ok=True)

    def change_back(self):
        self.put("content/briefs/port.md", BRIEF.format(title="A port", text="The first state."))
        self.put("content/briefs/old.md", BRIEF.format(title="Old", text="It goes."))
        (self.root / "content/briefs/new.md").unlink(missing_ok=True)

    def run(self, *options, environment=None):
        command = [self.quipu, "publish", "there", "--no-pdf", *options]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True,
                              env={**os.environ, **(environment or {})})

    def expect(self, code, *options, **keywords):
        done = self.run(*options, **keywords)
        assert done.returncode == code, f"{options}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def site(self):
        """Returns the files of the last build, by their paths."""
        folder = self.root / ".quipu/site"
        files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".quipu.json"]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    def states(self):
        """Builds both states and returns their files; the publication is then in the first."""
        sites = []
        for change in (self.change, self.change_back):
            change()
            subprocess.run([self.quipu, "build", "--quiet", "--no-pdf", "--out", ".quipu/site"],
                           cwd=self.root, check=True)
            sites.insert(0, self.site())
        return sites


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as client:
            client.settimeout(1)
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens at port {port}")
