#!/usr/bin/env python3
"""Publishes to a real S3-compatible storage, and cuts the connection at each request in turn.

    storage.py QUIPU WEED [STEP]

WEED is SeaweedFS. With STEP, the connection is cut at each STEPth request only.
"""

import http.client
import http.server
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

import boto3
from botocore.config import Config

from common import Publication, free_port, wait_for

KEY = {"AWS_ACCESS_KEY_ID": "quipu", "AWS_SECRET_ACCESS_KEY": "sesame"}
MANIFEST = ".quipu-release.json"


class Storage:
    def __init__(self, weed):
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        identity = {"name": "quipu", "actions": ["Admin", "Read", "List", "Write"],
                    "credentials": [{"accessKey": "quipu", "secretKey": "sesame"}]}
        (folder / "identities.json").write_text(json.dumps({"identities": [identity]}))
        ports = [free_port() for _ in range(4)]
        self.port = ports[3]
        names = ["-master.port", "-volume.port", "-filer.port", "-s3.port"]
        options = [f"{name}={port}" for name, port in zip(names, ports)]
        grpc = [f"{name}.grpc={free_port()}" for name in names]
        command = [weed, "server", f"-dir={folder}", "-ip=127.0.0.1", "-s3", "-filer",
                   f"-s3.config={folder}/identities.json", "-volume.max=50",
                   "-master.volumeSizeLimitMB=64", *options, *grpc]
        self.log = open(folder / "log", "wb")
        self.server = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        wait_for(self.port)
        self.client = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{self.port}", region_name="us-east-1",
            aws_access_key_id="quipu", aws_secret_access_key="sesame",
            config=Config(retries={"max_attempts": 10, "mode": "standard"}))

    def stop(self):
        self.server.terminate()
        try:
            self.server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            # What it holds is thrown away; it need not end well.
            self.server.kill()
            self.server.wait()

    def files(self, bucket):
        """Returns all files of a bucket, by their paths below the prefix."""
        listed = self.client.list_objects_v2(Bucket=bucket).get("Contents", [])
        read = lambda key: self.client.get_object(Bucket=bucket, Key=key)["Body"].read()
        return {entry["Key"].removeprefix("site/"): read(entry["Key"]) for entry in listed}


class Cutter:
    """Stands before the storage, and from one request on cuts the connection: before the storage
    hears of it, or before the client hears of the answer."""

    def __init__(self, port):
        self.first, self.is_late, self.count = None, False, 0
        cutter = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                number = cutter.count
                cutter.count += 1
                is_cut = cutter.first is not None and number >= cutter.first
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if is_cut and not cutter.is_late:
                    return self.cut()
                upstream = http.client.HTTPConnection("127.0.0.1", port)
                upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    if name.lower() != "expect":
                        upstream.putheader(name, value)
                upstream.endheaders(body)
                answer = upstream.getresponse()
                content = answer.read()
                # Only the first cut request reaches the storage: then the network is gone.
                if is_cut:
                    cutter.is_late = False
                    return self.cut()
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def cut(self):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

            do_GET = do_PUT = do_DELETE = do_HEAD = forward

            def log_message(self, *_):
                pass

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def cut_from(self, first, is_late):
        self.first, self.is_late, self.count = first, is_late, 0


def target(bucket, port):
    return f'{{to: s3, bucket: {bucket}, prefix: site, endpoint: "http://127.0.0.1:{port}"}}'


def without_manifest(files):
    return {path: content for path, content in files.items() if path != MANIFEST}


