"""Bylines: who wrote a report, as it says above its first words.

A byline is ``By Anna Marsh in Paris`` or ``김민수 기자``, a line of its own. Which language it is in is not
known yet, so the words are the union over ``languages/``; where a script has no capitals, its languages'
patterns say what bylines look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import languages
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import folded
from pipeline.core.text.far_patterns import FarPattern
from pipeline.core.text.name_particles import ALL_PARTICLES
from pipeline.core.text.stop_words import for_detection
from pipeline.read.openings.script_patterns import script_pattern

_LONGEST_BYLINE = 120
_LONGEST_OPENING = 6
"""Words that stand before a name, at most."""
_LEAST_NAME, _LONGEST_NAME = 2, 5
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT, _LEAST_WORDS = 1500, 12
"""Characters of a text that its language is looked for in, and words that this takes."""
_ENOUGH = 0.6
"""Least share of stop words, of the language that has most of them in the text."""
_LONGEST_TAIL = 5
"""Words after the names, such as ``in Paris``, at most."""
_SHORT_WORD = 5
"""Letters of the longest word that such a tail begins with, without a comma."""
_ELIDED = re.compile(r"^(?:d|l|D|L|O)['’](?=\w)")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.‑-])*")
_ARTICLES = frozenset(("la", "le", "les", "el", "der", "den", "dem", "das", "des", "du", "de", "das", "dos"))
"""Particles that no first name is."""
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
_AGENCY = re.compile(r"[A-ZА-ЯΑ-Ω]{2,6}")

_SENTENCE_END = re.compile(r"[!?…:;。！？؟।]$|[^\W\d_]{4}\.$")


def byline_authors(line: str, text: str = "") -> tuple[str, ...]:
    """Return the authors that a line names; none where it is no byline.

    Where the ``text`` that it stands in is given, the line must be a byline of the text's language: ``Per
    Capita Income Falls`` is none of an English one.
    """
    bare = line.strip().strip("*_ ")
    if not bare or len(bare) > _LONGEST_BYLINE or "\n" in bare or _SENTENCE_END.search(bare):
        return ()
    inner = _BRACKETED.fullmatch(bare)
    for form in (bare, inner[1].strip()) if inner else (bare,):
        if names := _by_pattern(form, text) or _by_opening(form, text) or _of_the_house(form, text):
            return names
    return ()


def _by_pattern(line: str, text: str) -> tuple[str, ...]:
    for code, pattern, conjunctions in _patterns():
        found = pattern.fullmatch(line)
        if found and _may_be_in(code, text):
            return tuple(_listed(found["name"], conjunctions))
    return ()


def _by_opening(line: str, text: str) -> tuple[str, ...]:
    words = line.replace("：", ": ").split()
    for size in range(min(_LONGEST_OPENING, len(words) - 1), 0, -1):
        opening = folded(" ".join(words[:size])).rstrip(":").rstrip()
        rest = words[size:]
        has_colon = words[size - 1].endswith(":") or rest[0] == ":"
        rest = rest[1:] if rest[0] == ":" else rest
        known = _openings().get(opening, ()) + (_openings().get(f"{opening}:", ()) if has_colon else ())
        if not rest or not (has_colon or all(_may_be_names(rest, code, text) for code, _ in known)):
            continue
        readings = (
            _names(rest, conjunctions, has_colon=has_colon)
            for code, conjunctions in known
            if _may_be_in(code, text)
        )
        if names := max(readings, key=len, default=()):
            return names
    return ()


def _may_be_names(words: list[str], code: LanguageCode, text: str) -> bool:
    """Say whether nothing speaks against names: neither a set phrase, nor small words, nor the text itself.

    ``By Royal Command`` begins as many titles do, and ``By Hook or by Crook`` has words that no name has. A
    text that has both words of a name in small letters speaks of things.
    """
    bare = [folded(word.strip(",;")) for word in words]
    language = languages.get(code)
    conjunctions = frozenset(map(folded, language.credits.conjunctions))
    small = frozenset(map(folded, language.small_words)) - ALL_PARTICLES - conjunctions
    has_capital = [word[:1].isupper() for word in words]
    if bare[0] in language.credits.unnamed or (bare[0] in _ARTICLES and len(words) < _LEAST_NAME + 1):
        return False
    if any(capital and word in small for word, capital in zip(bare, has_capital, strict=True)):
        return False
    used = frozenset(_WORD.findall(text))
    return not text or not all(word in used for word in bare)


def _of_the_house(line: str, text: str) -> tuple[str, ...]:
    """Return whom ``From our correspondent in Paris, Anna Marsh`` names, else what they are called."""
    words = line.split()
    small = [folded(word).rstrip(",:") for word in words]
    for code, opening in _of_correspondents():
        if opening[0] not in (small[0], "*"):
            continue
        rest = words[len(opening) :]
        if len(words) < len(opening) or not _begins(small, opening) or not _may_be_in(code, text):
            continue
        joining = _joining(code)
        for part in _without_place(rest):
            if names := _names(part, joining, has_colon=False):
                return names
        if not rest or _is_place(rest):
            return (" ".join(words[0 if opening[-1] == words[0] else 1 :]),)
    return ()


def _begins(words: list[str], opening: tuple[str, ...]) -> bool:
    return all(sought in ("*", word) for word, sought in zip(words, opening, strict=False))


def _without_place(words: list[str]) -> Iterator[list[str]]:
    """Yield words as they are, and without a place before a name: ``in Paris, Anna Marsh``."""
    if words and not words[0][:1].islower():
        yield words
        return
    comma = next((at for at, word in enumerate(words) if word.endswith(",")), -1)
    if comma > 0 and _is_place(words[: comma + 1]):
        yield words[comma + 1 :]
    elif len(words) > _LEAST_NAME + 1 and _is_place(words[:2]):
        yield words[2:]


def _is_place(words: list[str]) -> bool:
    """Say whether words are a place with a small word before it: ``in New York,``."""
    is_short = 1 < len(words) <= _LONGEST_TAIL and words[0].islower() and len(words[0]) <= _SHORT_WORD
    return is_short and all(_is_name(word.rstrip(",")) or folded(word) in ALL_PARTICLES for word in words[1:])


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
    people = [found[0], *(name for name in found[1:] if not any(map(_is_role, name)))]
    whole = [name for name in people if _is_whole(name, has_colon=False)] or found[:1]
    return tuple(" ".join(name) for name in whole)


def _is_role(word: str) -> bool:
    """Say whether a word says what those do who write news: ``Writer``, ``Redakteurin``."""
    return _roles().fullmatch(folded(word)) is not None


def _leads_on(words: list[str]) -> bool:
    """Say whether small words lead to a name, as in ``van der Meer``."""
    after = next((at for at, word in enumerate(words) if folded(word) not in ALL_PARTICLES), len(words))
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
        for words in language.credits.bylines:
            found[folded(words)] = (*found.get(folded(words), ()), (language.code, _joining(language.code)))
    return found


@cache
def _of_correspondents() -> tuple[tuple[LanguageCode, tuple[str, ...]], ...]:
    """Return the words before a correspondent's name in each language, the longest first."""
    found = (
        (language.code, tuple(folded(words).split()))
        for language in languages.everyone()
        for words in language.credits.correspondents
    )
    return tuple(sorted(found, key=lambda each: (-len(each[1]), "*" in each[1])))


@cache
def _roles() -> re.Pattern[str]:
    """Return what matches the words of all languages for those who write news."""
    words = {folded(word) for language in languages.everyone() for word in language.credits.roles}
    return re.compile("|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(words)) or r"(?!)")


@cache
def _joining(code: LanguageCode) -> frozenset[str]:
    return frozenset((*map(folded, languages.get(code).credits.conjunctions), "&"))


@cache
def _patterns() -> tuple[tuple[LanguageCode, re.Pattern[str] | FarPattern, frozenset[str]], ...]:
    return tuple(
        (language.code, script_pattern(pattern, language), frozenset(language.credits.conjunctions))
        for language in languages.everyone()
        for pattern in language.credits.byline_patterns
    )
