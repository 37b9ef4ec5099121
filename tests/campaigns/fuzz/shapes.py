"""What hypothesis makes inputs of: the parts that all strategies share."""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import languages
from tests.campaigns.fuzz.mutate import TOKENS

Bytes = SearchStrategy[bytes]
Texts = SearchStrategy[str]
Trees = SearchStrategy[object]
"""Values that JSON has a form for."""

_SCRIPTS = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0x97F)),
    *(
        (0xE00, 0xE7F),
        (0x1E00, 0x20CF),
        (0x2100, 0x2BFF),
        (0x3000, 0x30FF),
        (0x4E00, 0x4EFF),
        (0xAC00, 0xADFF),
    ),
    *((0xFB00, 0xFFFF), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF), (0xE0000, 0xE01EF)),
)
"""First and last code points of what texts are written in, and of what hides in them."""

ANY: Texts = st.text(st.characters(), max_size=8)
"""All of Unicode, halves of characters too."""
SCRIPT: Texts = st.one_of(
    *(st.text(st.characters(min_codepoint=low, max_codepoint=high), max_size=8) for low, high in _SCRIPTS)
)
WORDS: Texts = st.sampled_from(
    (
        *(
            "Le maire a annoncé",
            "que les écoles",
            "resteront fermées.",
            "Dr.",
            "z. B.",
            "U.S.",
            "p.m.",
            "No.",
        ),
        *(
            "政府は3日、",
            "「だめだ」と",
            "二千五百万円。",
            "सरकार ने कहा।",
            "ไทย",
            "한국 정부는",
            "الحكومة",
            "הממשלה",
        ),
        *(
            "Η κυβέρνηση",
            "Правительство",
            "Straße",
            "İstanbul",
            "ﬁn",
            "e\u0301",
            "so\u00adft",
            "x\u202ey\u202c",
        ),
    )
)
SIGNS: Texts = st.sampled_from(tuple(token.decode("utf-8", "surrogateescape") for token in TOKENS))
NUMBERS: Texts = st.one_of(
    st.integers(-10, 10**6).map(str),
    st.decimals(0, 10**6, places=2).map(lambda value: f"{value:,}"),
    st.builds("{}.{}.{}".format, st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2100)),
    st.builds("{}:{:02} Uhr".format, st.integers(0, 24), st.integers(0, 59)),
    st.builds("{} {}".format, st.integers(0, 999), st.sampled_from(("%", "km/h", "°C", "€", "Mio.", "億円"))),
)
ADDRESSES: Texts = st.one_of(
    st.builds(
        "{}{}{}/{}".format,
        st.sampled_from(("http://", "https://", "www.", "ftp://", "mailto:", "//")),
        st.sampled_from(("example.org", "例え.jp", "a.b", "localhost", "[::1]", "a@b.example")),
        st.sampled_from(("", ":80", ":99999")),
        st.sampled_from(("", "a_(b)", "?c=d&e#f", "x).", "é", "%zz", "a b")),
    ),
    st.sampled_from(
        ("a@example.org", "@who", "#tag", "C:\\a\\b", "~/x/y.txt", "f()", "XQ1Z", "%1", "{name}", "<b>")
    ),
)
BETWEEN: Texts = st.sampled_from(
    (" ", " ", " ", " ", "", "\n", ". ", ", ", " «", "» ", " (", ") ", '"', "\u2029")
)


def joined(*pieces: Texts, most: int = 12) -> Texts:
    """Return texts of up to ``most`` pieces, with something or nothing between them."""
    pairs = st.tuples(st.one_of(*pieces), BETWEEN)
    return st.lists(pairs, max_size=most).map(lambda rows: "".join(sign for row in rows for sign in row))


TEXT: Texts = joined(WORDS, WORDS, SCRIPT, SCRIPT, ANY, SIGNS, NUMBERS, ADDRESSES)


def encoded(text: str) -> bytes:
    """Return a text in UTF-8; halves of characters are written as if they were whole."""
    return text.encode("utf-8", "surrogatepass")


def two_bytes(number: int) -> bytes:
    """Return a choice as ``Reader.choose`` reads it."""
    return number.to_bytes(2, "big")


LANGUAGE: Bytes = st.integers(0, len(languages.codes()) - 1).map(two_bytes)
BYTE: Bytes = st.integers(0, 255).map(lambda number: bytes([number]))


def chained(*parts: Bytes) -> Bytes:
    """Return what each part makes, one behind the other."""
    return st.tuples(*parts).map(b"".join)


_SCALARS: dict[object, Trees] = {
    str: st.one_of(
        st.sampled_from(
            (
                "fr",
                "es",
                "und",
                "b1.1",
                "b2.1",
                "a.txt",
                "../x",
                "es/variant.json",
                "2026-01-01T00:00:00Z",
                "0" * 64,
            )
        ),
        WORDS,
        ANY,
        SIGNS,
    ),
    int: st.one_of(st.integers(0, 60), st.integers()),
    float: st.one_of(st.floats(0, 1), st.floats(), st.integers(0, 9)),
    bool: st.booleans(),
    type(None): st.none(),
}
TREE: Trees = st.recursive(
    st.one_of(*_SCALARS.values()),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=3),
    max_leaves=6,
)
"""JSON of no form in particular."""


@cache
def typed(kind: Any) -> Trees:
    """Return JSON of the form that a type of ours says: records whose every value has its type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(typed, inner))
    if origin is tuple:
        return st.lists(typed(inner[0]), max_size=2)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.fixed_dictionaries(
            {
                field.name: typed(hints[field.name])
                for field in dataclasses.fields(kind)
                if field.default is dataclasses.MISSING
            },
            optional={
                field.name: typed(hints[field.name])
                for field in dataclasses.fields(kind)
                if field.default is not dataclasses.MISSING
            },
        )
    return _SCALARS[typing.cast("object", kind)]
