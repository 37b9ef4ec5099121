"""Capitals: a sentence begins with one where the source's does, and small words have none in its middle."""

from __future__ import annotations

import re

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import capitalised, lowered
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.edits import Edit, in_items

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\w+")
_APOSTROPHES = frozenset("'’")
_FINAL = tuple(".!?。！？؟।॥…")
_OPENING = frozenset("([{«“„‹‘\"'¿¡-–—:.!?…•*#/|>\n")
"""Signs after which words may begin with a capital."""


def capitals_at_beginning(
    restored: Restored, text: str, source: LanguageCode, target: LanguageCode
) -> list[Edit]:
    """Return the edit that gives a translation of ``text`` a capital at its beginning, if it needs one.

    One in a script without capitals needs none, and a word with capitals inside (``iPhone``) is left.
    """
    if not _begins_large(text, source):
        return []
    first = next((at for at, sign in enumerate(restored.text) if sign.isalnum()), None)
    if first is None or first in in_items(restored) or not languages.get(target).small_words:
        return []
    word = _TOKEN.match(restored.text, first)
    own = word[0] if word is not None else ""
    if not own[:1].islower() or own != lowered(own, target) or restored.text[first - 1 : first] in ("'", "’"):
        return []
    large = capitalised(own, target)
    return [(first, first + len(own), large)] if len(large) == len(own) else []  # ß has no capital


def _begins_large(text: str, source: LanguageCode) -> bool:
    first = next((sign for sign in text if sign.isalnum()), "")
    if not languages.get(source).small_words:  # a script without capitals
        return first.isalpha() and text.rstrip(" »”\"'’)").endswith(_FINAL)
    return first.isupper() or first.istitle()


def capitals_inside(restored: Restored, text: str, target: LanguageCode) -> list[Edit]:
    """Return the edits that take capitals off small words inside a translation of ``text``.

    Those that ``text`` has in the same letters may be part of a name. Beside words in capitals all are left.
    """
    small = frozenset(languages.get(target).small_words)
    known = frozenset(_WORD.findall(text))
    hidden = in_items(restored)
    words = list(_WORD.finditer(restored.text))
    edits: list[Edit] = []
    for number, found in enumerate(words[1:], 1):
        start, end = found.span()
        following = restored.text[end : end + 1]
        word = lowered(found[0], target) + ("'" if following in _APOSTROPHES else "")
        is_small = found[0].istitle() and word in small and found[0] not in known
        if not is_small or start in hidden or following == "." or _may_begin(restored.text[:start]):
            continue
        beside = (words[at][0] for at in (number - 1, number + 1) if at < len(words))
        if not any(len(each) > 1 and each.isupper() for each in beside):
            edits.append((start, end, lowered(found[0], target)))
    return edits


def _may_begin(before: str) -> bool:
    """Say whether what stands before a word lets it begin with a capital."""
    return before.rstrip()[-1:] in _OPENING
