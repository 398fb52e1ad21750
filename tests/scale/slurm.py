#!/usr/bin/env python3
"""Makes a publication of many profiles in shards under Slurm, and harms it in all ways.

    slurm.py QUIPU WEED [PLACES [SHARDS]]

Starts Slurm with two workers and SeaweedFS on this host, as root, on ports of their own; Debian's packages are
`slurmctld slurmd slurm-client munge`. One worker is killed, one shard is missing, one made twice, one by another
program, and the storage is cut off in the middle. The joined site must have the bytes of one machine.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "targets"))

from common import free_port
from places import make
from storage import KEY, Cutter, Storage

CONF = """ClusterName=quipu
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/ctld.pid
SlurmdPidFile={folder}/d.%n.pid
SlurmctldLogFile={folder}/ctld.log
SlurmdLogFile={folder}/d.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
SwitchType=switch/none
SlurmdParameters=config_overrides
SchedulerParameters=sched_min_interval=0,sched_interval=1,bf_interval=1,batch_sched_delay=0
SlurmdTimeout=10
BatchStartTimeout=5
KillWait=2
NodeName=w1 NodeHostname=localhost NodeAddr=127.0.0.1 Port={first} CPUs=1 RealMemory=4000 State=UNKNOWN
NodeName=w2 NodeHostname=localhost NodeAddr=127.0.0.1 Port={second} CPUs=1 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=w[1-2] Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
"""

SCRIPT = """#!/bin/bash
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output={folder}/task-%a.log
echo "task $SLURM_ARRAY_TASK_ID on $SLURMD_NODENAME, restart ${{SLURM_RESTART_COUNT:-0}}"
exec {quipu} build --jobs 1 --shard /{shards} --store '{store}' {root}
"""


class Slurm:
    """A controller and two workers."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("state", "spool.w1", "spool.w2"):
            (folder / name).mkdir()
        conf = folder / "slurm.conf"
        conf.write_text(CONF.format(folder=folder, controller=free_port(), first=free_port(), second=free_port()))
        key = folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        folder.chmod(0o755)
        self.environment = {**os.environ, **KEY, "SLURM_CONF": str(conf)}
        self.call("munged", f"--key-file={key}", f"--socket={folder}/munge.sock", f"--pid-file={folder}/munge.pid",
                  f"--log-file={folder}/munge.log", f"--seed-file={folder}/munge.seed", "--force")
        self.call("slurmctld", "-f", str(conf), "-i", "-c")
        for worker in ("w1", "w2"):
            self.start(worker)
        end = time.monotonic() + 60
        while self.call("sinfo", "-h", "-t", "idle", "-o", "%D").strip() != "2":
            assert time.monotonic() < end, "the workers do not come up"
            time.sleep(0.5)

    def call(self, *words):
        done = subprocess.run(words, capture_output=True, text=True, env=self.environment)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def start(self, worker):
        self.call("slurmd", "-f", str(self.folder / "slurm.conf"), "-N", worker)

    def submit(self, script, array):
        return self.call("sbatch", "--parsable", f"--array={array}", str(script)).strip()

    def wait(self, job):
        while self.call("squeue", "-h", "-j", job, "-o", "%A").strip():
            time.sleep(0.5)

    def family(self, worker, job):
        """Returns the processes of a job on a worker."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "environ").read_bytes().split(b"\0")
                except OSError:
                    continue
                if {f"SLURMD_NODENAME={worker}".encode(), f"SLURM_ARRAY_JOB_ID={job}".encode()} <= set(words):
                    found.append(int(entry.name))
        return found

    def kill(self, worker, job):
        """Kills a worker with what it runs of a job, as a power cut does."""
        steps = [int(pid) for pid in subprocess.run(["pgrep", "-x", "slurmstepd"], capture_output=True,
                                                    text=True).stdout.split()]
        family = self.family(worker, job)
        parents = {int((pathlib.Path("/proc") / str(pid) / "stat").read_text().rsplit(")")[1].split()[1])
                   for pid in family}
        daemon = int((self.folder / f"d.{worker}.pid").read_text())
        for process in [daemon, *(step for step in steps if step in parents), *family]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        return len(family)

    def stop(self):
        subprocess.run(["scontrol", "shutdown"], env=self.environment, capture_output=True)
        time.sleep(2)
        for name in ("d.w1.pid", "d.w2.pid", "ctld.pid", "munge.pid"):
            try:
                os.kill(int((self.folder / name).read_text()), signal.SIGTERM)
            except (OSError, ValueError):
                pass


class Run:
    """A publication, a store, and the program under Slurm."""

    def __init__(self, slurm, quipu, root, shards):
        self.slurm, self.quipu, self.root, self.shards = slurm, quipu, root, shards

    def script(self, port, quipu=None):
        path = self.slurm.folder / "job.sh"
        path.write_text(SCRIPT.format(folder=self.slurm.folder, quipu=quipu or self.quipu, shards=self.shards,
                                      store=self.store(port), root=self.root))
        return path

    def store(self, port):
        return f"s3://works/run?endpoint=http://127.0.0.1:{port}"

    def join(self, port, out, code=0):
        command = [self.quipu, "join", "--store", self.store(port), "--out", str(out), str(self.root)]
        begin = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, env=self.slurm.environment)
        assert done.returncode == code, f"join: exit code {done.returncode}\n{done.stderr}"
        return done.stderr, time.monotonic() - begin

    def log(self, task):
        return (self.slurm.folder / f"task-{task}.log").read_text()


def say(text):
    print(f"slurm: {text}", flush=True)


def packs(storage):
    listed = storage.client.list_objects_v2(Bucket="works", Prefix="run/packs/")
    return listed.get("KeyCount", 0)


def killed_worker(run, storage):
    """All shards but the last two; the second worker dies in the middle, and its task runs on the first."""
    begin = time.monotonic()
    job = run.slurm.submit(run.script(storage.port), f"0-{run.shards - 3}")
    while packs(storage) < 3 or not run.slurm.family("w2", job):
        time.sleep(0.05)
    family = run.slurm.kill("w2", job)
    say(f"worker w2 killed with {family} processes after {time.monotonic() - begin:.0f} s")
    run.slurm.wait(job)
    again = [task for task in range(run.shards - 2) if "restart 1" in run.log(task)]
    assert again, "no task was started again"
    say(f"tasks started again: {again}; {run.shards - 2} shards after {time.monotonic() - begin:.0f} s")
    run.slurm.start("w2")


def cut_off(run, storage, out):
    """The storage is gone for one task, and comes back."""
    cutter = Cutter(storage.port)
    last = run.shards - 1
    cutter.cut_from(2, False)
    job = run.slurm.submit(run.script(cutter.port), last)
    run.slurm.wait(job)
    assert "did not answer" in run.log(last), run.log(last)
    said, _ = run.join(storage.port, out, 2)
    assert f"{last}/{run.shards}" in said and f"{run.shards}/{run.shards}" in said and not out.exists(), said
    say(f"storage cut off: {said.splitlines()[0]}")


def main():
    quipu, weed = (str(pathlib.Path(path).absolute()) for path in sys.argv[1:3])
    places = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    shards = int(sys.argv[4]) if len(sys.argv) > 4 else 8
    os.environ["PATH"] += ":/usr/sbin"
    with tempfile.TemporaryDirectory(prefix="quipu-slurm-") as folder:
        folder = pathlib.Path(folder)
        storage, slurm = Storage(weed), None
        try:
            root = make(folder / "publication", places)
            storage.client.create_bucket(Bucket="works")
            cluster = folder / "cluster"
            cluster.mkdir()
            slurm = Slurm(cluster)
            run = Run(slurm, quipu, root, shards)
            whole, joined = folder / "whole", folder / "joined"
            begin = time.monotonic()
            subprocess.run([quipu, "build", "--fresh", "--quiet", "--out", whole, root], check=True)
            say(f"{places} profiles on one machine: {time.monotonic() - begin:.0f} s")
            killed_worker(run, storage)
            cut_off(run, storage, joined)
            other = folder / "quipu-other"
            shutil.copy(quipu, other)
            with open(other, "ab") as file:
                file.write(b"\n")
            slurm.wait(slurm.submit(run.script(storage.port, other), shards - 1))
            said, _ = run.join(storage.port, joined, 2)
            assert "by another program" in said and not joined.exists(), said
            say(f"another program: {said.splitlines()[0]}")
            slurm.wait(slurm.submit(run.script(storage.port), f"{shards - 2}-{shards - 1}"))
            slurm.wait(slurm.submit(run.script(storage.port), 0))
            assert "already in the store" in run.log(0), run.log(0)
            say("one task run twice: no harm")
            _, seconds = run.join(storage.port, joined)
            same = subprocess.run(["diff", "-r", whole, joined], capture_output=True, text=True)
            assert same.returncode == 0, same.stdout[:2000]
            say(f"joined in {seconds:.1f} s: the bytes of one machine")
        finally:
            if slurm:
                slurm.stop()
            storage.stop()


if __name__ == "__main__":
    main()
