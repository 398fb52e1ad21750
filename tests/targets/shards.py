#!/usr/bin/env python3
"""Makes shards into a real S3-compatible storage: killed, run twice, cut off, missing, of another program.

    shards.py QUIPU WEED

WEED is SeaweedFS, which honours `If-None-Match`. `tests/scale/slurm.py` does the same under a scheduler.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "scale"))

from places import make
from storage import KEY, Cutter, Storage

SHARDS = 3


class Task:
    """The program with a publication and a store."""

    def __init__(self, quipu, root, port):
        self.quipu, self.root, self.port = quipu, root, port

    def command(self, *words, port=None):
        store = f"s3://works/run?endpoint=http://127.0.0.1:{port or self.port}"
        return [self.quipu, *words, "--no-pdf", "--store", store, str(self.root)]

    def expect(self, code, *words, port=None):
        done = subprocess.run(self.command(*words, port=port), capture_output=True, text=True,
                              env={**os.environ, **KEY})
        assert done.returncode == code, f"{words}: exit code {done.returncode}\n{done.stderr}"
        assert "sesame" not in done.stderr and "Signature" not in done.stderr, done.stderr
        return done.stderr

    def shard(self, number, code=0, **keywords):
        return self.expect(code, "build", "--shard", f"{number}/{SHARDS}", **keywords)

    def join(self, out, code=0, **keywords):
        return self.expect(code, "join", "--out", str(out), **keywords)

    def start(self, number):
        return subprocess.Popen(self.command("build", "--shard", f"{number}/{SHARDS}"),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env={**os.environ, **KEY})


def same(one, other):
    return subprocess.run(["diff", "-r", str(one), str(other)], capture_output=True).returncode == 0


def keys(storage):
    return [entry["Key"] for entry in storage.client.list_objects_v2(Bucket="works").get("Contents", [])]


def killed(task, storage):
    """A task is killed when its first pack is there, and started again."""
    before = len(keys(storage))
    process = task.start(1)
    while process.poll() is None and len(keys(storage)) == before:
        time.sleep(0.01)
    process.kill()
    process.wait()
    said = task.shard(1)
    assert "already in the store" not in said, said


def twice(task):
    """Two machines make one shard at once."""
    tasks = [task.start(2), task.start(2)]
    assert [process.wait() for process in tasks] == [0, 0]
    assert "already in the store" in task.shard(2)


def cut(task, storage, out):
    """The network is gone at each request in turn, before or after the storage hears of it."""
    cutter = Cutter(storage.port)
    number = 0
    while True:
        cutter.cut_from(number, number % 2 == 1)
        said = subprocess.run(task.command("build", "--shard", f"3/{SHARDS}", port=cutter.port),
                              capture_output=True, text=True, env={**os.environ, **KEY})
        cutter.cut_from(None, False)
        if said.returncode == 0:
            break
        assert said.returncode == 2 and "did not answer" in said.stderr, said.stderr
        assert "sesame" not in said.stderr and "Signature" not in said.stderr, said.stderr
        number += 1
    cutter.cut_from(3, False)
    said = task.join(out, 2, port=cutter.port)
    assert "did not answer" in said and not out.exists(), said
    return number


def main():
    quipu, weed = (str(pathlib.Path(path).absolute()) for path in sys.argv[1:3])
    for name in KEY:
        os.environ.pop(name, None)
    storage = Storage(weed)
    try:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            root = make(folder / "publication", 400, languages=("en",))
            storage.client.create_bucket(Bucket="works")
            task = Task(quipu, root, storage.port)
            whole, joined = folder / "whole", folder / "joined"
            subprocess.run([quipu, "build", "--quiet", "--no-pdf", "--out", whole, root], check=True)
            killed(task, storage)
            twice(task)
            said = task.join(joined, 2)
            assert "shard 3/3 is missing" in said and not joined.exists(), said
            other = folder / "quipu-other"
            shutil.copy(quipu, other)
            with open(other, "ab") as file:
                file.write(b"\n")
            Task(str(other), root, storage.port).shard(3)
            said = task.join(joined, 2)
            assert "shard 3/3 was made by another program" in said and not joined.exists(), said
            cuts = cut(task, storage, joined)
            task.join(joined)
            assert same(whole, joined), "the joined site is not that of one machine"
            print(f"shards: {SHARDS} over S3, one killed, one twice, {cuts} cut connections: "
                  "the bytes of one machine", flush=True)
    finally:
        storage.stop()


if __name__ == "__main__":
    main()
