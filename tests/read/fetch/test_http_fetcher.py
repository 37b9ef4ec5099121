"""Sources from servers of this machine, which break every promise that a server can break."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.core import clock, offline
from pipeline.core.errors import SourceError
from pipeline.core.http.client import HttpLimits
from pipeline.read.fetch.http_fetcher import MOST_REDIRECTS, HttpFetcher
from pipeline.read.fetch.settings import FetchSettings
from pipeline.read.fetch.state import FetchState
from tests.support.hostile_server import Answering, Received, Server, serving

LOCAL = FetchSettings(allowed_hosts=("127.0.0.1",), pace=0)
SMALL = HttpLimits(seconds=300, silence=200, body_bytes=1000)
PAGE = b"<!doctype html><title>A page</title><p>Words of a page.</p>"


@contextmanager
def site(answer: Callable[[Answering, Received], None]) -> Iterator[tuple[Server, str]]:
    """Serve a site without a robots.txt; yield it with its address."""

    def all_but_robots(to: Answering, got: Received) -> None:
        if got.path == "/robots.txt":
            to.answer(404)
        else:
            answer(to, got)

    with serving(all_but_robots) as server:
        yield server, f"http://127.0.0.1:{server.port}"


def fetcher(state: Path | None = None, settings: FetchSettings = LOCAL) -> HttpFetcher:
    """Return a fetcher that may reach this machine, and does not wait."""
    remembered = None if state is None else FetchState(state)
    return HttpFetcher(settings, remembered, limits=SMALL, pause=lambda _: None)


def asked(server: Server) -> list[str]:
    """Return the paths that were asked for, those of robots.txt apart."""
    return [got.path for got in server.received if got.path != "/robots.txt"]


def test_the_bytes_come_as_they_are_with_where_they_came_from() -> None:
    """Compression of the way is undone; headers that follow visitors about are not kept."""

    def answer(to: Answering, got: Received) -> None:
        body = gzip.compress(PAGE)
        to.answer(200, body, Content_Encoding="gzip", Content_Type="text/html", Set_Cookie="who=you")

    settings = FetchSettings(allowed_hosts=("127.0.0.1",), pace=0, contact="news@example.org")
    with site(answer) as (server, url):
        found = fetcher(settings=settings).fetch(f"{url}/a?b=c")
    assert found.content == PAGE
    assert (found.fetched.url, found.fetched.final_url, found.fetched.status) == (f"{url}/a?b=c",) * 2 + (
        200,
    )
    assert dict(found.fetched.headers)["content-type"] == "text/html"
    assert not {"set-cookie", "content-encoding"} & dict(found.fetched.headers).keys()
    robots, page = server.received
    assert (robots.path, page.path) == ("/robots.txt", "/a?b=c")
    assert page.headers["user-agent"].endswith("(+news@example.org)")
    assert "cookie" not in page.headers
    assert "referer" not in page.headers


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    """The server is told what is known, and the answer that is kept is as good as a new one."""

    def answer(to: Answering, got: Received) -> None:
        if got.headers.get("if-none-match") == '"1"' and "if-modified-since" in got.headers:
            to.answer(304)
        else:
            to.answer(200, PAGE, ETag='"1"', Last_Modified="Thu, 09 Oct 2025 07:47:00 GMT")

    with site(answer) as (server, url):
        first = fetcher(tmp_path).fetch(url)
        second = fetcher(tmp_path).fetch(url)
        other = fetcher().fetch(url)
    assert first == second
    assert other.content == PAGE
    assert [got.headers.get("if-none-match") for got in server.received if got.path == "/"] == [
        None,
        '"1"',
        None,
    ]


def test_a_damaged_memory_costs_a_request_and_nothing_else(tmp_path: Path) -> None:
    """So does that of another address under the same name."""

    def answer(to: Answering, got: Received) -> None:
        assert "if-none-match" not in got.headers
        to.answer(200, PAGE, ETag='"1"')

    with site(answer) as (_, url):
        for damage in (b"", b"{}\n", b"[]\n", b"null", b'{"url": 1}\n', b"\xff\n", b"{" * 10_000):
            state = FetchState(tmp_path)
            state.path(f"{url}/x").write_bytes(damage)
            assert HttpFetcher(LOCAL, state).fetch(f"{url}/x").content == PAGE
        whole = state.path(f"{url}/x").read_bytes()
        state.path(f"{url}/y").write_bytes(whole)
        state.path(f"{url}/z").write_bytes(whole.replace(b"/x", b"/z") + b"more")
        for path in "yz":
            assert HttpFetcher(LOCAL, state).fetch(f"{url}/{path}").content == PAGE


def test_redirects_are_followed_and_a_move_for_good_is_said() -> None:
    """Where all steps are for good; the page is known by the address that gave it."""
    ways = {"/old": (301, "/new"), "/new": (308, "page"), "/now": (302, "/old")}

    def answer(to: Answering, got: Received) -> None:
        if got.path in ways:
            to.answer(ways[got.path][0], Location=ways[got.path][1])
        else:
            to.answer(200, PAGE)

    with site(answer) as (_, url):
        moved, lent = fetcher().fetch(f"{url}/old"), fetcher().fetch(f"{url}/now")
    assert moved.fetched.final_url == lent.fetched.final_url == f"{url}/page"
    assert moved.note == f"{url}/old: has moved for good to {url}/page; name that address instead"
    assert lent.note == ""


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/again", f"redirects more than {MOST_REDIRECTS} times"),
        ("file:///etc/passwd", "redirects to file:, which is not fetched"),
        ("http://localhost:1/", "leads to 127.0.0.1, which is an address of this machine"),
        ("http://169.254.169.254/latest/meta-data/", "which is never reached"),
        ("http://[::ffff:10.0.0.1]/", "private network"),
        ("http://user:secret@127.0.0.1/", "has a user name or password in it"),
        ("http://[x", "redirects to what is no address"),
        ("", "to nowhere"),
    ],
)
def test_no_redirect_leads_where_an_address_must_not(location: str, words: str) -> None:
    """Each step is looked at like the first."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(302, Location=location)

    with site(answer) as (_, url), pytest.raises(SourceError) as raised:
        fetcher().fetch(f"{url}/x")
    assert raised.value.message.startswith(f"{url}/x: ")
    assert words in raised.value.message
    assert "secret" not in raised.value.message


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/a b/é?q=ü d", "/a%20b/%C3%A9?q=%C3%BC%20d"),
        ("{here}/a b%20c", "/a%20b%20c"),
        ("//{host}/é", "/%C3%A9"),
        ("/\udcff", "/%FF"),
        ("?x=(1)&y=%C3", "/?x=(1)&y=%C3"),
    ],
)
def test_a_redirect_is_encoded_as_browsers_do(location: str, path: str) -> None:
    """Many servers write addresses as people do, in UTF-8 and with blanks; what is encoded stays."""

    def answer(to: Answering, got: Received) -> None:
        if got.path == "/":
            said = location.format(here=url, host=url.removeprefix("http://"))
            to.answer(302, Location=said.encode("utf-8", "surrogateescape").decode("latin-1"))
        else:
            to.answer(200, PAGE)

    with site(answer) as (server, url):
        assert fetcher().fetch(f"{url}/").content == PAGE
    assert asked(server) == ["/", path]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://169.254.169.254/", "http://u:s3cret@x/"])
