"""The check that the source and the translation have the same numbers, however each is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline.check.case import Case
from pipeline.check.numbers.figures import Figure, figures, romans, spelled
from pipeline.check.numbers.word_forms import Topic, find_words
from pipeline.core.records import Check, LanguageCode

NAME = "numbers"

_SMALL_NUMBER = 12
"""Highest number that most languages write in words, in more forms than a list has."""
_HALF_DAY = 12
_CENTURY = 100
_SEQUENCE = 4
"""Number of runs of digits that are looked for together: dates and times have no more."""
_QUANTITIES = 30
"""The most numbers of a text that are tried for conversions; no sentence of news has more."""
_MIDNIGHT = 24
_YEARS = 1900, 2099
_YEAR = 4
"""Number of digits of a year."""
_FACTORS = tuple(map(Decimal, ("1.609", "0.3048", "0.9144", "2.54", "25.4", "0.4536", "0.4047", "3.785")))
"""Factors of conversions: kilometres in a mile, metres in a foot and a yard, centimetres and millimetres in
an inch, kilograms in a pound, hectares in an acre, litres in a gallon."""
_ROUNDED = Decimal("0.06")
"""Relative error that a converted quantity may have, as translators round it."""
_PERCENT = re.compile(r"[\d\s][%٪％]")


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts, with the data that each figure of the other is compared with."""

    text: str
    language: LanguageCode
    figures: tuple[Figure, ...]
    values: frozenset[Decimal]
    """Possible values of the figures in the text."""
    scaled: frozenset[Decimal]
    """Possible values of figures before a word such as ``million``, without that word."""
    plain: frozenset[Decimal]
    """Possible values of figures without such a word."""
    sequences: frozenset[tuple[str, ...]]
    """Runs of digits in the text, each with up to three that follow."""

    @property
    def words(self) -> frozenset[int]:
        """Numbers in words, and Roman numerals, in the text."""
        return spelled(self.text, self.language) | romans(self.text)

    def has(self, topic: Topic) -> bool:
        """Say whether a word of a topic stands in the text."""
        return bool(find_words(self.text, self.language, topic))

    @property
    def months(self) -> frozenset[int]:
        """The months that the text names."""
        return frozenset(word.value for word in find_words(self.text, self.language, "months"))


@lru_cache(maxsize=128)
def _side(text: str, language: LanguageCode) -> _Side:
    found = figures(text, language)
    parts = [part for figure in found for part in figure.parts]
    return _Side(
        text=text,
        language=language,
        figures=found,
        values=frozenset(value for figure in found for value in figure.values),
        scaled=frozenset(value for figure in found if figure.is_scaled for value in figure.bare),
        plain=frozenset(value for figure in found if not figure.is_scaled for value in figure.bare),
        sequences=frozenset(
            tuple(parts[at : at + size]) for size in range(1, _SEQUENCE + 1) for at in range(len(parts))
        ),
    )


def check_numbers(case: Case) -> Check:
    """Compare the numbers by value: 14,000 and 14 000 and 14.000 are one, and so are 7 pm and 19:00.

    A number that is lost, or that the source does not have, fails. A small one is a warning, as it may be
    there in words that are not known. Figures that mean another number in the target language are a warning
    too.
    """
    source = _side(case.source, case.source_language)
    target = _side(case.target, case.target_language)
    lost, new = _missing(source, target), _missing(target, source)
    if lost or new:
        lost, new = _unconverted(lost, new, source, target)
    if lost or new:
        found = [("lost", [figure.text for figure in lost]), ("new", [figure.text for figure in new])]
        note = "; ".join(f"{word} {' '.join(texts)}" for word, texts in found if texts)
        return Check(name=NAME, verdict="warn" if _are_small((*lost, *new)) else "fail", note=note)
    note = _per_cent(source, target) or _misread(source, target) or _other_words(source, target)
    return Check(name=NAME, verdict="warn" if note else "pass", note=note)


def _are_small(figures: Sequence[Figure]) -> bool:
    return all(figure.text.isdecimal() and max(figure.values) <= _SMALL_NUMBER for figure in figures)


def _per_cent(source: _Side, target: _Side) -> str:
    """Describe a percentage that became a bare number; empty where there is none."""
    if not _PERCENT.search(source.text) or _PERCENT.search(target.text):
        return ""
    return "" if target.has("percent") else "lost per cent"


def _misread(source: _Side, target: _Side) -> str:
    """Name the figures that, written as in the source, mean another number in the target language."""
    meant = {value for figure in source.figures for value in figure.values | figure.bare}
    before = {figure.text for figure in source.figures}
    odd = [figure.text for figure in target.figures if figure.text in before and not figure.values & meant]
    return f"{' '.join(odd)} as written in {source.language}" if odd else ""


