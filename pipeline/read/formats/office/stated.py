"""What office documents state of themselves: authors, times, languages, titles, and which of it is of use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from pipeline.read.formats.compose import SourcePart

_MAX_LENGTH = 300
"""The longest name that is taken, in characters."""
_PROGRAMS = re.compile(
    r"(?:python-docx|microsoft( office)?( user| word)?|(office|default|utilisateur|usuario|unknown|windows)?"
    r" ?(user|author|admin(istrator)?|benutzer|owner)?|apple|acrobat.*|indesign.*|un-?named|-)",
    re.IGNORECASE,
)
"""Names that programs write where nobody gave one."""
_FILE_NAME = re.compile(
    r"microsoft \w+ - |.*\.(?:docx?|odt|rtf|pdf|indd|pages|txt|qxp|dotx?)$", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"(?:untitled|document|unnamed|unknown title|sans titre|sin título|titel|title)?\W*\d*", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NO_LANGUAGE = frozenset(("zxx", "none", "und", "x-none"))
_BEFORE_TITLE = 6
"""A first heading is the title where at most so many parts stand before it."""


def authors_of(said: Iterable[str]) -> tuple[str, ...]:
    """Return the names of persons among what a document states; several may stand in one, parted by ``;``."""
    names = (" ".join(name.split()) for each in said for name in each.split(";"))
    return tuple(
        dict.fromkeys(
            name for name in names if 0 < len(name) <= _MAX_LENGTH and not _PROGRAMS.fullmatch(name)
        )
    )


def time_of(*said: str | None) -> str:
    """Return the first of times that is one, as ISO 8601 with its zone (UTC where it names none), or a day.

    Years before 1990 are clocks that were never set.
    """
    for text in said:
        bare = (text or "").strip()
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", bare):
                found: date = date.fromisoformat(bare)
                stamp = found.isoformat()
            else:
                moment = datetime.fromisoformat(bare)
                found, stamp = moment, moment.isoformat(timespec="seconds")
                stamp = stamp if moment.tzinfo is not None else f"{stamp}+00:00"
        except ValueError:
            continue
        if found.year >= 1990:
            return stamp
    return ""


def language_of(*said: str | None) -> str:
    """Return the first of languages that is a tag (BCP 47); empty where none is."""
    for text in said:
        tag = (text or "").strip().replace("_", "-")
        if _LANGUAGE.fullmatch(tag) and tag.lower() not in _NO_LANGUAGE:
            return tag
    return ""


def real_title(said: str | None) -> str:
    """Return a title that a document states, unless it is a file's name or says nothing."""
    title = " ".join((said or "").split())
    if len(title) > _MAX_LENGTH or _FILE_NAME.match(title) or _NO_TITLE.fullmatch(title):
        return ""
    return title


def titled(parts: Sequence[SourcePart], stated: str | None, *, add: bool = False) -> tuple[SourcePart, ...]:
    """Return parts of which one, at most, is the title.

    That is the first of kind ``title``; or the part near the beginning whose words are the stated title; or
    the first heading, near the beginning. ``add`` puts the stated title first where there is none of these.
    """
    near = parts[: _BEFORE_TITLE + 1]
    title = real_title(stated)
    at = next((at for at, part in enumerate(parts) if part.kind == "title"), None)
    if at is None and title:
        wanted = title.casefold()
        at = next((at for at, part in enumerate(near) if _words(part.text).casefold() == wanted), None)
    if at is None and not (add and title):
        at = next((at for at, part in enumerate(near) if part.kind == "heading"), None)
    if at is None:
        first = [SourcePart(kind="title", text=title)] if add and title else []
        return (*first, *(_demoted(part) for part in parts))
    return tuple(
        replace(part, kind="title", marker="") if index == at else _demoted(part)
        for index, part in enumerate(parts)
    )


def _demoted(part: SourcePart) -> SourcePart:
    return replace(part, kind="heading") if part.kind == "title" else part


def _words(text: str) -> str:
    return " ".join(text.split())
