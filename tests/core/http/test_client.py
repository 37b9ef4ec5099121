"""One request and its answer, against servers that mean no good; all of them on this machine."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core import offline
from pipeline.core.errors import NetworkError, OfflineError
from pipeline.core.http.addresses import AddressGuard
from pipeline.core.http.client import HttpLimits, HttpResponse, request, shown_address
from tests.support.hostile_server import Answering, Received, make_certificate, serving

LOCAL = AddressGuard(allow_private=True)
SMALL = HttpLimits(body_bytes=1000)
BRIEF = HttpLimits(seconds=0.6, silence=0.5, body_bytes=1000)
PATIENT = HttpLimits(seconds=300, silence=200, body_bytes=1000)
"""For what must not depend on how fast this machine is."""

INWARDS = (
    "127.0.0.1",
    "localhost",
    "LOCALHOST.",
    "127.1",
    "0x7f000001",
    "0x7f.1",
    "2130706433",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "10.0.0.1",
    "192.168.0.1",
    "172.31.255.255",
    "100.64.0.1",
    "169.254.169.254",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fd00:ec2::254]",
    "0.0.0.0",  # noqa: S104 - refused
    "0",
)


def test_an_answer_comes_back_whole() -> None:
    """With status, headers and decoded body; only what was said is sent, and nothing of this machine's."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(201, gzip.compress(b"made"), Content_Encoding="gzip", X_Number="7")

    with serving(answer) as server:
        url = f"http://127.0.0.1:{server.port}/a?b=c#d"
        found = request("POST", url, headers={"X-Own": "1"}, body=b"words", guard=LOCAL)
    assert (found.status, found.header("X-Number"), found.body) == (201, "7", b"made")
    (got,) = server.received
    assert (got.method, got.path, got.body) == ("POST", "/a?b=c", b"words")
    assert got.headers.pop("user-agent").startswith("depeche/")
    assert got.headers == {
        "host": f"127.0.0.1:{server.port}",
        "accept-encoding": "gzip, deflate",
        "connection": "close",
        "content-length": "5",
        "x-own": "1",
    }


@pytest.mark.parametrize("host", INWARDS)
def test_no_spelling_of_a_private_address_is_reached(host: str) -> None:
    """Whoever writes the address, or owns the name, cannot have this machine's services asked."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(200, b"secret")

    with serving(answer) as server:
        for scheme in ("http", "https"):
            with pytest.raises(NetworkError) as refused:
                request("GET", f"{scheme}://{host}:{server.port}/", limits=BRIEF)
            words = ("which is", "cannot be looked up", "is no name of a host", "cannot be read")
            assert any(word in refused.value.message for word in words)
            assert not refused.value.is_temporary or "looked up" in refused.value.message
    assert server.received == []


def test_what_is_connected_to_is_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is looked up once: its owner cannot give another address the second time."""
    asked = []

    def look_up(host: str, port: int, **more: object) -> list[object]:
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    reached = []

    class Refusing(socket.socket):
        def connect(self, address: object) -> None:
            reached.append(address)
            raise OSError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "socket", Refusing)
    with pytest.raises(NetworkError, match=r"^feeds\.example: Connection refused$"):
        request("GET", "https://feeds.example/")
    assert (asked, reached) == (["feeds.example"], [("93.184.216.34", 443)])


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order in which a resolver gives them is nobody's promise."""
    rows = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("93.184.216.34", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: rows)
    with pytest.raises(NetworkError, match=r"leads to 10\.0\.0\.1, which is an address of this machine or"):
        request("GET", "https://two.example/")


