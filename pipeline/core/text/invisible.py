"""Signs that are invisible, or that reverse visible text: one list, and the part of it that each place uses.

Names, messages and records come from strangers. A terminal obeys controls; a mark of direction makes
``exe.txt`` of ``txt.exe``; a sign without width hides in a name. Sources are read without such signs
(``normalise.py``); what shows words from elsewhere must not depend on that.
"""

from __future__ import annotations

import re

_C0 = "\x00-\x1f"
_C1 = "\x7f-\x9f"
"""C1 controls, with DEL."""
_LINE_SEPARATORS = "\u2028\u2029"
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
"""Marks of direction: embeddings, overrides and isolates."""
_DIRECTION_MARKS = "\u061c\u200e\u200f"
_SOFT_HYPHEN = "\xad"
_ZERO_WIDTH_SPACE = "\u200b"
_JOINERS = "\u200c\u200d"
_FORMAT = "\u2060-\u206f"
"""Format characters: word joiner, invisible operators, isolates, and deprecated controls of shape."""
_BYTE_ORDER_MARK = "\ufeff"
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"
_SELECTORS = "\ufe00-\ufe0f"
_ANNOTATIONS = "\ufff0-\ufffb"
_NO_CHARACTERS = "\ufffe\uffff"
_RESERVED = "\ufdd0-\ufdef"
_TAGS = "\U000e0000-\U000e0fff"
_HALVES = "\ud800-\udfff"
"""Surrogates, which have no UTF-8. Python uses them for bytes of a file name that are not UTF-8."""

IN_A_LINE = re.compile(f"[{_C0}{_C1}{_LINE_SEPARATORS}{_DIRECTION}{_HALVES}]")
"""Signs that a line of a message or a record must not hold; they are escaped there."""
HIDING = re.compile(f"[{_SOFT_HYPHEN}{_DIRECTION_MARKS}{_ZERO_WIDTH_SPACE}{_FORMAT}{_BYTE_ORDER_MARK}]")
"""Further signs that are invisible in a line; they are escaped on a terminal."""
IN_A_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f{_C1}{_HALVES}]")
"""Signs that a text on a terminal must not hold. It may have tabs and line ends, and needs marks of
direction."""
IN_JSON = re.compile(f"[{_C1}{_ZERO_WIDTH_SPACE}\u2028-\u202e{_FORMAT}{_BYTE_ORDER_MARK}{_HALVES}]")
"""Signs that are escaped in JSON, beside the C0 controls, which JSON escapes itself."""
IN_JSON_UTF8 = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xe2\x80[\x8b\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf")
"""The signs of ``IN_JSON`` in UTF-8, which has no surrogates."""
IN_A_PAGE = re.compile(
    f"[{_C0}{_C1}{_ZERO_WIDTH_SPACE}{_LINE_SEPARATORS}{_DIRECTION}{_NO_CHARACTERS}{_HALVES}]"
)
"""Signs that are left out of words on a page; white space there is a blank."""
IN_A_SOURCE = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f{_C1}{_SOFT_HYPHEN}{_FILLERS}{_DIRECTION_MARKS}{_ZERO_WIDTH_SPACE}{_JOINERS}"
    f"\u2028-\u202e{_FORMAT}{_SELECTORS}{_BYTE_ORDER_MARK}{_ANNOTATIONS}{_NO_CHARACTERS}{_HALVES}{_RESERVED}{_TAGS}]"
)
"""Signs that are looked at in a source. Most are removed; ``normalise.py`` says what stays."""
