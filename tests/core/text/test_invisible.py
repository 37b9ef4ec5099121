"""The lists of signs that nobody sees: what one place escapes no other lets through by oversight."""

from __future__ import annotations

import re
import unicodedata

import pytest

from pipeline.core.text import invisible

SIGNS = [chr(code) for code in range(0x110000)]


def members(pattern: re.Pattern[str]) -> set[str]:
    """Return all signs that a pattern finds."""
    return {sign for sign in SIGNS if pattern.match(sign)}


LINE, HIDING, TEXT, JSON, PAGE, SOURCE = (
    members(pattern)
    for pattern in (
        invisible.IN_A_LINE,
        invisible.HIDING,
        invisible.IN_A_TEXT,
        invisible.IN_JSON,
        invisible.IN_A_PAGE,
        invisible.IN_A_SOURCE,
    )
)


def test_what_steers_a_terminal_or_turns_words_around_is_on_every_list() -> None:
    """C1 controls and half characters everywhere; overrides of direction wherever lines are shown."""
    controls = {sign for sign in SIGNS if unicodedata.category(sign) == "Cc"}
    halves = {sign for sign in SIGNS if unicodedata.category(sign) == "Cs"}
    c1 = {sign for sign in controls if sign >= "\x7f"}
    assert all(found >= c1 | halves for found in (LINE, TEXT, JSON, PAGE, SOURCE))
    assert controls <= LINE
    assert controls - set("\t\n\r") <= SOURCE
    assert controls - set("\t\n") <= TEXT
    turning = {
        sign for sign in SIGNS if unicodedata.bidirectional(sign) in {"LRE", "RLE", "LRO", "RLO", "PDF"}
    }
    isolating = {sign for sign in SIGNS if unicodedata.bidirectional(sign) in {"LRI", "RLI", "FSI", "PDI"}}
    assert all(found >= turning | isolating for found in (LINE, JSON, PAGE, SOURCE))


def test_a_source_is_looked_at_for_whatever_any_other_place_would_take_out() -> None:
    """But line ends and tabs, which it may have."""
    assert (LINE | HIDING | TEXT | JSON | PAGE) - set("\t\n\r") <= SOURCE


def test_a_source_is_looked_at_for_every_sign_of_format() -> None:
    """But those of scripts that show them, such as the signs above Arabic numbers."""
    formats = {sign for sign in SIGNS if unicodedata.category(sign) == "Cf"}
    shown = {
        sign
        for sign in formats - SOURCE
        if not re.match("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2]", sign)
    }
    assert all(ord(sign) > 0x10000 for sign in shown), sorted(map(ascii, shown))


@pytest.mark.parametrize("sign", sorted(JSON - {chr(code) for code in range(0xD800, 0xE000)}))
def test_json_is_escaped_alike_as_text_and_as_utf_8(sign: str) -> None:
    """The record and the line on a terminal have the same escapes."""
    assert invisible.IN_JSON_UTF8.fullmatch(sign.encode())


def test_nothing_else_is_escaped_in_utf_8() -> None:
    """No part of a character is taken for one of these."""
    others = "".join(sign for sign in SIGNS if sign not in JSON)
    assert invisible.IN_JSON_UTF8.search(others.encode()) is None
