"""A run shown on a port of this machine: the same pages, nobody else's business, nothing written."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pipeline import read_run
from pipeline.core import offline
from pipeline.core.errors import OfflineError, RecordError, UsageError
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.document_page import document_page
from pipeline.publish.site.files import make_site
from pipeline.publish.site.requests import RunReader
from pipeline.publish.site.server import serving
from tests.support.site_runs import run_to_read

LIMIT = 300


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a run with a digest, once."""
    folder, _ = run_to_read(tmp_path_factory.mktemp("served"))
    make_digest(folder, DigestRequest())
    return folder


@pytest.fixture(scope="module")
def port(run: Path) -> Iterator[int]:
    """Serve it."""
    with serving(run) as (_, server):
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join(LIMIT)


def ask(port: int, path: str, *, method: str = "GET", host: str = "") -> tuple[http.client.HTTPResponse, str]:
    """Return what is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    return answer, answer.read().decode()


def test_the_pages_are_those_that_would_be_written(run: Path, port: int) -> None:
    """All of them, and asking writes nothing."""
    before = sorted(run.rglob("*"))
    paths = ["index.html"]
    for document in read_run(run).documents:
        paths += [f"reader/{document.record.id}.{language}.html" for language in document.variants]
    shown = {path: ask(port, f"/{path}")[1] for path in paths}
    assert sorted(run.rglob("*")) == before
    assert ask(port, "/")[1] == shown["index.html"]
    make_site(run)
    assert shown == {path: (run / path).read_text() for path in paths}


def test_one_page_is_made_at_a_time(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked for meanwhile waits: six large ones would take the memory of six."""
    (document, *_) = read_run(run).documents
    now, most = 0, 0

    def watched(*arguments: Any) -> bytes:
        nonlocal now, most
        now += 1
        most = max(most, now)
        made = document_page(*arguments)
        time.sleep(0.05)  # others would come in meanwhile
        now -= 1
        return made

    monkeypatch.setattr("pipeline.publish.site.requests.document_page", watched)
    reader = RunReader(run)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(reader.answer, [f"reader/{document.record.id}.es.html"] * 6))
    assert most == 1
    assert len({answer.content for answer in answers if answer}) == 1


def test_files_of_the_run_are_shown_as_text(run: Path, port: int) -> None:
    """Whatever they hold; a digest's page is a page."""
    document = read_run(run).documents[0].record
    for path in (
        f"documents/{document.id}/{document.source_file}",
        f"documents/{document.id}/es/summary.txt",
    ):
        answer, words = ask(port, f"/{path}")
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert words == (run / path).read_text()
    assert ask(port, "/digest/es.html")[0].headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask(port, "/digest/digest.json")[0].headers["Content-Type"] == "text/plain; charset=utf-8"


def test_files_that_are_no_text_are_to_be_saved(run: Path, port: int) -> None:
    """A Word file is none, and a browser would show its bytes."""
    document = read_run(run).documents[0].record
    source = run / "documents" / document.id / document.source_file
    before = source.read_bytes()
    try:
        source.write_bytes(b"PK\x03\x04 a file of an office")
        answer, _ = ask(port, f"/documents/{document.id}/{document.source_file}")
    finally:
        source.write_bytes(before)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"


def test_a_documents_folder_leads_to_its_page(run: Path, port: int) -> None:
    """Digests link to folders."""
    name = read_run(run).documents[0].record.id
    answer, _ = ask(port, f"/documents/{name}/")
    assert answer.status == 302
    assert answer.headers["Location"] == f"/reader/{name}.es.html"


@pytest.mark.parametrize(
    "path",
    [
        "/run.json",
        "/SHA256SUMS",
        "/.lock",
        "/../news/court.txt",
        "/%2e%2e/news/court.txt",
        "/documents/../../news/court.txt",
        "/documents/nothing/",
        "/documents/",
        "/reader/nothing-00000000.es.html",
        "/reader/page-0.html",
        "/reader/page-99999999999999999999.html",
        "/reader/page-%D9%A3.html",
        "/digest/../run.json",
        "/digest/es.html/",
        "//etc/passwd",
        "/%00",
        "/%ff",
        "/a" * 900,
    ],
)
def test_nothing_else_is_handed_out(port: int, path: str) -> None:
    """No other file, whatever is asked for."""
    answer, words = ask(port, path)
    assert answer.status == 404
    assert "no such page" in words


