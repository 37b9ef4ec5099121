"""What is said of a source that a parser refuses."""

from __future__ import annotations

import re

import pytest

from pipeline.core.errors import SourceError
from pipeline.read.fetch.opml import feeds_in
from pipeline.read.formats.table import FEED, open_container

DEEP = 600
"""Elements in one another, deeper than a parser of XML goes."""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<opml>\n<body></opml>", "mismatch.*, at line 2$"),
        (b"<opml>" + b"<a>" * DEEP, "it is nested too deeply$"),
        (b"<opml", ".*, at line 1$"),
    ],
)
def test_a_list_of_feeds_that_is_refused(content: bytes, words: str) -> None:
    """In words for whoever has it: no names that a parser makes up, and none of its options."""
    with pytest.raises(SourceError) as raised:
        feeds_in(content, where="feeds.opml")
    assert re.search(f"^feeds.opml: is a list of feeds that cannot be read: .*{words}", raised.value.message)
    assert not re.search(r"<string>|XML_PARSE|\(", raised.value.message)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000,
            "it is nested too deeply",
        ),
        (b'{"version": "https://jsonfeed.org/version/1"}', "it has no field items"),
        (b'{"version": "https://jsonfeed.org/version/1",\n\n x', "Expecting property name.*, at line 3"),
        (b"<rss>\n<a></b></rss>", "mismatched tag"),
    ],
)
def test_a_feed_that_is_refused(content: bytes, words: str) -> None:
    """Neither the words of Python nor of a library stand there raw."""
    with pytest.raises(SourceError) as raised:
        open_container(FEED, where="f").members(content, where="f")
    assert re.search(rf"^f: is a (JSON F|f)eed that cannot be read: .*{words}$", raised.value.message)
    assert not re.search(r"recursion|char \d|<unknown>", raised.value.message)
