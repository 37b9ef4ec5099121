"""The check that brackets and quotation marks are still there, in pairs."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

import languages
from pipeline.check.case import Case
from pipeline.check.words.asides import has_aside
from pipeline.check.words.quoted_words import is_around_others
from pipeline.core.records import Check, LanguageCode
from pipeline.core.text.stop_words import for_detection

NAME = "marks"

_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "】": "【"}
_BRACKET = re.compile(f"[{re.escape(''.join((*_BRACKETS, *_BRACKETS.values())))}]")
_SMILEY = re.compile(r"[:;=]-?[()]")
_QUOTED, _QUOTED_PART, _PART = 12, 30, 0.4
"""Letters of a quotation from which translators keep its marks, and of one that is a smaller part of its
text. They drop those around names, single words and parts of sentences. Set on half of ntrex-dev."""
_PAIRS = (
    ("«", "»"),
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ('"', '"'),
    ("”", "”"),
    ("「", "」"),
    ("『", "』"),
    ("‹", "›"),
)
"""Pairs of quotation marks that a text in any language may have, after its own."""
_SHARE, _TIMES = 0.2, 2.5
"""Share of a text between its only quotation marks, and times as large as which it holds other words."""
_PASSAGE = 24
"""Letters of a quotation from which translators keep its extent, however long the text is."""
_FEW, _MANY_TIMES = 16, 3.0
"""Letters of what is left of a quotation, and times as large as which one of unknown extent is another.
Both set on ntrex-dev: one sentence in 1,400 more of people's translations is flagged."""
_LETTERS_OF_SIGN = 3
_TITLED_WORD = 4
"""Letters of a word from which it has a capital in names."""
_NO_QUOTE = re.compile(r"[א-ת][\"”“״][א-ת](?![א-ת])")
_NEAR = 9
"""Characters within which a name may stand on the other side of a mark: ``Inrupt's "mission``."""
_ANCHOR = re.compile(r"\d[\d.,]*\d|(?<!\w)[A-ZÀ-Ž][^\W\d_]{3,}")
_SINGLES = re.compile(r"(?<!\w)['‘‚](.{20,})['’](?!\w)")
_WORD_IN_MARKS = re.compile(r"[«“”„\"‘‚'「『]\s?\w+\s?[»”“\"’‘'」』]")
_APOSTROPHES = frozenset("'‘‚")
_SINGLE = re.compile(r"(?<!\w)['‘‚]|['’](?!\w)|''")


def check_brackets_quotes(case: Case) -> Check:
    """Compare brackets and quotation marks.

    Brackets that no longer close fail; brackets or quotation marks of which none is left are a warning.
    """
    if _halves(case.target) > _halves(case.source):
        return Check(name=NAME, verdict="fail", note="brackets that do not close")
    before = _quotations(case.source, case.source_language)
    after = _quotations(case.target, case.target_language)
    if any(map(_is_hollow, after)) and not any(map(_is_hollow, before)):
        return Check(name=NAME, verdict="fail", note="quotation marks that hold nothing")
    notes = []
    if _is_left_open(case):
        notes.append("quotation mark that does not close")
    if _is_moved(case):
        notes.append("quotation marks moved")
    if not any(sign in case.target for sign in _BRACKETS) and has_aside(case):
        notes.append("lost brackets")
    if _is_surely_quoted(case.source, case.source_language) and not _has_quotes(case):
        notes.append("lost quotation marks")
    return Check(name=NAME, verdict="warn" if notes else "pass", note="; ".join(notes))


def _quotations(text: str, language: LanguageCode) -> list[str]:
    """Return what stands between quotation marks, each time from the first mark that opens."""
    if not _places(text, language):
        return []
    found = [match[match.lastindex or 0] for match in _pairs(language).finditer(text)]
    # A quotation may end with one of the same marks, "as "here"": there is nothing between two of them.
    takes_empty = len(found) == 1 or text.count('"') <= 2
    return [part for part in found if part or takes_empty]


def _is_left_open(case: Case) -> bool:
    """Say whether the only quotation of the source begins in the translation, and ends nowhere.

    A quotation of several sentences has one mark in each text; single marks inside others are written in many
    ways.
    """
    before, after = (
        _places(text, language)
        for text, language in (
            (case.source, case.source_language),
            (case.target, case.target_language),
        )
    )
    if len(after) != 1 or len(before) not in (0, 2):
        return False
    single = _SINGLES.search(case.source) if not before else None
    if _SINGLE.search(case.target) or (len(before) != 2 and not single):
        return False
    if not single and _SINGLE.search(case.source):
        return False
    return any(map(str.isalnum, case.source[single.end() if single else before[1] :]))


@lru_cache(maxsize=64)
def _places(text: str, language: LanguageCode) -> tuple[int, ...]:
    """Return where the quotation marks of a text stand; those of Hebrew abbreviations are none."""
    found = [match.start() for match in _mark(language).finditer(text)]
    return tuple(at for at in found if not _NO_QUOTE.match(text, max(0, at - 1)))


def _is_hollow(quotation: str) -> bool:
    return not any(map(str.isalnum, quotation))


@cache
def _pairs(language: LanguageCode) -> re.Pattern[str]:
    own = [pair for pair in languages.get(language).quotes if not set(pair) & set("'’‘‚＂")]
    ends = {closing for _, closing in own} - {opening for opening, _ in own}
    others = [pair for pair in _PAIRS if pair[0] not in ends]
    return re.compile(
        "|".join(
            f"{opening}([^{opening}{closing}]*){closing}"
            for opening, closing in (tuple(map(re.escape, pair)) for pair in dict.fromkeys((*own, *others)))
        )
    )


