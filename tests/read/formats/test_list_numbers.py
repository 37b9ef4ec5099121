"""The numbers of lists, as browsers show them, in whatever a page is read as."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from pipeline.core.records import Document
from pipeline.read.formats.web.shown.list_numbers import list_markers
from tests.read.formats.test_web import read

SENTENCE = (
    "The harbour master said on Monday that the bridge stays closed until the spring, for lack of money."
)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<ol><li>a<li>b</ol>", ["1.", "2."]),
        ("<ul><li>a<li>b</ul>", ["-", "-"]),
        ("<ol start=7><li>a<li>b</ol>", ["7.", "8."]),
        ("<ol start=' -1x'><li>a<li>b<li>c</ol>", ["-1.", "0.", "1."]),
        ("<ol reversed><li>a<li>b<li>c</ol>", ["3.", "2.", "1."]),
        ("<ol reversed start=10><li>a<li>b</ol>", ["10.", "9."]),
        ("<ol reversed><li>a<li value=9>b<li>c</ol>", ["3.", "9.", "8."]),
        ("<ol><li>a<li value=5>b<li>c<li value=x>d</ol>", ["1.", "5.", "6.", "7."]),
        ("<ol type=a><li>a<li value=26>b<li>c<li value=0>d</ol>", ["a.", "z.", "aa.", "0."]),
        ("<ol type=A start=703><li>a</ol>", ["AAA."]),
        (
            "<ol type=i><li>a<li value=4>b<li value=1999>c<li value=4000>d</ol>",
            ["i.", "iv.", "mcmxcix.", "4000."],
        ),
        ("<ol type=I start=9><li>a<li type=1>b</ol>", ["IX.", "10."]),
        ("<ol style='list-style-type:lower-greek'><li>a<li>b</ol>", ["α.", "β."]),
        ("<ol style='list-style: none inside'><li>a</ol>", ["-"]),
        ("<ol><li>a<ol><li>b<li>c</ol><li>d<ul><li>e</ul></ol>", ["1.", "1.", "2.", "2.", "-"]),
        ("<ol><div><li>a</div><div><li>b</div></ol>", ["1.", "2."]),
        ("<ol><li>a<li hidden>b<li style='display: none'>c<li>d</ol>", ["1.", "2."]),
        ("<div><li>a</div>", ["-"]),
    ],
)
def test_items_have_the_numbers_of_the_standard(html: str, wanted: list[str]) -> None:
    """All that HTML and a style in the page's own elements can say of them."""
    assert [
        marker.strip() for marker in list_markers(lxml_html.fromstring(f"<body>{html}")).values()
    ] == wanted


def _items(document: Document) -> list[str]:
    return [b.marker + document.text[b.start : b.end] for b in document.blocks if b.kind == "list_item"]


LIST = (
    "<ol start=3 reversed><li>The calm one is in the north.<li><p>The narrow one is here.</p><p>Old.</p>"
    "<li value=10>The last one is far away.<ol type=a><li>One more is small.<li>Another is new.</ol></ol>"
)
NUMBERED = [
    "3. The calm one is in the north.",
    "2. The narrow one is here.",
    "Old.",
    "10. The last one is far away.",
    "a. One more is small.",
    "b. Another is new.",
]


@pytest.mark.parametrize("all_text", [False, True])
@pytest.mark.parametrize("around", ["article", "div"])
def test_a_page_has_them_however_it_is_read(tmp_path: Path, around: str, *, all_text: bool) -> None:
    """The article alone, what it leaves out, or all of the text."""
    page = (
        f"<html lang=en><body><{around}><h1>Ten harbours</h1><p>{SENTENCE}</p>{LIST}<p>{SENTENCE} She is"
        f" sure of it.</p></{around}></body></html>"
    )
    (document,) = read(tmp_path / "a.html", page.encode(), all_text=all_text)
    assert _items(document) == NUMBERED


def test_a_message_has_them(tmp_path: Path) -> None:
    """As newsletters are written."""
    head = "From: Port <a@port.example>\nSubject: Harbours\nContent-Type: text/html; charset=utf-8\n\n"
    (document,) = read(
        tmp_path / "a.eml", f"{head}<html><body><p>{SENTENCE}</p>{LIST}</body></html>".encode()
    )
    assert _items(document) == NUMBERED


def test_an_item_without_words_gives_its_number_to_nothing(tmp_path: Path) -> None:
    """Nor does the paragraph after the list get it."""
    page = (
        f"<html lang=en><body><ol><li>One.</li><li><img src=a.png></li></ol><p>{SENTENCE}</p></body></html>"
    )
    (document,) = read(tmp_path / "a.html", page.encode(), all_text=True)
    assert [block.marker for block in document.blocks] == ["1. ", ""]


def test_items_of_feeds_and_wires_have_them(tmp_path: Path) -> None:
    """Attributes of lists go through the libraries that read these."""
    rows = "<ol reversed='' start='5'><li>Too old.</li><li value='2'>Too narrow.</li></ol>"
    feed = (
        '<rss version="2.0"><channel><title>Port</title><item><title>Bridge</title>'
        f"<description><![CDATA[{rows}]]></description></item></channel></rss>"
    )
    wire = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"><contentMeta>'
        '<headline>Bridge</headline></contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f"{rows}</body></html></inlineXML></contentSet></newsItem>"
    )
    for content in (feed, wire):
        (document,) = read(tmp_path / "a.xml", content.encode())
        assert _items(document) == ["5. Too old.", "2. Too narrow."]
