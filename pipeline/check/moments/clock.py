"""Clock times that changed their half of the day: 9 a.m., 9 de la noche; 15 Uhr, 3 a.m."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

import languages
from pipeline.check.numbers.sides import NumberedText
from pipeline.check.numbers.spelled import counts
from pipeline.check.numbers.word_forms import FoundWord, find_words, normal
from pipeline.core.records import LanguageCode

_Half: TypeAlias = Literal["am", "pm"]
_Hours: TypeAlias = Mapping[int, frozenset[_Half]]
_TWELVE = 12
_NIGHT_ENDS, _NOON_BEGINS = 6, 9
"""Hour from which a night is the evening's (11 at night), and from which a noon is the morning's."""
_HOUR = re.compile(r"(?<![\d.,:/])(\d{1,2})(?:\s?[:.h]\s?\d\d)?(?![\d%])")
_LETTERED = re.compile(r"[apπμ]\.?[mμ]|(?:上|下|中)午|午[前後]|오[전후]")
"""Signs for a half of the day that are so exact that they may stand with a twelve."""
_BEHIND = re.compile(r"[aptdπμ][.t]?[mμ]")
"""Signs that only stand after an hour: the English ``am`` is a verb too."""
_CLOCK_WORDS = (
    r"o'clock|uhr|heures?|hor[aei]s?|hores|hodin\w*|godz\w*|час\w*|годин\w*|uur|or[ae]|klo\w*|saat\w*|pukul|jam|giờ|"
    r"बजे|बजकर|الساعة|ساعت|ב?שעה|ώρα|horo|点[钟半]?|點[鐘半]?|時半?|时半?|시에?|분|minut\w*"
)
_WORDS = rf"{_CLOCK_WORDS}|\w{{1,4}}"
_GAP = re.compile(rf"(?:[\s.:'’-]{{0,3}}(?:{_WORDS})){{0,3}}[\s.:'’-]{{0,3}}")
"""What may stand between an hour and its half of the day: ``o'clock in the``."""
_SIGN = re.compile(r"\s?[点點時时시]")
"""What follows an hour in words where words are not parted."""
_CLOCKED = re.compile(rf"\d(?::\d\d|\s?(?:h|hs|hrs|{_CLOCK_WORDS})(?!\w))|(?<!\w)(?:{_CLOCK_WORDS}|om)\s?\d")
"""An hour by the clock of 24, where one alone is in the morning."""
_ROOM = 20
_TIMED = re.compile(
    r"(?<![\w.,:])(?P<time>(?P<hour>\d{1,2})(?:[:.]\d\d)?)\s?(?P<half>[ap](?:m|\.\s?m))(?!\w)"
)
"""An hour with a sign for its half of the day that rules take for words."""
_ONE_OF = "am|pm|uhr|hod|godz|ora|ore|saat|óra"
_GLUED = re.compile(rf"(?!(?:{_ONE_OF}|h|hs|hrs|min)(?!\w))[a-zà-ɏ]{{2,}}")
"""Letters that touch an hour in languages that part their words: ``9soy``."""
_ARTICLED = re.compile(r"\s(?![ap]\.)[^\W\d_]{1,3}\.\s?m(?!\w)")
"""What remains of ``a. m.`` where the first letter was an article or a preposition: ``10:30 to. m.``"""
_VERB = re.compile(
    r"\s(?:(?:prim\w+\sminist\w+|premierminister|soy|estoy|sóc|soc|estic|suis|sou|estou|soi|jestem|jsem)(?!\w)|(?:és|est|es|é|è|ist|is|era)\s?(?:[.,;!?]|$))"
)
"""Forms of *to be*: the first person's, and others at the end of a clause; a prime minister for ``pm``."""


def other_half_of_day(source: NumberedText, target: NumberedText) -> tuple[str, bool]:
    """Describe an hour that came into the other half of the day, and say whether it surely did.

    The description is empty where there is none. An hour that is only without its half is one where the
    source has it in the afternoon, as three o'clock alone is in the morning.
    """
    if broken := _half_as_word(source, target):
        return broken, True
    before, after = (hours(side.text, side.language) for side in (source, target))
    for hour, halves in before.items():
        if hour in after:
            if not halves & after[hour]:
                return f"{hour} {min(halves)} became {min(after[hour])}", True
        elif wrong := _other_hour(hour, halves, target):
            return wrong
    for hour, halves in after.items():
        if hour < _TWELVE and hour not in before and _is_opposite(hour, halves, source):
            return f"new {hour} {min(halves)}", True
    return "", False


