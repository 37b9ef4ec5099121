"""Reports that print one text: near-duplicates whose titles and leads do not contradict each other.

Agencies fill forms: two earthquakes, two matches or two court reports may share most of their words. What
tells them apart are the places, persons and numbers in the sentences that are otherwise the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from pipeline.check.numbers.dates import months
from pipeline.core.dataclass import dataclass
from pipeline.core.text.case import folded
from pipeline.digest import reports
from pipeline.digest.report_store import Shelves
from pipeline.digest.stories import near_duplicates, repeated
from pipeline.digest.stories.disk_rows import Rows
from pipeline.digest.stories.names import name_features
from pipeline.digest.stories.reasons import is_name

REST = 0.25
"""Share of a body that must be left for its signature to be made without what its outlet prints elsewhere
too. Otherwise copies of one text by one outlet would have nothing left by which they are the same."""
_LEAD = 3
"""Number of sentences, the title among them, that are compared."""
_SAME_FORM = 0.5
"""Share of common words, of both sentences' words, from which two sentences fill one form."""
_MOST_PAIRS = 200_000
"""Number of pairs that are noted: some 30 MB. Beyond, reports are no copies, but may be of one story."""
_HELD = 512
"""Number of reports whose names are held."""
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\d:])\d+(?:[.,]\d+)*(?![\d:])")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Copies:
    """The reports of a digest by the texts that they print."""

    groups: list[list[int]]
    """Positions of reports of one text; a report alone is a group too."""
    apart: list[tuple[int, int]]
    """Positions of reports of which each names somebody or some place in the other one's stead."""


def find_copies(shelves: Shelves, folder: Path) -> Copies:
    """Return which reports print one text; those that share only a long footer do not.

    Raises ``RecordError``, ``WriteError``.
    """
    texts = _Texts(shelves)
    printed = repeated.found(shelves.keys, ([place] for place in range(len(shelves.reports))))
    with closing(Rows(near_duplicates.SIGNATURE_DTYPE, folder=folder)) as signatures:
        for place, report in enumerate(shelves.reports):
            lengths = shelves.lengths[place]
            rest = lengths[~repeated.among(shelves.keys[place], printed)].sum()
            # A report with more left shares too little with any other to be its near-duplicate.
            if REST * lengths.sum() < rest < (1 - near_duplicates.ALIKE) * lengths.sum():
                signatures.append(reports.signature_without(folder, report, printed))
            else:
                signatures.append(shelves.signatures[place])
        return Copies(near_duplicates.groups(signatures, texts.contradict), texts.apart)


@dataclass(frozen=True, slots=True)
class CopiedSentence:
    """A sentence as it is compared with one that may be its copy."""

    words: frozenset[str]
    names: tuple[frozenset[str], ...]
    """The keys of each of its names."""
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class CopiedText:
    """The first sentences of a report."""

    sentences: tuple[CopiedSentence, ...]
    names: frozenset[str]
    """The keys of all its names."""
    numbers: frozenset[str]


class _Texts:
    """The first sentences of reports, with the pairs that were found to name others."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._of = lru_cache(_HELD)(self._read)
        self._known: dict[tuple[int, int], bool] = {}
        """The pairs that contradict each other, and whether one names others."""

    @property
    def apart(self) -> list[tuple[int, int]]:
        """The pairs of which each names somebody or some place in the other one's stead."""
        return [pair for pair, has_others in self._known.items() if has_others]

    def contradict(self, one: int, other: int) -> bool:
        """Say whether two reports contradict each other in what is otherwise one text."""
        pair = min(one, other), max(one, other)
        if pair in self._known:
            return True
        mine, theirs = (self._shelves.compared(place) for place in pair)
        if mine.sentences[:_LEAD] == theirs.sentences[:_LEAD] or mine.own != theirs.own:
            return False
        ours = [self._of(place) for place in pair]
        has_others = name_others(*ours)
        found = has_others or count_others(*ours)
        if found and len(self._known) < _MOST_PAIRS:
            self._known[pair] = has_others
        return found

    def _read(self, place: int) -> CopiedText:
        compared = self._shelves.compared(place)
        return read_text([own for own, _ in compared.sentences], compared.own)


def read_text(sentences: Sequence[str], language: str) -> CopiedText:
    """Return what is compared of a report's first sentences. Raises ``languages.UnknownLanguageError``."""
    named: list[dict[str, set[str]]] = [{} for _ in sentences]
    for feature in name_features(sentences, language):
        if not feature.key.startswith("#") and is_name(feature.word, language):
            named[feature.sentence].setdefault(feature.word, set()).add(feature.key)
    read = tuple(
        CopiedSentence(
            words=frozenset(map(folded, _WORD.findall(text))),
            names=tuple(map(frozenset, names.values())),
            numbers=_numbers(text, language),
        )
        for text, names in zip(sentences, named, strict=True)
    )
    return CopiedText(
        sentences=read,
        names=frozenset(key for each in read for name in each.names for key in name),
        numbers=frozenset(number for each in read for number in each.numbers),
    )


def _numbers(text: str, language: str) -> frozenset[str]:
    """Return the numbers of a text, but for years, days of months and times of the day."""
    days = {str(one.day) for one in months(text, language) if one.day}
    found = {match[0] for match in _NUMBER.finditer(text)}
    return frozenset(number for number in found if number not in days and _YEAR.fullmatch(number) is None)


def _pairs(one: CopiedText, other: CopiedText) -> Iterable[tuple[CopiedSentence, CopiedSentence]]:
    """Yield the sentences of both leads with those that they are forms of, from the first text."""
    for here, there, is_turned in ((one, other, False), (other, one, True)):
        for mine in here.sentences[:_LEAD]:
            best = max(there.sentences, key=lambda each: _share(mine.words, each.words), default=None)
            if best is not None and _share(mine.words, best.words) >= _SAME_FORM:
                yield (best, mine) if is_turned else (mine, best)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def name_others(one: CopiedText, other: CopiedText) -> bool:
    """Say whether a sentence of each names what the other text does not, in the other's stead."""
    return any(
        any(name.isdisjoint(other.names) for name in mine.names)
        and any(name.isdisjoint(one.names) for name in theirs.names)
        for mine, theirs in _pairs(one, other)
    )


def count_others(one: CopiedText, other: CopiedText) -> bool:
    """Say whether a sentence of each has a number that the other text does not have."""
    return any(
        mine.numbers - other.numbers and theirs.numbers - one.numbers for mine, theirs in _pairs(one, other)
    )
