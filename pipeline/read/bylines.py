"""Bylines and datelines: who wrote a report, and where and when, as it says above and before its first words.

A byline is ``By Anna Marsh in Paris`` or ``김민수 기자``, a line of its own. A dateline opens a paragraph:
``PARIS, 9 octobre 2025 –``. Which language they are in is not known yet, so the words are the union over
``languages/``; where a script has no capitals, its languages' patterns say what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import folded
from pipeline.core.text.far_patterns import FarPattern
from pipeline.core.text.stop_words import for_detection

_LONGEST_BYLINE = 120
_LONGEST_OPENING = 6
"""Words that stand before a name, at most."""
_LONGEST_NAME = 5
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT, _LEAST_WORDS = 1500, 12
"""Characters of a text that its language is looked for in, and words that this takes."""
_ENOUGH = 0.6
"""Least share of stop words, of the language that has most of them in the text."""
_LONGEST_TAIL = 5
"""Words after the names, such as ``in Paris``, at most."""
_SHORT_WORD = 5
"""Letters of the longest word that such a tail begins with, without a comma."""
_PARTICLES = frozenset(
    (
        "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "les", "el", "al",
        "van", "von", "der", "den", "dem", "zu", "zum", "zur", "ter", "ten", "te", "af", "av",
        "bin", "ibn", "ben", "bint", "abu", "st", "y", "i",
    )
)  # fmt: skip
"""Small words inside of names, of many languages."""
_ELIDED = re.compile(r"^(?:d|l|D|L|O)['’](?=\w)")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.‑-])*")
_AGENCY = re.compile(r"[A-ZА-ЯΑ-Ω]{2,6}")

_SENTENCE_END = re.compile(r"[!?…:;。！？؟।]$|[^\W\d_]{4}\.$")
_MARKS = "\u0300-\u036f\u064b-\u0652\u0900-\u0903\u093a-\u094f"
_PLACE_WORD = rf"[^\W\d_](?:[^\W\d_]|['’.‑{_MARKS}-]){{0,30}}"
_PLACE = rf"{_PLACE_WORD}(?:[ /]{_PLACE_WORD}){{0,4}}"
_DATELINE = re.compile(
    rf"[(\[]?(?P<place>{_PLACE})(?:(?P<date>(?:[,.،][ \u00a0]|[ \u00a0](?=\d))[^\n()–—―]{{3,34}}?))?"
    r"(?P<agency>[ \u00a0]?[,.،]?[ \u00a0]?[(\[][^()\[\]\n]{2,40}[)\]])?"
    r"[ \u00a0.]{0,2}(?:[–—―]|-(?=[ \u00a0]))[ \u00a0]+(?=\S)"
)
_LEAST_AFTER = 20
"""Characters of text that must follow a dateline."""
_FAR_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore"})
"""Scripts whose bylines and datelines stand in texts with a far sign."""
_NUMERIC_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}|\d{4}")


def byline_authors(line: str, text: str = "") -> tuple[str, ...]:
    """Return the authors that a line names; none where it is no byline.

    Where the ``text`` that it stands in is given, the line must be a byline of the text's language: ``Per
    Capita Income Falls`` is none of an English one.
    """
    bare = line.strip().strip("*_ ")
    if not bare or len(bare) > _LONGEST_BYLINE or "\n" in bare or _SENTENCE_END.search(bare):
        return ()
    for code, pattern, conjunctions in _patterns():
        found = pattern.fullmatch(bare)
        if found and _may_be_in(code, text):
            return tuple(_listed(found["name"], conjunctions))
    words = bare.replace("：", ": ").split()
    for size in range(min(_LONGEST_OPENING, len(words) - 1), 0, -1):
        opening = folded(" ".join(words[:size])).rstrip(":").rstrip()
        rest = words[size:]
        has_colon = words[size - 1].endswith(":") or rest[0] == ":"
        rest = rest[1:] if rest[0] == ":" else rest
        known = _openings().get(opening, ()) + (_openings().get(f"{opening}:", ()) if has_colon else ())
        readings = (
            _names(rest, conjunctions, has_colon=has_colon)
            for code, conjunctions in known
            if _may_be_in(code, text)
        )
        if names := max(readings, key=len, default=()):
            return names
    return ()


def dateline(text: str) -> str:
    """Return the dateline that a paragraph opens with, with the space after it; empty where it has none."""
    for pattern in _dateline_patterns():
        if (found := pattern.match(text)) and len(text) - found.end() >= _LEAST_AFTER // 2:
            return found[0]
    found = _DATELINE.match(text)
    if found is None or len(text) - found.end() < _LEAST_AFTER:
        return ""
    place, date = found["place"], found["date"] or ""
    is_place = place.upper() == place != place.lower() and sum(map(str.isalpha, place)) > 3
    is_named = not any(word[0].islower() and folded(word) not in _PARTICLES for word in place.split())
    is_dated = bool(date) and _is_date(date)
    if date and not is_dated:
        return ""
    return found[0] if is_place or (is_named and (is_dated or found["agency"])) else ""


def _is_date(text: str) -> bool:
    if not any(map(str.isdecimal, text)):
        return False
    small = folded(text)
    return bool(_NUMERIC_DATE.search(text)) or any(month in small for month in _months())


def _names(words: list[str], conjunctions: frozenset[str], *, has_colon: bool) -> tuple[str, ...]:
    """Return the names that words begin with; none where they are not all names, but for a short tail."""
    names: list[list[str]] = [[]]
    tail: list[str] = []
    for at, word in enumerate(words):
        bare = word.rstrip(",;")
        if folded(bare) in conjunctions and names[-1]:
            names.append([])
        elif _is_name(bare) or (names[-1] and _leads_on(words[at:])):
            names[-1].append(bare)
        else:
            tail = words[at:]
            break
        if word != bare:
            names.append([])
    found = [name for name in names if name]
    after_comma = len(words) > len(tail) and words[len(words) - len(tail) - 1].endswith(",")
    if not found or not _is_whole(found[0], has_colon=has_colon) or not _is_tail(tail, after_comma):
        return ()
    whole = [name for name in found if _is_whole(name, has_colon=False)] or found[:1]
    return tuple(" ".join(name) for name in whole)


def _leads_on(words: list[str]) -> bool:
    """Say whether small words lead to a name, as in ``van der Meer``."""
    after = next((at for at, word in enumerate(words) if folded(word) not in _PARTICLES), len(words))
    return 0 < after < len(words) and _is_name(words[after].rstrip(",;"))


def _is_name(word: str) -> bool:
    bare = _ELIDED.sub("", word)
    return bool(_NAME.fullmatch(bare)) and bare[0].isupper()


def _is_whole(name: list[str], *, has_colon: bool) -> bool:
    """Say whether words are a person's name, or an agency's."""
    if len(name) == 1:
        return has_colon or bool(_AGENCY.fullmatch(name[0]))
    return len(name) <= _LONGEST_NAME


def _is_tail(words: list[str], after_comma: bool) -> bool:
    """Say whether words can stand after a name: ``in Paris``, ``, Senior Correspondent``."""
    if not words:
        return True
    if len(words) > _LONGEST_TAIL or any(word.endswith((".", ":")) for word in words[:-1]):
        return False
    return after_comma or (len(words) > 1 and len(words[0]) <= _SHORT_WORD and _is_name(words[-1]))


def _listed(names: str, conjunctions: frozenset[str]) -> Iterator[str]:
    words = "|".join(re.escape(word) for word in conjunctions if not word.isalpha())
    for name in re.split(rf"[,،、/]{'|' + words if words else ''}|[ \u00a0](?:و|और)[ \u00a0]", names):
        if bare := " ".join(name.split()):
            yield bare


def _may_be_in(code: LanguageCode, text: str) -> bool:
    """Say whether a text may be in a language: none has many more of its stop words in the text."""
    words = [word.lower() for word in _WORD.findall(text[:_LOOKED_AT])]
    if len(words) < _LEAST_WORDS:
        return True
    counts = {each: sum(word in for_detection(each) for word in words) for each in languages.codes()}
    return counts[code] >= _ENOUGH * max(counts.values())


@cache
def _openings() -> dict[str, tuple[tuple[LanguageCode, frozenset[str]], ...]]:
    """Return what stands before a name, with the languages that have it, and what joins names in each."""
    found: dict[str, tuple[tuple[LanguageCode, frozenset[str]], ...]] = {}
    for language in languages.everyone():
        joining = frozenset((*map(folded, language.credits.conjunctions), "&"))
        for words in language.credits.bylines:
            found[folded(words)] = (*found.get(folded(words), ()), (language.code, joining))
    return found


@cache
def _patterns() -> tuple[tuple[LanguageCode, re.Pattern[str] | FarPattern, frozenset[str]], ...]:
    return tuple(
        (language.code, _pattern(pattern, language), frozenset(language.credits.conjunctions))
        for language in languages.everyone()
        for pattern in language.credits.byline_patterns
    )


@cache
def _dateline_patterns() -> tuple[re.Pattern[str] | FarPattern, ...]:
    return tuple(
        _pattern(pattern, language)
        for language in languages.everyone()
        for pattern in language.credits.dateline_patterns
    )


def _pattern(source: str, language: languages.Language) -> re.Pattern[str] | FarPattern:
    return re.compile(source) if _FAR_SCRIPTS.isdisjoint(language.scripts) else FarPattern(source)


@cache
def _months() -> frozenset[str]:
    """Return the beginnings of all names of months, and their short forms."""
    forms = (
        form.rstrip("*")
        for language in languages.everyone()
        for month in language.checks.months
        for form in month
    )
    return frozenset(folded(form)[:4] for form in forms if len(form) > 2)