def test_a_look_up_that_hangs_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the system's resolver takes no timeout."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: over.wait(60))
    try:
        with pytest.raises(
            NetworkError, match=r"^slow\.example: was not looked up within 0\.2 s$"
        ) as refused:
            request("GET", "https://slow.example/", limits=HttpLimits(seconds=0.2))
    finally:
        over.set()
    assert refused.value.is_temporary


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    """Wherever it leads."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(302, Location="file:///etc/passwd" if got.path == "/file" else "http://127.0.0.1:1/inside")

    with serving(answer) as server:
        for path in ("file", "inside"):
            assert request("GET", f"http://127.0.0.1:{server.port}/{path}", guard=LOCAL).status == 302
    assert len(server.received) == 2


def packed(megabytes: int) -> bytes:
    """Return so much of nothing, compressed; it is never there as a whole."""
    packer = zlib.compressobj(wbits=31)
    return b"".join([*(packer.compress(b"0" * 1_000_000) for _ in range(megabytes)), packer.flush()])


def bomb(to: Answering, got: Received) -> None:
    """Answer 50 MB in 50 KB."""
    to.answer(200, packed(50), Content_Encoding="gzip")


def twice(to: Answering, got: Received) -> None:
    """Answer with a bomb in a bomb."""
    to.answer(200, gzip.compress(packed(10)), Content_Encoding="gzip, gzip")


def endless(to: Answering, got: Received) -> None:
    """Answer without an end."""
    to.send_response(200)
    to.end_headers()
    while True:
        to.wfile.write(b"x" * 10_000)


def dripping(to: Answering, got: Received) -> None:
    """Answer a byte now and then, so that no silence is long."""
    to.send_response(200)
    to.end_headers()
    drip(to)


def dripping_head(to: Answering, got: Received) -> None:
    """Begin an answer a byte now and then."""
    to.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    drip(to)


FINISHED: list[str] = []
"""Answers that dripped to their end, which no client may have waited for."""


def drip(to: Answering) -> None:
    """Go on for longer than anybody should wait."""
    for _ in range(400):
        to.wfile.write(b"x")
        to.wfile.flush()
        time.sleep(0.05)
    FINISHED.append(to.path)


def silent(to: Answering, got: Received) -> None:
    """Say nothing."""
    time.sleep(3)


def short(to: Answering, got: Received) -> None:
    """Promise more than comes."""
    to.send_response(200)
    to.send_header("Content-Length", "500")
    to.end_headers()
    to.wfile.write(b"x" * 100)
    to.close_connection = True


def nonsense(to: Answering, got: Received) -> None:
    """Answer in no HTTP."""
    to.wfile.write(b"220 mail.example ESMTP\r\n")
    to.close_connection = True


def damaged(to: Answering, got: Received) -> None:
    """Say that it is gzip."""
    to.answer(200, b"no gzip at all", Content_Encoding="gzip")


def cut_gzip(to: Answering, got: Received) -> None:
    """Keep the length that was promised, but not the end of what is compressed."""
    to.answer(200, gzip.compress(b"words " * 100)[:-9], Content_Encoding="gzip")


def cut_deflate(to: Answering, got: Received) -> None:
    """Break off in the other form of compression, without its head."""
    to.answer(200, zlib.compress(b"words " * 100)[2:-6], Content_Encoding="deflate")


def brotli(to: Answering, got: Received) -> None:
    """Answer in a form that was not asked for."""
    to.answer(200, b"\x0b\x02\x80words\x03", Content_Encoding="br")


@pytest.mark.parametrize(
    ("answer", "words", "passing"),
    [
        (bomb, "answers more than", False),
        (twice, "answers more than", False),
        (endless, "answers more than", False),
        (dripping, "took longer than 0.6 s", True),
        (dripping_head, "took longer than 0.6 s", True),
        (silent, "says nothing", True),
        (short, "", True),
        (nonsense, "", True),
        (damaged, "not the gzip that they are called", True),
        (cut_gzip, "breaks the answer off before its end", True),
        (cut_deflate, "breaks the answer off before its end", True),
        (brotli, "answers in the encoding br, which it was not asked for", False),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_hostile_answers_end_in_one_line(
    answer: Callable[[Answering, Received], None], words: str, passing: bool
) -> None:
    """Within the limits of bytes and time, and nothing of the address but its host is said."""
    limits = BRIEF if "took longer" in words or "says nothing" in words else PATIENT
    with serving(answer) as server, pytest.raises(NetworkError) as refused:
        request("GET", f"http://127.0.0.1:{server.port}/token-7f3a", guard=LOCAL, limits=limits)
    assert FINISHED == []
    assert words in refused.value.message
    assert refused.value.message.startswith("127.0.0.1: ")
    assert "token-7f3a" not in refused.value.message
    assert refused.value.is_temporary is passing


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(b"made", mtime=0) + gzip.compress(b" twice", mtime=0), "x-gzip"),
        (gzip.compress(b"made twice", mtime=0) + b"\0\0rest", "gzip"),
        (zlib.compress(b"made twice"), "deflate"),
        (zlib.compress(b"made twice")[2:-4], "deflate"),
        (gzip.compress(zlib.compress(b"made twice"), mtime=0), "deflate, identity, GZIP"),
        (b"made twice", "identity"),
        (b"", "gzip"),
    ],
)
def test_each_usual_compression_is_undone(body: bytes, coding: str) -> None:
    """Also in several parts, without its head, and one around another; no body at all is whole."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(200, body, Content_Encoding=coding)

    with serving(answer) as server:
        found = request("GET", f"http://127.0.0.1:{server.port}/", guard=LOCAL)
    assert found.body == (b"made twice" if body else b"")


@pytest.mark.parametrize("answer", [bomb, endless, dripping, short])
def test_the_beginning_of_an_answer_can_be_enough(answer: Callable[[Answering, Received], None]) -> None:
    """Then the status counts, and what comes after it may be as hostile as it likes."""
    limits = HttpLimits(seconds=0.6 if answer is dripping else 300, body_bytes=100, excess="cut")
    with serving(answer) as server:
        found = request("GET", f"http://127.0.0.1:{server.port}/", guard=LOCAL, limits=limits)
    assert found.status == 200
    assert len(found.body) <= 100


