"""Inputs that hypothesis makes for the targets of ``data``: tables, trees of JSON, items of NewsML-G2."""

from __future__ import annotations

import csv
import io
import json
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from tests.campaigns.fuzz.shapes import ANY, TEXT, Bytes, Texts, Trees, encoded
from tests.support import data_sources

_NAMES: Texts = st.sampled_from(
    (
        *("title", "text", "body_html", "date", "authors", "id", "url", "uri", "versioncreated", "headlines"),
        *(
            "bodies",
            "value",
            "rendered",
            "a",
            "b",
            "1",
            "pubstatus",
            "standard",
            "byline",
            "_source",
            "items",
        ),
    )
)
_VALUE: Texts = st.one_of(
    TEXT,
    ANY,
    st.sampled_from(("2025-10-09", "9/10/2025", "1760000000", "<p>a<br>b</p>", '"', "a;b", "sep=;", "\r")),
)


def _table(sign: str, rows: list[list[str]], quoting: bool) -> str:
    made = io.StringIO(newline="")
    if quoting:
        csv.writer(made, delimiter=sign).writerows(rows)
        return made.getvalue()
    return "\n".join(sign.join(row) for row in rows)


_TABLE: Texts = st.builds(
    lambda sign, header, rows, quoting: _table(sign, [header, *rows], quoting),
    st.sampled_from((",", ";", "\t", "|")),
    st.lists(st.one_of(_NAMES, ANY), max_size=6),
    st.lists(st.lists(_VALUE, max_size=7), max_size=6),
    st.booleans(),
)
_TREE: Trees = st.recursive(
    st.one_of(_VALUE, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=5)),
    max_leaves=20,
)
_JSON: Texts = st.one_of(
    _TREE.map(json.dumps),
    st.lists(st.dictionaries(_NAMES, _TREE, max_size=5).map(json.dumps), max_size=4).map("\n".join),
)
_ELEMENT: Texts = st.sampled_from(
    (
        *("newsItem", "itemMeta", "contentMeta", "contentSet", "inlineXML", "inlineData", "headline", "by"),
        *("language", "firstCreated", "infoSource", "name", "p", "hl2", "block", "body.head", "media", "td"),
    )
)


def _plain(text: str) -> str:
    return "".join(
        sign for sign in text if sign in "\t\n" or " " <= sign < "\ud800" or "\ue000" <= sign < "\ufffe"
    )


_XML: Texts = st.recursive(
    _VALUE.map(_plain).map(escape),
    lambda inner: st.builds(
        lambda name, inside: f"<{name}>{''.join(inside)}</{name}>", _ELEMENT, st.lists(inner, max_size=4)
    ),
    max_leaves=15,
)
_HEAD, _, _ = data_sources.NEWSML.decode().partition("<itemSet>")
_NEWSML: Texts = _XML.map(lambda tree: f"{_HEAD}<itemSet>{tree}</itemSet></newsMessage>")


def _behind(number: int, text: str) -> bytes:
    return bytes([number]) + encoded(text)


SHAPES: dict[str, Bytes] = {
    "table": st.builds(_behind, st.integers(0, 3), _TABLE),
    "json": st.builds(_behind, st.integers(0, 3), _JSON),
    "newsml": st.builds(_behind, st.just(0), _NEWSML),
}
"""By the targets' names."""
