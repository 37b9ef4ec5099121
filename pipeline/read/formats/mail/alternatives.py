"""The forms of one text that a message has beside one another: plain, and in HTML."""

from __future__ import annotations

from pipeline.read.formats.compose import SourcePart

_LEAST_SHARE = 0.5
"""The simplest form of a text is read where it has at least this share of the letters of the longest."""
_LONGEST_POINTER = 300
"""Signs of a text that only says that there is another form."""


def best_form(forms: list[list[SourcePart]]) -> list[SourcePart]:
    """Return the simplest form of a text, the first; a later one where this one only points to it."""
    longest = max(map(_letters, forms), default=0)
    for number, form in enumerate(forms):
        if form and _letters(form) >= _LEAST_SHARE * longest and not _points(form, forms[number + 1 :]):
            return form
    return []


def _points(form: list[SourcePart], others: list[list[SourcePart]]) -> bool:
    """Say whether a form only says that there is one in HTML, whatever its language."""
    is_said, *said_by_others = (any("html" in part.text.lower() for part in each) for each in (form, *others))
    return is_said and _letters(form) <= _LONGEST_POINTER and any(others) and not any(said_by_others)


def _letters(parts: list[SourcePart]) -> int:
    return sum(len(part.text) for part in parts)
