"""Halves of the day behind an hour, ``10:30 am``, which an engine takes for a verb or an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from languages import Language
from pipeline.core.records import Item, StandIn
from pipeline.translate.protect.words.stand_ins import StandIns

_SPACE = "[ \u00a0\u202f]"
_HOUR = r"(?<![\w.,:/])(?:\d{1,2}[-–])?(?:[01]?\d|2[0-3])(?:[:.h][0-5]\d){0,2}"
_STOPPED = rf"[ap]\.{_SPACE}?m"
_LAST_HOUR = 12
_PLAIN = "am"
"""The form that is a word of its own in some languages: German ``am``, Romanian ``am``."""


def halves_of_day(text: str, source: Language, stand_ins: StandIns) -> Iterator[Item]:
    """Yield the signs for a half of the day behind the hours of a sentence.

    One that touches its hour is sent with a space between. A last full stop is the sentence's as well, and
    stays outside.
    """
    for match in _pattern(source).finditer(text):
        shown = match["half"]
        end = match.end()
        if shown.endswith("."):
            is_last = not text[end:].strip() or text[end:].lstrip()[:1].isupper()
            shown, end = (shown[:-1], end - 1) if is_last else (shown, end)
        stand_in = stand_ins.acronym(shown, is_male=False)
        if stand_in is None:
            continue
        if not match["space"]:
            stand_in = StandIn(sent=f" {stand_in.sent}", back=stand_in.back, shown=stand_in.shown)
        yield Item(start=match.start("half"), end=end, kind="acronym", droppable=True, stand_in=stand_in)


@cache
def _pattern(source: Language) -> re.Pattern[str]:
    forms = {form for _, forms in source.checks.day_parts for form in forms}
    plain = "[ap]m" if _PLAIN in forms else "pm"
    words = "|".join(
        re.escape(words[0])
        for value, words in source.checks.words
        if 1 <= value <= _LAST_HOUR and not words[0].endswith("*")
    )
    spelled = rf"(?<!\w)(?:{words or '(?!)'})(?={_SPACE})"
    return re.compile(
        rf"(?:{_HOUR}|{spelled})(?P<space>{_SPACE}?)(?P<half>{_STOPPED}\b\.?|{plain}(?!\w|\.\w))",
        re.IGNORECASE,
    )