def test_a_robots_txt_that_leads_where_it_must_not_is_named(location: str) -> None:
    """It is not the address that was asked for that leads there."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(302 if got.path == "/robots.txt" else 200, Location=location)

    with serving(answer) as server:
        url = f"http://127.0.0.1:{server.port}/a"
        with pytest.raises(SourceError, match=rf"^{url}: its robots\.txt cannot be had: ") as raised:
            fetcher().fetch(url)
    assert "s3cret" not in raised.value.message
    assert len(server.received) == 1


def test_private_hosts_are_reached_only_where_they_are_allowed() -> None:
    """The message has the option that allows it; nothing was asked."""
    with site(lambda to, _: to.answer(200, PAGE)) as (server, url):
        with pytest.raises(SourceError, match=r"if you trust it, allow it: --allow-host 127\.0\.0\.1$"):
            fetcher(settings=FetchSettings(pace=0)).fetch(url)
        assert not server.received


def test_a_server_that_asks_for_peace_gets_it(tmp_path: Path) -> None:
    """Until the time that it names, in other runs too; one that names none is asked again."""

    def answer(to: Answering, got: Received) -> None:
        if got.path == "/short":
            to.answer(503)
        else:
            to.answer(429, Retry_After="3600")

    with site(answer) as (server, url):
        for _ in range(2):
            with pytest.raises(SourceError, match=r"answers 503 \(service unavailable\)$"):
                fetcher(tmp_path).fetch(f"{url}/short")
        with pytest.raises(SourceError, match="asks for peace until 20"):
            fetcher(tmp_path).fetch(f"{url}/long")
        with pytest.raises(SourceError, match=r"asks for peace until 20.*; run again then"):
            fetcher(tmp_path).fetch(f"{url}/long")
        with offline.enforced():
            offline.insist()  # to wait would not help
            with pytest.raises(SourceError, match=r"which --offline forbids$"):
                fetcher(tmp_path).fetch(f"{url}/long")
    assert asked(server) == ["/short", "/short", "/long"]


def test_no_server_silences_a_source_for_ever(tmp_path: Path) -> None:
    """Whatever it says, it is asked again after a week."""
    said = ["999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "-1", "soon"]

    def answer(to: Answering, got: Received) -> None:
        to.answer(429, Retry_After=said[int(got.path[1:])])

    with site(answer) as (_, url):
        for number in range(len(said)):
            with pytest.raises(SourceError, match="answers 429"):
                fetcher(tmp_path / str(number)).fetch(f"{url}/{number}")
            server = url.removeprefix("http://")
            now = clock.now()
            until = FetchState(tmp_path / str(number)).quiet_until(server, now)
            assert (until is not None) is (number < 2)
            assert until is None or until <= now + timedelta(days=7)


@pytest.mark.parametrize("with_memory", [True, False])
def test_peace_is_given_to_the_whole_server(with_memory: bool, tmp_path: Path) -> None:
    """At all of its addresses, those that others redirect to and its robots.txt; not to other servers."""

    def answer(to: Answering, got: Received) -> None:
        if got.path == "/robots.txt" and got.headers["host"] == pressed:
            to.answer(503, Retry_After="3600")
        elif got.path == "/robots.txt":
            to.answer(404)
        elif got.path == "/away":
            to.answer(302, Location=f"http://{pressed}/b")
        else:
            to.answer(429 if got.path == "/pressed" else 200, PAGE, Retry_After="3600")

    with serving(answer) as first, serving(answer) as second:
        pressed, other = f"127.0.0.1:{first.port}", f"http://127.0.0.1:{second.port}"
        at = tmp_path if with_memory else None
        one = fetcher(at)
        with pytest.raises(SourceError, match=r"its robots\.txt cannot be had \(the server answers 503\)"):
            one.fetch(f"http://{pressed}/a")
        with pytest.raises(SourceError, match="its robots"):
            one.fetch(f"{other}/away")
        assert one.fetch(f"{other}/c").content == PAGE
        with pytest.raises(SourceError, match=r"answers 429 .* asks for peace until 20"):
            one.fetch(f"{other}/pressed")
        for again in (one, fetcher(at)) if with_memory else (one,):
            with pytest.raises(SourceError, match=r"/d: its server asks for peace until .*; run again then$"):
                again.fetch(f"{other}/d")
        if with_memory:
            with pytest.raises(SourceError, match=r"/d: its server asks for peace until .*; run again then$"):
                fetcher(at).fetch(f"http://{pressed}/d")
    assert asked(first) == []
    assert asked(second) == ["/away", "/c", "/pressed"]
    assert len(first.received) == 1


def test_a_forged_memory_neither_silences_nor_speaks(tmp_path: Path) -> None:
    """Peace for longer than a server gets is none, and what no header can have is not sent."""

    def answer(to: Answering, got: Received) -> None:
        assert not {"if-none-match", "if-modified-since"} & got.headers.keys()
        to.answer(200, PAGE, ETag='"1"', Last_Modified="now")

    with site(answer) as (_, url):
        state, server = FetchState(tmp_path), url.removeprefix("http://")
        for until in ("9999-12-31T23:59:59Z", clock.stamp(clock.now() + timedelta(days=8)), "2125", "\n"):
            state.keep_quiet(server, clock.now() + timedelta(days=1))
            path = state.path(f"server {server}")
            row = json.loads(path.read_bytes())
            path.write_text(json.dumps({**row, "quiet_until": until}))
            assert fetcher(tmp_path).fetch(url).content == PAGE
            path.unlink()
            known = state.known(url)
            assert known.fetched is not None
            for bad in ('"1"\r\nX: y', "\x00", "\u20ac", "\x7f", "x" * 5000):
                forged = replace(known.fetched, headers=(("etag", bad), ("last-modified", bad)))
                state.keep(url, replace(known, fetched=forged))
                assert fetcher(tmp_path).fetch(url).content == PAGE
            state.path(url).unlink()


def test_a_memory_that_a_link_leads_to_is_none(tmp_path: Path) -> None:
    """Nothing is read there, written or let go."""
    elsewhere = tmp_path / "elsewhere"
    with site(lambda to, _: to.answer(200, PAGE, ETag='"1"')) as (server, url):
        fetcher(elsewhere).fetch(f"{url}/a")
        (kept,) = elsewhere.iterdir()
        os.utime(kept, (0, 0))
        (tmp_path / ".fetched").symlink_to(elsewhere)
        for path in "ab":
            assert fetcher(tmp_path / ".fetched").fetch(f"{url}/{path}").content == PAGE
        assert list(elsewhere.iterdir()) == [kept]
    assert all("if-none-match" not in got.headers for got in server.received)


def test_what_is_gone_for_good_is_not_asked_for_again(tmp_path: Path) -> None:
    """410 means that; 404 does not."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(410 if got.path == "/gone" else 404)

    with site(answer) as (server, url):
        for _ in range(2):
            with pytest.raises(SourceError, match="is gone for good"):
                fetcher(tmp_path).fetch(f"{url}/gone")
            with pytest.raises(SourceError, match=r"answers 404 \(not found\)$"):
                fetcher(tmp_path).fetch(f"{url}/lost")
    assert asked(server) == ["/gone", "/lost", "/lost"]


