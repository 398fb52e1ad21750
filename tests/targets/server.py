#!/usr/bin/env python3
"""Publishes by rsync to an SSH server on this machine, and harms it.

    server.py QUIPU SSHD [STEP]

The server runs as the user who runs this, on a port of its own, with keys of its own. With STEP,
the program is killed at each STEPth moment only.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

from common import Publication, free_port, wait_for

QUIET = subprocess.DEVNULL


class Server:
    def __init__(self, sshd):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.path.chmod(0o755)
        for name in ("host", "user", "stranger"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path / name], check=True)
        (self.path / "authorized").write_text((self.path / "user.pub").read_text())
        self.port = free_port()
        (self.path / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.path}/host\n"
            f"AuthorizedKeysFile {self.path}/authorized\nPidFile none\nUsePAM no\nStrictModes no\n"
            "PasswordAuthentication no\nPermitRootLogin yes\nMaxStartups 100\n")
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        self.server = subprocess.Popen([sshd, "-D", "-f", self.path / "config"], stdout=QUIET, stderr=QUIET)
        wait_for(self.port)

    def shell(self, key="user"):
        return {"RSYNC_RSH": f"ssh -i {self.path}/{key} -o IdentitiesOnly=yes -o IdentityAgent=none -F none "
                             f"-o StrictHostKeyChecking=no -o UserKnownHostsFile={self.path}/known"}

    def stop(self):
        self.server.terminate()
        self.server.wait()


def target(server, folder):
    user = os.environ.get("USER") or subprocess.check_output(["id", "-un"], text=True).strip()
    return f"{{to: rsync, address: {user}@127.0.0.1, port: {server.port}, path: {folder}, keep: 2}}"


def shown(folder):
    current = folder / "current"
    return {path.relative_to(current).as_posix(): path.read_bytes()
            for path in current.rglob("*") if path.is_file()}


def life(quipu, server):
    """First publish, change, rollback, repair, and what is kept."""
    folder = server.path / "site"
    publication, shell = Publication(quipu, target(server, folder)), server.shell()
    one, two = publication.states()
    publication.expect(0, environment=shell)
    assert shown(folder) == one
    publication.change()
    assert "files changed" in publication.expect(0, "--dry-run", environment=shell)
    assert shown(folder) == one
    publication.expect(0, environment=shell)
    assert shown(folder) == two
    publication.expect(0, "--verify", environment=shell)
    publication.expect(0, "--rollback", environment=shell)
    assert shown(folder) == one
    publication.expect(0, environment=shell)
    assert shown(folder) == two
    (folder / "current/index.html").write_text("defaced")
    assert "index.html" in publication.expect(1, "--verify", environment=shell)
    publication.expect(0, environment=shell)
    assert shown(folder) == two
    for word in ("once", "again", "at last"):
        publication.put("content/briefs/more.md", (publication.root / "content/briefs/new.md").read_text() + f"\nIt comes {word}.\n")
        publication.expect(0, environment=shell)
    kept = [path.name for path in (folder / "releases").iterdir() if path.is_dir()]
    assert len(kept) == 2, kept
    css = [path / "assets/quipu.css" for path in (folder / "releases").iterdir() if path.is_dir()]
    assert len({path.stat().st_ino for path in css}) == 1, "unchanged files are stored twice"


def faults(quipu, server, step):
    """A wrong key, a folder that holds something else, two at once, a cut at many moments, a full disk."""
    folder = server.path / "harmed"
    publication, shell = Publication(quipu, target(server, folder)), server.shell()
    one, two = publication.states()
    wrong = publication.expect(2, environment=server.shell("stranger"))
    assert "Permission denied" in wrong, wrong
    publication.expect(0, environment=shell)

    publication.change()
    for pause in [number / 20 for number in range(2, 16, step)]:
        publication.change()
        run = subprocess.Popen([quipu, "publish", "there", "--no-pdf", "--quiet"], cwd=publication.root,
                               stdout=QUIET, stderr=QUIET, env={**os.environ, **shell}, start_new_session=True)
        time.sleep(pause)
        try:
            os.killpg(run.pid, 9)
        except ProcessLookupError:
            pass
        run.wait()
        assert shown(folder) in (one, two), f"killed after {pause} s: the site is not whole"
        publication.expect(0, environment=shell)
        assert shown(folder) == two
        publication.change_back()
        publication.expect(0, environment=shell)
        assert shown(folder) == one

    other = Publication(quipu, target(server, folder))
    other.change()
    for _ in range(5):
        publication.put("content/briefs/third.md", (publication.root / "content/briefs/old.md").read_text())
        runs = [threading.Thread(target=each.run, kwargs={"environment": shell}) for each in (publication, other)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert shown(folder) in (publication.site(), other.site(), one), "the releases are mixed"
        (publication.root / "content/briefs/third.md").unlink()
        publication.expect(0, environment=shell)
        assert shown(folder) == one

    full = server.path / "full"
    full.mkdir()
    if os.getuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", full], stderr=QUIET).returncode == 0:
        try:
            crowded = Publication(quipu, target(server, full))
            crowded.expect(0, environment=shell)
            before = shown(full)
            big = crowded.root / "content/static/big.bin"
            big.parent.mkdir(parents=True, exist_ok=True)
            big.write_bytes(os.urandom(2_000_000))
            # The rsync of the server may be gone before its words are sent; then the program asks how much is free.
            told = crowded.expect(2, environment=shell)
            assert "No space left" in told or "no room left" in told, told
            assert shown(full) == before
            big.unlink()
            crowded.expect(0, environment=shell)
        finally:
            # A server that was cut off may still be at work there.
            subprocess.run(["umount", "--lazy", full], check=True)

    alien = server.path / "alien"
    (alien / "current").mkdir(parents=True)
    (alien / "current/index.html").write_text("mine")
    refused = Publication(quipu, target(server, alien)).expect(2, environment=shell)
    assert "did not put there" in refused, refused
    assert (alien / "current/index.html").read_text() == "mine"


def main():
    quipu, sshd = (str(pathlib.Path(path).absolute()) for path in sys.argv[1:3])
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    server = Server(sshd)
    try:
        life(quipu, server)
        print("server: publish, verify, roll back, repair, prune", flush=True)
        faults(quipu, server, step)
        print("server: wrong key, kills, 5 times two publishers at once, full disk, foreign folder", flush=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