@pytest.mark.parametrize("host", ["mal.example", "mal.example:80", "127.0.0.1", "127.0.0.1:1", "[::1]:80"])
def test_who_asks_by_another_name_is_refused(port: int, host: str) -> None:
    """A page of the web whose name was turned to this machine."""
    answer, words = ask(port, "/", host=host)
    assert answer.status == 421
    assert "<table" not in words


def test_every_answer_forbids_what_a_page_does_not_need(port: int) -> None:
    """In its head, which counts whatever the page says."""
    for path in ("/", "/digest/es.html", "/nothing"):
        answer, _ = ask(port, path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "frame-ancestors 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    document = ask(port, "/digest/digest.json")[0]
    assert "style-src" not in document.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"POST / HTTP/1.1", 501),
        (b"TRACE /digest/es.html HTTP/1.0", 501),
        (b"<script> / HTTP/1.1", 501),
        (b"GET", 400),
        (b"GET / HTTP/one", 400),
        (b"GET / HTTP/2.0", 505),
        (b"POST /", 400),
        (b"GET /", 421),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", 414),
        (b"GET / HTTP/1.1\r\n" + b"\r\n".join(b"A: %d" % number for number in range(200)), 431),
    ],
)
def test_what_is_no_request_is_answered_under_the_same_policy(
    port: int, request_line: bytes, status: int
) -> None:
    """Whatever is asked in whatever way: the answer has a head, forbids the same, and repeats nothing."""
    with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as line:
        line.sendall(request_line + b"\r\n\r\n")
        with line.makefile("rb") as answer:
            words = answer.readline().decode()
            head = http.client.parse_headers(answer)
            body = answer.read().decode()
    assert words.split()[1] == str(status)
    good = ask(port, "/nothing")[0].headers
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control"):
        assert head.get_all(name) == [good[name]]
    assert head["Content-Type"] == good["Content-Type"]
    assert "script" not in body
    assert "<main>" in body


def test_only_reading_is_possible(port: int) -> None:
    """The head alone, too; nothing else."""
    answer, words = ask(port, "/", method="HEAD")
    assert (answer.status, words) == (200, "")
    assert int(answer.headers["Content-Length"]) > 1000
    assert ask(port, "/", method="POST")[0].status == 501


def test_it_listens_on_the_loopback_address_alone(run: Path) -> None:
    """And reaches nobody else, though depeche's ban on the network is lifted for it."""
    with offline.enforced(), serving(run) as (address, server):
        assert address.startswith("http://127.0.0.1:")
        assert server.socket.getsockname()[0] == "127.0.0.1"
        with socket.socket() as other, pytest.raises(OfflineError):
            other.connect(("192.0.2.1", 80))
        with pytest.raises(OfflineError):
            socket.getaddrinfo("depeche.example", 80)
    with offline.enforced(), pytest.raises(OfflineError):
        socket.socket()


def test_what_cannot_be_shown_is_said(run: Path, tmp_path: Path) -> None:
    """A folder that is no run, a port that is taken."""
    with pytest.raises(RecordError), serving(tmp_path):
        pass
    with (
        serving(run) as (_, server),
        pytest.raises(UsageError, match="cannot be listened on"),
        serving(run, port=server.server_port),
    ):
        pass


def test_the_command_serves_until_it_is_stopped(run: Path) -> None:
    """It prints the address at once, and Ctrl-C ends it well; a browser that leaves costs it nothing."""
    depeche = str(Path(sys.executable).with_name("depeche"))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(
        [depeche, "--offline", "read", str(run)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        # Who starts the tests in the background may have them ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        port = int(address.rpartition(":")[2].rstrip("/"))
        with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as rude:
            rude.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
        with socket.create_connection(("127.0.0.1", port), timeout=LIMIT) as garbage:
            garbage.sendall(b"\x16\x03\x01\x00\xff\r\n\r\n")
            garbage.recv(1000)
        assert ask(port, "/")[0].status == 200
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=LIMIT)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, said) == (0, "")