def cut_at_each_request(quipu, storage, step):
    """After every cut each file is as in one of the releases, and nothing that the old pages
    need is missing before the new ones are complete."""
    cutter = Cutter(storage.port)
    publication = Publication(quipu, target("cuts", cutter.port))
    one, two = publication.states()
    storage.client.create_bucket(Bucket="cuts")
    publication.expect(0, environment=KEY)
    assert without_manifest(storage.files("cuts")) == one
    cuts, number = 0, 0
    while True:
        publication.change()
        is_late = number // step % 2 == 1
        cutter.cut_from(number, is_late)
        done = publication.run(environment=KEY)
        cutter.cut_from(None, False)
        if done.returncode == 0 and cutter.count <= number:
            break
        if done.returncode != 0:
            assert done.returncode == 2 and "did not answer" in done.stderr, done.stderr
        assert "sesame" not in done.stderr and "Signature" not in done.stderr, done.stderr
        files = without_manifest(storage.files("cuts"))
        for path, content in files.items():
            assert content in (one.get(path), two.get(path)), f"cut at {number}: {path} is of no release"
        complete = all(files.get(path) == content for path, content in two.items())
        missing = [path for path in one if path not in files]
        assert complete or not missing, f"cut at {number}: {missing} are gone too early"
        pages = [path for path in files if path.endswith(".html") and files[path] == two.get(path)]
        if any(files.get(path) != one.get(path) for path in pages):
            assets = [path for path in two if path.startswith("assets/")]
            assert all(files.get(path) == two[path] for path in assets), f"cut at {number}: pages came first"
        publication.expect(0, environment=KEY)
        assert without_manifest(storage.files("cuts")) == two, f"cut at {number}: not whole after the next publish"
        publication.change_back()
        publication.expect(0, environment=KEY)
        cuts, number = cuts + 1, number + step
    publication.expect(0, "--verify", environment=KEY)
    return cuts


def faults(quipu, storage):
    """A wrong key, no key, a bucket that is not there, a target that somebody changed or uses, and two at once."""
    storage.client.create_bucket(Bucket="faults")
    publication = Publication(quipu, target("faults", storage.port))
    wrong = publication.expect(2, environment={**KEY, "AWS_SECRET_ACCESS_KEY": "wrong"})
    assert "SignatureDoesNotMatch" in wrong and "wrong" not in wrong.replace("wrongly", ""), wrong
    missing = publication.expect(2, environment={"AWS_ACCESS_KEY_ID": ""} if not os.environ.get("AWS_ACCESS_KEY_ID") else {})
    assert "credentials" in missing or "InvalidAccessKeyId" in missing or "AccessDenied" in missing, missing
    none = Publication(quipu, target("nowhere", storage.port)).expect(2, environment=KEY)
    assert "NoSuchBucket" in none, none
    assert storage.files("faults") == {}

    publication.expect(0, environment=KEY)
    again = publication.expect(0, environment=KEY)
    assert "files changed: 0" in again, again
    put = lambda key, body: storage.client.put_object(Bucket="faults", Key=key, Body=body)
    put("site/index.html", b"defaced")
    changed = publication.expect(1, "--verify", environment=KEY)
    assert "index.html" in changed, changed
    healed = publication.expect(0, environment=KEY)
    assert "files changed: 1" in healed, healed
    publication.expect(0, "--verify", environment=KEY)
    put("site/mine.txt", b"mine")
    foreign = publication.expect(2, environment=KEY)
    assert "did not put there" in foreign and "mine.txt" in foreign, foreign
    storage.client.delete_object(Bucket="faults", Key="site/mine.txt")

    head = storage.client.head_object(Bucket="faults", Key="site/index.html")
    assert head["ContentType"] == "text/html; charset=utf-8", head
    assert head["CacheControl"] == "public, max-age=60, must-revalidate", head
    return 6


def two_at_once(quipu, storage):
    """Two publishers of two releases: one wins, and what is live is its release, whole."""
    storage.client.create_bucket(Bucket="both")
    first, second = (Publication(quipu, target("both", storage.port)) for _ in range(2))
    first.expect(0, environment=KEY)
    second.change()
    for _ in range(3):
        first.put("content/briefs/third.md", first.root.joinpath("content/briefs/port.md").read_text())
        runs = [threading.Thread(target=publication.run, kwargs={"environment": KEY}) for publication in (first, second)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        record = json.loads(storage.files("both")[MANIFEST])
        if "next" not in record:
            live = without_manifest(storage.files("both"))
            assert live in (first.site(), second.site()), "the releases are mixed"
        (first.root / "content/briefs/third.md").unlink()
        first.expect(0, environment=KEY)
        assert without_manifest(storage.files("both")) == first.site()
    return 3


def main():
    quipu, weed = (str(pathlib.Path(path).absolute()) for path in sys.argv[1:3])
    step = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for name in KEY:
        os.environ.pop(name, None)
    storage = Storage(weed)
    try:
        print(f"storage: {faults(quipu, storage)} faults,", flush=True)
        print(f"storage: {two_at_once(quipu, storage)} times two publishers at once,", flush=True)
        print(f"storage: {cut_at_each_request(quipu, storage, step)} cut connections", flush=True)
    finally:
        storage.stop()


if __name__ == "__main__":
    main()
