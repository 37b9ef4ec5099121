"""Times of publication, with the zone that the source names, whatever it came in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.digest.dates import instant
from tests.read.formats.test_web import read

WORDS = "The bridge stays shut until the spring, the council said on Monday evening in the town hall."


def _of_rss(time: str) -> tuple[str, str]:
    return "a.xml", (
        f'<rss version="2.0"><channel><title>Port</title><item><title>Bridge</title><pubDate>{time}</pubDate>'
        f"<description>{WORDS}</description></item></channel></rss>"
    )


def _of_atom(time: str) -> tuple[str, str]:
    return "a.xml", (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Port</title><entry><title>Bridge</title><id>a</id>'
        f"<updated>2025-12-31T00:00:00Z</updated><published>{time}</published><content>{WORDS}</content></entry>"
        "</feed>"
    )


def _of_json(time: str) -> tuple[str, str]:
    item = {"id": "a", "title": "Bridge", "content_text": WORDS, "date_published": time}
    return "a.json", json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": [item]}
    )


def _of_page(time: str) -> tuple[str, str]:
    return "a.html", (
        f'<html lang=en><head><title>Bridge</title><meta property="article:published_time" content="{time}">'
        f"</head><body><article><p>{WORDS}</p></article></body></html>"
    )


def _of_message(time: str) -> tuple[str, str]:
    return "a.eml", f"From: a@b.example\nSubject: Bridge\nDate: {time}\n\n{WORDS}\n"


def _of_newsml(time: str) -> tuple[str, str]:
    return "a.xml", (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"><itemMeta>'
        f"<versionCreated>{time}</versionCreated></itemMeta><contentMeta><headline>Bridge</headline></contentMeta>"
        f'<contentSet><inlineData contenttype="text/plain">{WORDS}</inlineData></contentSet></newsItem>'
    )


ALL = (_of_rss, _of_atom, _of_json, _of_page, _of_message, _of_newsml)


@pytest.mark.parametrize("source", ALL)
@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("2025-10-20T09:30:00+01:00", "2025-10-20T09:30:00+01:00"),
        ("2025-10-20T09:30:00-03:30", "2025-10-20T09:30:00-03:30"),
        ("2025-10-20T09:30:00Z", "2025-10-20T09:30:00+00:00"),
        ("Mon, 20 Oct 2025 09:30:00 +0100", "2025-10-20T09:30:00+01:00"),
        ("20 Oct 2025 09:30:00 +0545", "2025-10-20T09:30:00+05:45"),
        ("Mon, 20 Oct 2025 09:30:00 GMT", "2025-10-20T09:30:00+00:00"),
        ("Mon, 20 Oct 2025 09:30:00 EST", "2025-10-20T09:30:00-05:00"),
        ("Mon, 20 Oct 2025 09:30:00 CEST", "2025-10-20T09:30:00+02:00"),
        ("Mon, 20 Oct 2025 09:30:00 -0000", "2025-10-20T09:30:00+00:00"),
    ],
)
def test_the_zone_is_the_one_that_is_named(tmp_path: Path, source: object, said: str, wanted: str) -> None:
    """Not UTC, whatever the form: a reader wants to know when it was there."""
    assert callable(source)
    name, content = source(said)
    (document,) = read(tmp_path / name, content.encode())
    assert document.metadata.published is not None
    assert document.metadata.published.time == wanted


@pytest.mark.parametrize("said", ["2025-10-20", "Mon, 20 Oct 2025"])
@pytest.mark.parametrize("source", [_of_rss, _of_page])
def test_a_day_is_a_day(tmp_path: Path, source: object, said: str) -> None:
    """It has no hour of its own."""
    assert callable(source)
    name, content = source(said)
    (document,) = read(tmp_path / name, content.encode())
    assert document.metadata.published is not None
    assert document.metadata.published.time == "2025-10-20"


def test_times_of_several_zones_are_in_their_order() -> None:
    """Digests compare the moments, and not what is written."""
    stamps = ["2025-10-20T02:00:00+01:00", "2025-10-19T22:30:00-03:00", "2025-10-20T09:30:00+09:00"]
    assert sorted(stamps, key=instant) == [stamps[2], *stamps[:2]]
