"""Spaces: before and after signs as a language has them, and one between words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import languages
from pipeline.core.records import LanguageCode
from pipeline.translate.protect.restore import Restored
from pipeline.translate.typesetting.edits import Edit, in_items

_SPACE = "[ \\t\u00a0\u202f\u2009]"
_SEVERAL = re.compile(rf"(?<=\S){_SPACE}{{2,}}(?=\S)")
_ENDING = re.compile(
    rf"(?<=[^\W_]|[)\]}}%»”’\"']){_SPACE}*(?P<sign>[:;!?]+|[,.](?![.\d]))(?P<after>$|{_SPACE}|[)\]}}»”’\"'])"
)
"""A sign that ends a word or sentence, with the spaces before it."""
_GLUED = re.compile(r"(?<=[^\W\d_]{2})[,;!?](?=[^\W\d_]{2})")
"""A sign between two words that stands close to both."""
_OPENED = re.compile(rf"«({_SPACE}*)(?=\S)")
_CLOSED = re.compile(rf"(?<=\S)({_SPACE}*)»")
_DIGIT = re.compile(r"\d")


def spaces_between(restored: Restored, text: str, target: LanguageCode) -> list[Edit]:
    """Return the edits that make the spaces of a translation of ``text`` those of ``target``.

    A sign that ``text`` has between letters and close to both is left, as are ratios and what smiles.
    """
    if not languages.get(target).separator:
        return []
    made = restored.text
    edits = [*_before_signs(made, target), *_in_quotations(made, target)]
    edits += [(*found.span(), " ") for found in _SEVERAL.finditer(made)]
    for found in _GLUED.finditer(made):
        if not re.search(rf"[^\W\d_]{re.escape(found[0])}[^\W\d_]", text):
            before = dict(languages.get(target).mark_spaces).get(found[0], "")
            edits += [(found.start(), found.start(), before), (found.end(), found.end(), " ")]
    if made.endswith("..") and not made.endswith("...") and not text.endswith(".."):
        edits.append((len(made) - 1, len(made), ""))  # behind an abbreviation: ``EE.UU..``
    return _wanted(made, edits, in_items(restored))


def _before_signs(text: str, target: LanguageCode) -> Iterator[Edit]:
    spaces = dict(languages.get(target).mark_spaces)
    for found in _ENDING.finditer(text):
        start, end = found.start(), found.start("sign")
        follows = text[found.end("sign") :].lstrip()[:1]
        is_ratio = found["sign"] == ":" and _DIGIT.match(text[start - 1]) and _DIGIT.match(follows or " ")
        is_smile = found["sign"] in ":;" and found["after"] in ")]}"
        if not is_ratio and not (is_smile and found["after"]):
            yield start, end, spaces.get(found["sign"][0], "")


def _in_quotations(text: str, target: LanguageCode) -> Iterator[Edit]:
    """Yield the edits inside guillemets, where the language has them that way round.

    A lone one with spaces on both sides, which may be broken, may be an arrow.
    """
    if ("»", "«") in languages.get(target).quotes:
        return
    gap = languages.get(target).quote_space
    is_alone = "«" not in text or "»" not in text
    for found in (*_OPENED.finditer(text), *_CLOSED.finditer(text)):
        start, end = found.span(1)
        other = text[start - 2 : start - 1] if found[0][0] == "«" else text[end + 1 : end + 2]
        if not (is_alone and text[start:end] == " " and other == " "):
            yield start, end, gap


def _wanted(text: str, edits: Sequence[Edit], hidden: frozenset[int]) -> list[Edit]:
    """Return edits in order that change something, none over another or in an item; of two the first."""
    wanted: list[Edit] = []
    for start, end, new in sorted(edits, key=lambda edit: edit[0]):
        is_free = hidden.isdisjoint(range(start, end)) and not {start - 1, start} <= hidden
        follows = not wanted or (start > wanted[-1][0] and start >= wanted[-1][1])
        if is_free and follows:
            wanted.append((start, end, new))
    return [(start, end, new) for start, end, new in wanted if text[start:end] != new]
