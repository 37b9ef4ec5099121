"""Lists of feeds."""

from __future__ import annotations

import pytest

from pipeline.core.errors import SourceError
from pipeline.read.fetch.opml import MOST_FEEDS, feeds_in

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Coast"><outline text="a" type="rss" xmlUrl="https://littoral.example/rss "/>
<outline text="b" xmlUrl="feed:https://faro.example/atom" htmlUrl="https://faro.example/"/></outline>
<outline text="again" xmlUrl="https://littoral.example/rss"/><outline text="file" xmlUrl="/etc/passwd"/>
<outline text="no feed"/></body></opml>"""


def test_the_feeds_of_a_list_come_in_its_order_once() -> None:
    """Those in folders too; what is no address is none."""
    assert feeds_in(LIST, where="x") == ("https://littoral.example/rss", "feed:https://faro.example/atom")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"<opml><body>", "cannot be read"),
        (b"<rss/>", "is no list of feeds"),
        (b"<opml><body/></opml>", "names no feed"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><opml><outline xmlUrl="&a;"/></opml>', "names no feed"),
        (b"<opml>" + b'<outline xmlUrl="https://x.example/"/>' * 3 + b"</opml", "cannot be read"),
        (
            b"<opml>"
            + b"".join(b'<outline xmlUrl="https://x.example/%d"/>' % n for n in range(MOST_FEEDS + 1))
            + b"</opml>",
            f"more than {MOST_FEEDS}",
        ),
    ],
)
def test_what_is_no_list_is_refused_in_a_line(content: bytes, words: str) -> None:
    """Entities are never looked up."""
    with pytest.raises(SourceError, match=words) as raised:
        feeds_in(content, where="the list")
    assert raised.value.message.startswith("the list: ")
    assert "\n" not in raised.value.message