def _is_moved(case: Case) -> bool:
    """Say whether the part of a text in its only quotation is much larger or smaller than in the other."""
    before = _extent(case.source, case.source_language)
    after = _extent(case.target, case.target_language)
    if before and after:
        if _is_uneven(
            _size(before, case.source, case.source_language), _size(after, case.target, case.target_language)
        ):
            return True
        return _is_beside_mark(case, before, after) or is_around_others(case, before, after)
    if after and _is_function_word(case.target, after, case.target_language):
        return not _WORD_IN_MARKS.search(case.source)
    return bool(
        (
            after
            and _is_shrunken(
                case.source, case.source_language, _size(after, case.target, case.target_language)
            )
        )
        or (
            before
            and _is_shrunken(
                case.target, case.target_language, _size(before, case.source, case.source_language)
            )
        )
    )


def _is_function_word(text: str, quotation: tuple[int, int], language: LanguageCode) -> bool:
    """Say whether all that a quotation holds is a word such as ``the``, which goes on right behind it."""
    word = text[slice(*quotation)].strip().lower()
    behind = text[quotation[1] + 1 : quotation[1] + 3].strip()
    return word.isalpha() and behind[:1].isalpha() and word in for_detection(language)


def _size(quotation: tuple[int, int], text: str, language: LanguageCode) -> tuple[int, float]:
    """Return how many letters of an alphabet a quotation has, and its share of the text."""
    length = quotation[1] - quotation[0]
    return length * _letters(language), length / len(text)


def _letters(language: LanguageCode) -> int:
    """Return how many letters of an alphabet say what one sign of the language does."""
    return 1 if languages.get(language).separator else _LETTERS_OF_SIGN


def _is_uneven(one: tuple[int, float], other: tuple[int, float]) -> bool:
    """Say whether one quotation is long, in letters or by its share, and far longer than the other."""
    small, large = sorted((one, other), key=lambda size: size[1])
    return (large[1] > _SHARE or large[0] > _PASSAGE) and large[1] > _TIMES * small[1]


def _is_shrunken(text: str, language: LanguageCode, other: tuple[int, float]) -> bool:
    """Say whether a text quotes far more than the only quotation of the ``other``, a few words.

    Its marks may be three and more, or one, where a quotation goes on in another sentence.
    """
    places = _places(text, language)
    if not places or other[0] > _FEW or (len(places) == 1 and _SINGLE.search(text)):
        return False
    if len(places) == 1:
        length = max(places[0], len(text) - places[0])
    else:
        length = max(map(len, _quotations(text, language)), default=0)
    return length * _letters(language) > _PASSAGE and length / len(text) > _MANY_TIMES * other[1]


def _is_beside_mark(case: Case, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Say whether a figure or a name is inside the one quotation, and outside of the other."""
    there = _anchors(case.target)
    return any(
        0 in (outside := (_distance(place, word, before), _distance(there[word], word, after)))
        and sum(outside) > _NEAR
        for word, place in _anchors(case.source).items()
        if word in there
    )


def _distance(place: int, word: str, quotation: tuple[int, int]) -> int:
    """Return how many characters are between a word and a quotation; 0 if the word begins inside."""
    if place < quotation[0]:
        return max(1, quotation[0] - place - len(word))
    return max(0, place - quotation[1])


def _anchors(text: str) -> dict[str, int]:
    """Return the figures and the words with a capital that a text has once, with their places."""
    found = [(match[0], match.start()) for match in _ANCHOR.finditer(text)]
    times = Counter(word for word, _ in found)
    return {word: at for word, at in found if times[word] == 1}


def _extent(text: str, language: LanguageCode) -> tuple[int, int] | None:
    """Return where the only quotation of a text begins and ends; None where there is none, or several.

    Its marks may be of two kinds.
    """
    places = _places(text, language)
    if len(places) == 2:
        return places[0] + 1, places[1]
    single = None if places or _APOSTROPHES.isdisjoint(text) else _SINGLES.search(text)
    return single.span(1) if single else None


def _halves(text: str) -> int:
    """Count the brackets that lack their other half; those of smileys do not count."""
    stack: list[str] = []
    alone = 0
    for sign in _BRACKET.findall(_SMILEY.sub("", text)):
        if sign not in _BRACKETS:
            stack.append(sign)
        elif stack and stack[-1] == _BRACKETS[sign]:
            stack.pop()
        else:
            alone += 1
    return alone + len(stack)


@cache
def _marks(language: LanguageCode) -> frozenset[str]:
    """Return the quotation marks of a language and of others, except those that are apostrophes too."""
    own = "".join(opening + closing for opening, closing in languages.get(language).quotes)
    return frozenset(own + '"“”„«»「」『』') - frozenset("'’‘‚")


@cache
def _mark(language: LanguageCode) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(sorted(_marks(language))))}]")


def _is_surely_quoted(text: str, language: LanguageCode) -> bool:
    """Say whether the longest quotation of a text, which may have one mark alone, is one that keeps marks."""
    places = _places(text, language)
    if len(places) == 2:
        quotation = text[places[0] + 1 : places[1]]
    elif not places and (single := _SINGLES.search(text)):
        quotation = single[1] if len(single[1]) >= _QUOTED_PART else ""
    else:
        quotation = max(_quotations(text, language), key=len, default="")
    length = len(quotation) * _letters(language)
    if _is_title(quotation):
        return False
    return length >= (_QUOTED if len(quotation) >= _PART * len(text) else _QUOTED_PART)


def _is_title(quotation: str) -> bool:
    """Say whether all words of a quotation have a capital, as names of firms, teams and books have."""
    words = [word for word in quotation.split() if len(word) >= _TITLED_WORD]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _has_quotes(case: Case) -> bool:
    return bool(_mark(case.target_language).search(case.target) or _SINGLE.search(case.target))
