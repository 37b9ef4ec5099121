"""Addresses as inputs, and the pages of the items of feeds."""

from __future__ import annotations

from pipeline.core.records import Document, Published
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import expand
from pipeline.read.document import read_document
from pipeline.read.fetch.http_fetcher import HttpFetcher
from pipeline.read.fetch.inputs import fetched_input, page_of
from pipeline.read.fetch.settings import FetchSettings
from pipeline.read.formats.table import FEED
from pipeline.read.reference import Reference
from tests.support.hostile_server import Answering, Received, serving

FEED_OF_ONE = b"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Le Littoral</title>
<link>/</link><item><title>Le port &amp;amp; la&#x200b; digue</title><guid>7</guid><link>%s</link>
<pubDate>Thu, 09 Oct 2025 07:47:00 +0200</pubDate>
<dc:creator>Anne Le Goff</dc:creator></item></channel></rss>"""
WORDS = b"<p>Le maire a dit jeudi que la route est ferm&eacute;e. Elle ouvrira mardi prochain.</p>"
BARE = b"<!doctype html><html><body><article>" + WORDS * 3 + b"</article></body></html>"
STATED = (
    b"<!doctype html><html><head><title>La route</title><link rel='canonical' href='https://own.example/1'>"
    b"<meta property='og:site_name' content='Own'><meta name='author' content='Luz Prado'></head><body>"
    b"<article>" + WORDS * 3 + b"</article></body></html>"
)


def answer(to: Answering, got: Received) -> None:
    """Serve feeds, pages and a way to one of them."""
    if got.path.startswith("/feed-"):
        to.answer(200, FEED_OF_ONE % got.path.removeprefix("/feed").replace("-", "/").encode())
    elif got.path == "/moved":
        to.answer(302, Location="/bare")
    elif got.path in ("/bare", "/stated"):
        to.answer(200, BARE if got.path == "/bare" else STATED, Content_Type="text/html")
    else:
        to.answer(404)


def read(url: str, *, follow: bool) -> Document:
    """Fetch an address as a run does, of a feed its item's page, and read it."""
    notes: list[str] = []
    fetcher = HttpFetcher(FetchSettings(allowed_hosts=("127.0.0.1",), pace=0))
    found = fetched_input(url, fetcher, notes.append)
    assert isinstance(found, Reference)
    if follow:
        (item,) = expand.members(found, FEED)
        found = page_of(item, fetcher, notes.append)
    assert isinstance(found, Reference)
    assert notes == []
    return read_document(found, LangdetectDetector())


def test_what_a_page_does_not_say_its_feed_or_its_address_does() -> None:
    """What it says itself counts first."""
    with serving(answer) as server:
        here = f"http://127.0.0.1:{server.port}"
        bare, stated = read(f"{here}/feed-bare", follow=True), read(f"{here}/feed-stated", follow=True)
        alone = read(f"{here}/moved#place", follow=False)
    said = bare.metadata
    assert (said.url, said.outlet, said.authors) == (f"{here}/bare", "Le Littoral", ("Anne Le Goff",))
    assert bare.title == "Le port & la digue"
    assert said.published == Published(time="2025-10-09T07:47:00+02:00", said_by="feed")
    said = stated.metadata
    assert (said.url, said.outlet, said.authors) == ("https://own.example/1", "Own", ("Luz Prado",))
    assert stated.title == "La route"
    assert (alone.metadata.url, alone.metadata.outlet) == (f"{here}/bare", None)
