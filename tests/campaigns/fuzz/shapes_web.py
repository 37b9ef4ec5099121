"""Inputs that hypothesis makes for the targets of ``web``: trees of HTML, items of feeds, headers, cues."""

from __future__ import annotations

from html import escape

from hypothesis import strategies as st

from tests.campaigns.fuzz.shapes import TEXT, Bytes, Texts, encoded

_ELEMENTS = (
    *(
        "p",
        "div",
        "article",
        "h1",
        "h2",
        "ul",
        "li",
        "blockquote",
        "table",
        "tr",
        "td",
        "figure",
        "figcaption",
    ),
    *("a", "b", "em", "span", "br", "img", "script", "style", "aside", "nav", "ruby", "sup", "amp-img"),
)
_HEADERS = (
    *("Subject", "From", "Date", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition"),
    *("Message-ID", "MIME-Version", "Content-Language"),
)
_VALUES: Texts = st.one_of(
    st.sampled_from(
        (
            *("text/plain", "text/html; charset=utf-8", "multipart/mixed; boundary=X", "message/rfc822"),
            *(
                "multipart/alternative; boundary=X",
                "base64",
                "quoted-printable",
                "attachment",
                "=?utf-8?q?=C3=A9?=",
            ),
            *("Thu, 09 Oct 2025 07:47:00 +0200", "<a@b>", "text/plain; charset=iso-2022-jp", "inline"),
        )
    ),
    TEXT,
)
_TREES: Texts = st.recursive(
    TEXT.map(escape),
    lambda inner: st.builds(
        lambda name, inside: f"<{name}>{''.join(inside)}</{name}>",
        st.sampled_from(_ELEMENTS),
        st.lists(inner, max_size=5),
    ),
    max_leaves=15,
)
_ITEMS: Texts = st.lists(
    st.builds(
        lambda name, words: f"<{name}>{words}</{name}>",
        st.sampled_from(("title", "description", "guid", "link", "pubDate", "dc:creator", "content:encoded")),
        st.one_of(TEXT.map(escape), _TREES.map(escape), _TREES.map(lambda tree: f"<![CDATA[{tree}]]>")),
    ),
    max_size=6,
).map(lambda parts: f"<item>{''.join(parts)}</item>")
_FEEDS: Texts = st.lists(_ITEMS, max_size=4).map(
    lambda items: f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'
)
_MESSAGES: Texts = st.builds(
    lambda headers, bodies: (
        "".join(f"{name}: {said}\r\n" for name, said in headers) + "\r\n" + "\r\n--X\r\n".join(bodies)
    ),
    st.lists(st.tuples(st.sampled_from(_HEADERS), _VALUES), max_size=6),
    st.lists(
        st.one_of(
            TEXT, _TREES, st.sampled_from(("> quoted\n", "-- \nme\n", "Content-Type: text/html\r\n\r\n"))
        ),
        max_size=5,
    ),
)
_TIMES: Texts = st.sampled_from(
    (
        "00:00:01,000 --> 00:00:02,000",
        "00:03.000 --> 00:04.000 line:0",
        "1:2:3.4 --> 99:99:99.999",
        "-->",
        "7",
    )
)
_TAGGED: Texts = st.lists(
    st.one_of(
        TEXT, st.sampled_from(("<i>", "</i>", "<v Anne>", "{\\an8}", "<00:01.500>", "- ", "&amp;", "♪", "\n"))
    ),
    max_size=8,
).map("".join)
_CUES: Texts = st.lists(st.one_of(_TIMES, _TAGGED, st.just("")), max_size=20).map("\n".join)

SHAPES: dict[str, Bytes] = {
    "page": _TREES.map(lambda tree: encoded(f"<!doctype html><title>T</title><article>{tree}</article>")),
    "feed": _FEEDS.map(encoded),
    "message": _MESSAGES.map(encoded),
    "mailbox": st.lists(_MESSAGES, max_size=3).map(
        lambda found: encoded("".join(f"From a@b Thu Oct  9 07:47:00 2025\nX: y\n{each}\n" for each in found))
    ),
    "subrip": _CUES.map(encoded),
    "webvtt": _CUES.map(lambda cues: encoded(f"WEBVTT\n\n{cues}")),
}
"""By the targets' names."""
