"""Datelines: where and when a report was written, and by which agency, as it says before its first words.

``PARIS, 9 octobre 2025 –``, ``WASHINGTON, D.C. (AP) —``, ``STOCKHOLM (TT)``, ``МОСКВА, 12 марта. /ТАСС/.``: a
place, a date and an agency, of which each may lack. A dash after them shows a dateline by itself. What ends
in another sign, or in none, needs an agency that is known. Agencies and months are the union over
``languages/``, since which language the text is in is not known yet.
"""

from __future__ import annotations

import re
from functools import cache

import languages
from pipeline.core.text.case import folded
from pipeline.core.text.far_patterns import FarPattern
from pipeline.core.text.name_particles import ALL_PARTICLES
from pipeline.read.openings.script_patterns import script_pattern

_LEAST_AFTER = 20
"""Characters of text that must follow a dateline."""
_NUMERIC_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}|\d{4}|\d[月일日]")
_AGENCY_PARTS = re.compile(r"[/,+&–-]|\s+(?=\S+$)")
"""What stands between the names of several agencies, or between an agency's and a desk's: ``dpa/lnw``."""
_LONGEST = 400
"""Characters that no dateline is longer than."""
_SIGNS = {
    "dashed": "–—―-_|",
    "stopped": ".:",
    "closed": ")]）/",
    "bare dashed": "–—―-_|",
    "bare stopped": ".:",
}
"""The shapes of what follows a place, and the signs before a space that each ends with."""
_LEAST_CAPITALS = 4
"""Letters of a place in capitals that is one by its dash alone: shorter ones are parties and the like."""


def dateline(text: str) -> str:
    """Return the dateline that a paragraph opens with, with the space after it; empty where it has none."""
    for pattern in _patterns_of_languages():
        if (found := pattern.match(text)) and len(text) - found.end() >= _LEAST_AFTER // 2:
            return found[0]
    begin = _after_agency(text, 0)
    end = _after_place(text, begin) or begin
    return text[:end] if len(text) - end >= _LEAST_AFTER else ""


def _after_agency(text: str, at: int) -> int:
    """Return where text goes on after an agency in brackets, as in ``(AFP) -``; ``at`` where none is."""
    found = _shape("lone").match(text, at) if text.startswith(("(", "[", "（"), at) else None
    if found is None or not _is_agency(found["agency"]):
        return at
    return found.end() if found["sign"].strip() or not text[found.end()].islower() else at


def _after_place(text: str, at: int) -> int:
    """Return where text goes on after a place and what belongs to it; 0 where no dateline stands there."""
    head = text[at : at + _LONGEST].replace("\u00a0", " ")
    for shape, signs in _SIGNS.items():
        found = _shape(shape).match(text, at) if any(f"{sign} " in head for sign in signs) else None
        if found is None:
            continue
        follows = _shape("after").match(text, found.end())
        is_followed = follows is not None and _is_agency(follows["agency"])
        if _is_dateline(found, shape, text[found.end()], is_followed=is_followed):
            return follows.end() if follows and is_followed else found.end()
    return 0


def _is_dateline(found: re.Match[str], shape: str, following: str, *, is_followed: bool) -> bool:
    place, region, date = found["place"], found["region"] or "", found["date"] or ""
    if date:  # "le 12 mars", "March 12"
        region, date = "", f"{region}{date}"
    is_known = is_followed or _is_agency(found["agency"] or "")
    is_dated = bool(date) and (_is_date(date) or (is_known and any(map(str.isdecimal, date))))
    if (date and not is_dated) or not (_is_named(place) and _is_named(region)):
        return False
    is_place = place.upper() == place != place.lower() and sum(map(str.isalpha, place)) >= _LEAST_CAPITALS
    begins = not following.islower()
    if is_known:
        return (begins or shape != "closed") and (is_place or is_dated or shape != "bare stopped")
    if shape == "dashed":
        return (is_place and begins) or (not region and (is_dated or bool(found["agency"])))
    return shape == "stopped" and is_place and is_dated and found["sign"] == ":"


def _is_named(words: str) -> bool:
    return not any(word[0].islower() and folded(word) not in ALL_PARTICLES for word in words.split())