def _other_words(source: _Side, target: _Side) -> str:
    """Name the small numbers in words that became others; only where both are lost on the other side."""
    before, after = _small_words(source), _small_words(target)
    if not before or not after:
        return ""
    lost = before - _meant(target)
    new = after - _meant(source)
    if not lost or not new:
        return ""
    return f"in words: lost {' '.join(map(str, sorted(lost)))}; new {' '.join(map(str, sorted(new)))}"


def _small_words(side: _Side) -> set[int]:
    found = find_words(side.text, side.language, "words")
    return {word.value for word in found if 2 < word.value <= _SMALL_NUMBER and len(word.form) > 2}


def _meant(side: _Side) -> set[int]:
    in_figures = {int(part) for sequence in side.sequences for part in sequence if len(part) <= 2}
    return in_figures | side.months | side.words


def _missing(side: _Side, other: _Side) -> list[Figure]:
    """Return the figures of one side that the other side has in no form."""
    return [
        figure for figure in side.figures if not _agrees(figure, other) and not _is_there(figure, side, other)
    ]


def _agrees(figure: Figure, other: _Side) -> bool:
    if figure.values & other.values:
        return True
    # A list of scale words may lack a form; then the figures alone are compared.
    return bool(figure.bare & (other.plain if figure.is_scaled else other.scaled))


def _is_there(figure: Figure, side: _Side, other: _Side) -> bool:
    if figure.parts in other.sequences:
        return not (figure.is_scaled and figure.bare & other.scaled)  # millions became billions
    hour = _other_half_day(figure)
    if (hour, *figure.parts[1:]) in other.sequences and (side.has("afternoon") or other.has("afternoon")):
        return True  # 7.30 pm, 19:30
    if any(value in other.words for value in figure.values | figure.bare):
        return True
    short = len(figure.parts) == 1 and len(figure.parts[0]) <= _YEAR
    return short and _is_date_or_time(int(figure.parts[0]), side, other)


def _other_half_day(figure: Figure) -> str:
    """Return a figure's first part as an hour of the other clock, of 12 or 24; empty where it is none."""
    hour = int(figure.parts[0]) if len(figure.parts[0]) <= 2 else _MIDNIGHT + 1
    if hour > _MIDNIGHT:
        return ""
    return str(hour + _HALF_DAY) if hour <= _HALF_DAY else str(hour - _HALF_DAY)


def _is_date_or_time(value: int, side: _Side, other: _Side) -> bool:
    if value in other.months and value not in side.months:
        return True
    if not value:  # the noughts of 7:00
        return any(_other_half_day(figure) for figure in side.figures)
    if _YEARS[0] <= value <= _YEARS[1]:
        return (str(value % _CENTURY),) in other.sequences
    return value < _CENTURY and any((f"{century}{value:02}",) in other.sequences for century in (19, 20))


def _unconverted(
    lost: Sequence[Figure], new: Sequence[Figure], source: _Side, target: _Side
) -> tuple[list[Figure], list[Figure]]:
    """Leave out quantities that are there in other units, such as 12 miles as 19 kilometres."""
    return (
        [figure for figure in lost if not _is_converted(figure, new, source, target)],
        [figure for figure in new if not _is_converted(figure, lost, target, source)],
    )


def _is_converted(figure: Figure, missing: Sequence[Figure], side: _Side, other: _Side) -> bool:
    """Say whether a figure converts one that the other side lacks, or one that stands beside it."""
    imperial, others = side.has("imperial"), other.has("imperial")
    if imperial != others:
        quantities = {value for found in missing[:_QUANTITIES] for value in found.values}
        quantities.update(map(Decimal, sorted(other.words)[:_QUANTITIES]))
        if _is_any_conversion(figure, quantities, is_imperial=imperial):
            return True
    if not figure.in_brackets or not (imperial or others):
        return False
    beside = {value for found in side.figures[:_QUANTITIES] for value in found.values}
    return any(_is_any_conversion(figure, beside, is_imperial=one) for one in (True, False))


def _is_any_conversion(figure: Figure, quantities: Iterable[Decimal], *, is_imperial: bool) -> bool:
    pairs = [(value, other) for value in figure.values for other in quantities if value and other]
    ratios = [other / value if is_imperial else value / other for value, other in pairs]
    return any(abs(ratio / factor - 1) <= _ROUNDED for ratio in ratios for factor in _FACTORS)