@pytest.mark.parametrize(
    ("robots", "refused"),
    [
        ((404, b""), ()),
        ((403, b""), ()),
        ((200, b"User-agent: *\nDisallow: /private\n"), ("/private/x",)),
        ((200, b"User-agent: depeche\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), ("/", "/private/x")),
        ((200, b"User-agent: other\nDisallow: /\n"), ()),
        ((200, b"\xff\xfe<html>no rules"), ()),
        ((200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /private\n"), ("/private/x",)),
        ((500, b""), ("/", "/private/x")),
    ],
)
def test_a_robots_txt_is_obeyed(robots: tuple[int, bytes], refused: tuple[str, ...]) -> None:
    """One that is not there allows all; one of a server that fails allows nothing (RFC 9309)."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(*(robots if got.path == "/robots.txt" else (200, PAGE)))

    with serving(answer) as server:
        url, one = f"http://127.0.0.1:{server.port}", fetcher()
        for path in ("/", "/private/x"):
            if path in refused:
                with pytest.raises(SourceError, match=r"robots\.txt"):
                    one.fetch(f"{url}{path}")
            else:
                assert one.fetch(f"{url}{path}").content == PAGE
    assert [got.path for got in server.received].count("/robots.txt") == 1


def test_a_host_is_left_in_peace_between_two_requests() -> None:
    """For the pace that is set, or what its robots.txt asks for, if that is more and not endless."""
    for rules, longest in (
        (b"", 7),
        (b"User-agent: *\nCrawl-delay: 9\n", 9),
        (b"User-agent: *\nCrawl-delay: 9e9", 30),
    ):
        waited: list[float] = []

        def answer(to: Answering, got: Received, rules: bytes = rules) -> None:
            to.answer(200, rules if got.path == "/robots.txt" else PAGE)

        with serving(answer) as server:
            one = HttpFetcher(
                FetchSettings(allowed_hosts=("127.0.0.1",), pace=7), limits=SMALL, pause=waited.append
            )
            one.fetch(f"http://127.0.0.1:{server.port}/1")
            one.fetch(f"http://127.0.0.1:{server.port}/2")
        (pause,) = waited
        assert 0 < pause <= longest


def test_an_answer_without_end_or_cut_short_is_none() -> None:
    """Nothing of it is read as a source, for who knows what is missing."""

    def answer(to: Answering, got: Received) -> None:
        if got.path == "/bomb":
            to.answer(200, gzip.compress(b"0" * 10_000_000), Content_Encoding="gzip")
        elif got.path == "/cut":
            to.send_response(200)
            to.send_header("Content-Length", "500")
            to.end_headers()
            to.wfile.write(PAGE)
            to.close_connection = True
        else:
            to.answer(200, b"x" * 1001)

    with site(answer) as (_, url):
        for path, words in (("bomb", "more than"), ("long", "more than"), ("cut", "off before its end")):
            with pytest.raises(SourceError, match=f"{path}: .*{words}"):
                fetcher().fetch(f"{url}/{path}")


@pytest.mark.parametrize(
    "address", ["http://", "https:///x", "http://[", "http://a b/", "feed:", "https://x\ny"]
)
def test_what_is_no_address_is_refused_in_a_line(address: str) -> None:
    """Without a look-up."""
    with pytest.raises(SourceError):
        fetcher().fetch(address)


def test_with_offline_nothing_is_fetched() -> None:
    """Not even from a host that is allowed."""
    with offline.enforced():
        offline.insist()
        with pytest.raises(SourceError, match="is on the network, which --offline forbids"):
            fetcher().fetch("http://127.0.0.1:9/")