def _is_agency(words: str) -> bool:
    """Say whether words name an agency that is known, alone or with others and with desks."""
    bare = words.strip(" \u00a0()[]（）【】/.,،")
    known = _agencies()
    if folded(bare) in known:
        return True
    return any(folded(part.strip()) in known for part in _AGENCY_PARTS.split(bare) if part)


def _is_date(text: str) -> bool:
    if not any(map(str.isdecimal, text)):
        return False
    small = folded(text)
    return bool(_NUMERIC_DATE.search(text)) or any(month in small for month in _months())


@cache
def _shape(name: str) -> re.Pattern[str]:
    """Return a pattern: of an agency alone, of a place with what follows it, of what comes last."""
    marks = "\u0300-\u036f\u064b-\u0652\u0900-\u0903\u093a-\u094f"
    word = rf"(?:[^\W\d_]{{1,3}}\.|[^\W\d_](?:[^\W\d_]|['’‑{marks}-]){{0,30}}(?![^\W\d_]))"
    place = rf"(?P<place>{word}(?:[ /]{word}){{0,4}})"
    region = r"(?:,[ \u00a0](?P<region>(?:[^\W\d_]\.){2,3}|[^\W\d_]{2,20}\.?(?:[ ][^\W\d_]{2,20}){0,2}))?"
    day = r"[,.،][ \u00a0]\d{1,2}/\d{1,2}(?:/\d{2,4})?"
    date = rf"(?P<date>(?:[,.،][ \u00a0]|[ \u00a0](?=\d))[^\n()（）–—―/]{{3,34}}?|{day})?"
    bracketed = r"(?:[(\[（][^()\[\]（）\n]{2,40}[)\]）]|/[^/\n]{2,20}/)"
    bare = r"[^\W\d_]{2,15}(?:[ -][^\W\d_]{2,15}){0,2}"
    dash = r"(?P<sign>[ \u00a0.:]{0,2}(?:[–—―]|-{1,2}(?=[ \u00a0])|_(?=[ \u00a0])|\|))[ \u00a0]+(?=\S)"
    stop = r"(?P<sign>[.:])[ \u00a0]+(?=\S)"
    gap = r"[ \u00a0]?[,.،]?[ \u00a0]?"
    dashes = r"[–—―]|-{1,2}|_|\|"
    lone = r"(?P<agency>[(\[（][^()\[\]（）\n]{2,40}[)\]）])"
    patterns = {
        "lone": rf"{lone}(?P<sign>[.:]?[ \u00a0]?(?:{dashes})?)(?:[ \u00a0]+|(?<=）))(?=\S)",
        "dashed": rf"[(\[]?{place}{region}{date}(?P<agency>{gap}{bracketed})?{dash}",
        "stopped": rf"[(\[]?{place}{region}{date}(?P<agency>{gap}{bracketed})?{stop}",
        "closed": rf"{place}{region}{date}(?P<agency>{gap}{bracketed})(?P<sign>)[ \u00a0]+(?=\S)",
        "bare dashed": rf"{place}{region}{date}(?P<agency>{gap}{bare}){dash}",
        "bare stopped": rf"{place}{region}{date}(?P<agency>{gap}{bare}){stop}",
        "after": rf"(?P<agency>{bare})(?:[.:|–—]|[ \u00a0][-–—|])[ \u00a0]+(?=\S)",
    }
    return re.compile(patterns[name])


@cache
def _patterns_of_languages() -> tuple[re.Pattern[str] | FarPattern, ...]:
    return tuple(
        script_pattern(pattern, language)
        for language in languages.everyone()
        for pattern in language.credits.dateline_patterns
    )


@cache
def _agencies() -> frozenset[str]:
    return frozenset(
        folded(agency) for language in languages.everyone() for agency in language.credits.agencies
    )


@cache
def _months() -> frozenset[str]:
    """Return the beginnings of all names of months, and their short forms."""
    forms = (
        form.rstrip("*?")
        for language in languages.everyone()
        for month in language.checks.months
        for form in month
    )
    return frozenset(folded(form)[:4] for form in forms if len(form) > 2)
