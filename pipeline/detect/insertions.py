"""Stretches of a text between brackets, quotation marks and the like, where names in other scripts stand."""

from __future__ import annotations

import re
from functools import cache

_BETWEEN = (
    *("()", "（）", "[]", "［］", "{}", "<>", "【】", "〔〕", "《》", "〈〉", "「」", "『』", "“”", "„“"),
    *("„”", "«»", "»«", "‹›", "›‹", "‘’", "‚‘", "‚’", '""', "””", "’’", "''", "``", "**", "__", "//"),
    *("––", "——"),
)
"""Brackets, quotation marks of all languages, dashes, and the marks of Markdown, by pairs."""


@cache
def insertions() -> re.Pattern[str]:
    """Return a pattern of stretches between brackets or quotation marks.

    Each ends within a line and holds none of its own marks, so that time is linear.
    """
    found = []
    for opening, closing in map(tuple, _BETWEEN):
        inside = rf"[^{re.escape(opening + closing)}\n]{{1,400}}"
        if opening == closing:  # no apostrophe
            found.append(rf"(?<!\w){re.escape(opening)}(?=\S){inside}{re.escape(closing)}(?!\w)")
        else:
            found.append(rf"{re.escape(opening)}{inside}{re.escape(closing)}")
    return re.compile("|".join(found))