def test_tls_is_checked_against_authorities_and_the_name(tmp_path: Path) -> None:
    """A certificate that nobody vouches for is refused, and so is one of another name."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(200, b"ok")

    certificate = make_certificate(tmp_path, "localhost")
    with serving(answer, certificate=certificate) as server:
        good, other = f"https://localhost:{server.port}/", f"https://127.0.0.1:{server.port}/"
        assert request("GET", good, guard=LOCAL, authorities=certificate[0]).body == b"ok"
        with pytest.raises(NetworkError, match=r"certificate is not trusted.*\(ca_file\)") as refused:
            request("GET", good, guard=LOCAL)
        assert not refused.value.is_temporary
        with pytest.raises(NetworkError, match="certificate is not trusted"):
            request("GET", other, guard=LOCAL, authorities=certificate[0])
        with pytest.raises(NetworkError, match="holds no certificates in PEM"):
            request("GET", good, guard=LOCAL, authorities=certificate[1])
    with serving(answer) as server, pytest.raises(NetworkError, match="no TLS"):
        request("GET", f"https://127.0.0.1:{server.port}/", guard=LOCAL)
    assert len(server.received) == 0


@pytest.mark.parametrize(
    "url",
    [
        "ftp://feeds.example/",
        "file:///etc/passwd",
        "//feeds.example/",
        "feeds.example",
        "",
        "https://",
        "https://user:s3cret@feeds.example/",
        "https://feeds.example/a b",
        "https://feeds.example/a\r\nX: y",
        "https://feeds.example/\u202e",
        "https://[::1/",
        "https://feeds.example:99999/",
        "https://" + "a" * 70_000,
        "https://a..example/",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    """In one line, before anything is looked up or sent."""
    with offline.enforced(), pytest.raises((NetworkError, OfflineError)) as refused:
        request("GET", url)
    assert "s3cret" not in refused.value.message
    assert isinstance(refused.value, NetworkError) or "a..example" in url or "aaaa" in url


def test_headers_cannot_carry_another_line() -> None:
    """Neither their values nor the method."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(200)

    with serving(answer) as server:
        url = f"http://127.0.0.1:{server.port}/"
        for method, headers in (
            ("GET", {"X": "a\r\nY: b"}),
            ("GET", {"X\r\nY": "b"}),
            ("GET / HTTP/1.1\r\nX:", {}),
        ):
            with pytest.raises(NetworkError, match="the method or a header cannot be sent"):
                request(method, url, headers=headers, guard=LOCAL)
    assert server.received == []


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would look the name up themselves."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    def answer(to: Answering, got: Received) -> None:
        to.answer(200, b"direct")

    with serving(answer) as server:
        assert request("GET", f"http://127.0.0.1:{server.port}/", guard=LOCAL).body == b"direct"


ALONE = """
import http.server
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
print(server.server_port, flush=True)
server.serve_forever()
"""
"""A server in a process of its own, which the ban on the network does not concern."""


def test_the_ban_on_the_network_holds_unless_this_thread_is_let_through(tmp_path: Path) -> None:
    """To what was looked at alone: the library beside it still reaches nothing."""
    words = [sys.executable, "-c", ALONE]
    with subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            _the_ban_holds(f"http://localhost:{int(server.stdout.readline())}/")
        finally:
            server.kill()


def _connect(address: tuple[str, int], kind: socket.SocketKind = socket.SOCK_STREAM) -> None:
    with socket.socket(socket.AF_INET, kind) as connection:
        connection.settimeout(0.1)
        connection.connect(address)


def _the_ban_holds(url: str) -> None:
    with offline.enforced():
        with pytest.raises(OfflineError, match="refused to look up localhost"):
            request("GET", url, guard=LOCAL)
        with offline.permitted():
            assert request("GET", url, guard=LOCAL).status == 200
            for reach in (
                lambda: socket.getaddrinfo("elsewhere.example", 80),
                lambda: _connect(("192.0.2.1", 9)),
                lambda: _connect(("192.0.2.1", 9), socket.SOCK_DGRAM),
            ):
                with pytest.raises(OfflineError):
                    reach()
        with pytest.raises(OfflineError):
            request("GET", url, guard=LOCAL)
        offline.insist()
        with offline.permitted(), pytest.raises(OfflineError):
            request("GET", url, guard=LOCAL)


def test_plain_http_goes_to_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """And to others only where the caller says that it may."""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: rows)
    with pytest.raises(NetworkError, match=r"use an address with https://"):
        request("GET", "http://inside.example/", guard=LOCAL)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Sat, 28 Nov 2026 06:31:00 GMT", 60.0),
        ("Sat, 28 Nov 2026 06:29:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("99999999999999", None),
        ("١٢", None),
    ],
)
def test_the_wait_that_a_server_asks_for_is_read(said: str, seconds: float | None) -> None:
    """As seconds or as a date; anything else is no wish."""
    answer = HttpResponse(status=429, headers=(("retry-after", said),), body=b"")
    assert answer.retry_after(datetime(2026, 11, 28, 6, 30, tzinfo=UTC)) == seconds


def test_an_address_is_shown_without_what_may_be_secret() -> None:
    """Its path and query often have a token."""
    assert shown_address("https://hooks.example:8443/T0/secret?key=1") == "https://hooks.example:8443"