def _half_as_word(source: NumberedText, target: NumberedText) -> str:
    """Describe a half of the day that became another word behind its hour: 10:30 am, 10:30 soy."""
    if not _TIMED.search(normal(source.text)) or not languages.get(target.language).separator:
        return ""
    signs = {part.start for part in find_words(source.text, source.language, "day_parts")}
    plain = normal(target.text)
    for match in _TIMED.finditer(normal(source.text)):
        if match.start("half") not in signs:
            continue  # German "um 9 am Montag"
        time = re.sub("[:.]", "[:.]", match["time"])
        for place in re.finditer(rf"(?<![\w.,:]){time}(?!\d)", plain):
            for pattern in (_GLUED, _ARTICLED, _VERB):
                if found := pattern.match(plain, place.end()):
                    return f"{match[0]} became {match['time']}{found[0].rstrip('.,;!?')}"
    return ""


def _other_hour(hour: int, halves: frozenset[_Half], other: NumberedText) -> tuple[str, bool] | None:
    """Describe what an hour is on the other side, where it is wrong there."""
    if hour == _TWELVE:  # 12.30 by the clock of 24 hours is in the afternoon
        is_lost = halves == {"am"} and hour in other.parts and 0 not in other.parts
        said = is_lost and find_words(other.text, other.language, "day_parts")
        return ("lost 12 am", False) if is_lost and not said else None
    if _is_opposite(hour, halves, other):
        return f"{hour} am became {hour + _TWELVE}", True
    if halves == {"am"}:
        return (f"lost {hour} am", False) if _is_bare(hour, other) else None
    later, there = hour + _TWELVE, other.parts | other.words
    if "pm" not in halves or later in there or hour not in there or "am" in halves:
        return None
    said = find_words(other.text, other.language, "day_parts")
    return None if said else (f"lost {hour} pm", False)


def _is_bare(hour: int, other: NumberedText) -> bool:
    """Say whether the other side has a morning's hour as a number alone: no minutes, no ``Uhr``, no word."""
    found = [figure for figure in other.figures if figure.parts[0] == str(hour)]
    if not found or any(len(figure.parts) > 1 for figure in found) or other.has("afternoon"):
        return False
    return not other.has("day_parts") and not _CLOCKED.search(normal(other.text))


def _is_opposite(hour: int, halves: frozenset[_Half], other: NumberedText) -> bool:
    """Say whether the other side has a morning's hour by the clock of 24 hours, in the evening."""
    return halves == {"am"} and hour + _TWELVE in other.parts and hour not in other.parts | other.words


@lru_cache(maxsize=128)
def hours(text: str, language: LanguageCode) -> _Hours:
    """Return the hours, from 1 to 12, that a text puts into a half of the day, each with its halves."""
    parts = find_words(text, language, "day_parts")
    if not parts:
        return {}
    plain = normal(text)
    found: dict[int, set[_Half]] = {}
    for start, end, hour in _hours(text, plain, language):
        near = min(
            (
                (gap, part)
                for part in _around(parts, start - _ROOM, end + _ROOM)
                if (gap := _gap(plain, start, end, part)) is not None
            ),
            key=lambda pair: pair[0],
            default=None,
        )
        half = near and _half(hour, near[1])
        if half:
            found.setdefault(hour, set()).add(half)
    return {hour: frozenset(halves) for hour, halves in found.items()}


def _around(words: Sequence[FoundWord], start: int, end: int) -> Sequence[FoundWord]:
    """Return those words, which are in order, that a stretch between two places touches."""
    first = bisect_left(words, start, key=lambda word: word.end)
    last = bisect_right(words, end, key=lambda word: word.start)
    return words[first:last]


def _hours(text: str, plain: str, language: LanguageCode) -> Iterator[tuple[int, int, int]]:
    """Yield where hours may stand in a text, each with the hour, from 1 to 12."""
    for match in _HOUR.finditer(plain):
        if 1 <= int(match[1]) <= _TWELVE:
            yield match.start(), match.end(), int(match[1])
    days = find_words(text, language, "dates")
    is_spaced = bool(languages.get(language).separator)
    for count in counts(text, language):
        hour, start, end = min(count.values), count.words[0].start, count.words[-1].end
        if not 1 < hour <= _TWELVE or any(
            day.start < end and start < day.end for day in _around(days, start, end)
        ):
            continue
        if (is_spaced and not plain[end : end + 1].isalpha()) or _SIGN.match(plain, end):
            yield start, end, hour


def _gap(text: str, start: int, end: int, part: FoundWord) -> int | None:
    """Return how many signs are between an hour and a part of the day; None where they are not together."""
    first, last = (end, part.start) if part.start >= end else (part.end, start)
    if not 0 <= last - first <= _ROOM or (part.end <= start and _BEHIND.fullmatch(part.form)):
        return None
    return last - first if _GAP.fullmatch(text, first, last) else None


def _half(hour: int, part: FoundWord) -> _Half | None:
    """Return the half of the day of an hour with a part of the day; None where it is not sure."""
    kind = part.keys[0]
    if hour == _TWELVE and not _LETTERED.fullmatch(part.form):
        return None
    if kind == "night":
        return "am" if hour < _NIGHT_ENDS else "pm"
    if kind == "noon":
        return "am" if hour > _NOON_BEGINS else "pm"
    return "am" if kind == "morning" else "pm"
