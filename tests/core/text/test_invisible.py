"""The lists of signs that nobody sees: what one place escapes no other lets through by oversight."""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from functools import cache

import pytest

from pipeline.core.text import invisible

SHOWN_FORMATS = "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]"
"""Signs of format that a script shows, such as those around Arabic numbers."""


@cache
def every_sign() -> str:
    """Return all characters in one text: a list of them would take a hundred megabytes."""
    return array("I", range(0x110000)).tobytes().decode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass")


@cache
def members(name: str) -> frozenset[str]:
    """Return all signs that a pattern of ``invisible`` finds."""
    return frozenset(getattr(invisible, name).findall(every_sign()))


@cache
def of_category(*names: str) -> frozenset[str]:
    """Return all signs of these general categories of Unicode."""
    return frozenset(sign for sign in every_sign() if unicodedata.category(sign) in names)


def test_what_steers_a_terminal_is_on_every_list() -> None:
    """Controls and half characters, but for those of white space that a text may have."""
    controls, halves = of_category("Cc"), of_category("Cs")
    late = {sign for sign in controls if sign >= "\x7f"}
    for name in ("IN_A_LINE", "IN_A_TEXT", "IN_JSON", "IN_A_PAGE", "IN_A_SOURCE"):
        assert members(name) >= late | halves, name
    assert members("IN_A_LINE") >= controls
    assert members("IN_A_PAGE") >= controls
    assert members("IN_A_SOURCE") >= controls - set("\t\n\r")
    assert members("IN_A_TEXT") >= controls - set("\t\n")


def test_what_turns_words_around_is_on_every_list_for_lines() -> None:
    """Embeddings, overrides and isolates, by Unicode's own word for them."""
    classes = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    turning = {sign for sign in every_sign() if unicodedata.bidirectional(sign) in classes}
    assert len(turning) == len(classes)
    for name in ("IN_A_LINE", "IN_JSON", "IN_A_PAGE", "IN_A_SOURCE"):
        assert members(name) >= turning, name


@pytest.mark.parametrize("name", ["IN_A_LINE", "HIDING", "IN_A_TEXT", "IN_JSON", "IN_A_PAGE"])
def test_a_source_is_looked_at_for_whatever_any_other_place_takes_out(name: str) -> None:
    """But line ends and tabs, which it may have."""
    assert members("IN_A_SOURCE") >= members(name) - set("\t\n\r")


def test_a_source_is_looked_at_for_every_sign_of_format() -> None:
    """In the basic plane, but for those that a script shows."""
    left = [sign for sign in of_category("Cf") - members("IN_A_SOURCE") if sign < "\U00010000"]
    assert [ascii(sign) for sign in left if not re.match(SHOWN_FORMATS, sign)] == []


def test_json_is_escaped_alike_as_text_and_as_utf_8() -> None:
    """A record and a line on a terminal have the same escapes; no part of a character is taken for one."""
    halves = of_category("Cs")
    assert [ascii(sign) for sign in members("IN_JSON") - halves if not _is_escaped(sign)] == []
    others = re.sub(invisible.IN_JSON, "", every_sign())
    assert invisible.IN_JSON_UTF8.search(others.encode()) is None


def _is_escaped(sign: str) -> bool:
    return invisible.IN_JSON_UTF8.fullmatch(sign.encode()) is not None
