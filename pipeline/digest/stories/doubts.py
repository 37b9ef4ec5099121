"""What makes it doubtful that short reports tell one event, though they share names.

Two short reports that name one town and its mayor are as alike as can be by their names, be it a flood and a
landslide. A reader tells them apart by their titles and leads: by what happened, and by places, numbers,
scores and days of which the other report says none. Long reports are told apart by all that they say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode
from pipeline.core.text.case import lowered
from pipeline.digest.stories.features import Claims, feature_key
from pipeline.digest.stories.names import COUNTRY, Feature
from pipeline.digest.stories.vectors import Sparse

SHORT, LONG = 35, 45
"""Words, but for stop words, up to which a report is short, and from which it is not at all."""
MOST_ALIKE = 5.0
"""The most likeness of short reports: names and words that are said once cannot make surer."""
NO_DEED, ONE_DEED = 6.5, 0.5
"""How much more is asked for where no word of either title but names is in the other report, and where none
of one title is in the other report."""
OTHER_PLACES, OTHER_NAMES = 6.0, 1.0
"""The same where each title has a country, or any name, that the other report lacks."""
OTHER_SCORES, OTHER_COUNTS, ONE_COUNT = 2.0, 3.0, 1.0
"""The same where both leads have results of matches and none in common; where both have numbers and none in
common; and how much less where they have."""
OTHER_DAYS = 2.0
"""The same where both leads name days of the week, and none in common."""
DOUBT_CONSTANTS = {
    "no_deed": NO_DEED,
    "one_count": ONE_COUNT,
    "one_deed": ONE_DEED,
    "short_most_alike": MOST_ALIKE,
    "short_other_counts": OTHER_COUNTS,
    "short_other_days": OTHER_DAYS,
    "short_other_names": OTHER_NAMES,
    "short_other_places": OTHER_PLACES,
    "short_other_scores": OTHER_SCORES,
}
"""These were chosen on short extracts of ECB+ and ntrex-dev and on made reports; ``LONG`` so that the stories
of whole documents of ntrex-dev stay as they are. No data told what other countries or days should ask."""
_SCORE = re.compile(r"(?<![\w.,:–-])(\d{1,3}) ?[-–:] ?(\d{1,3})(?![\w:–-]|[.,]\d)")
_COUNT = re.compile(r"(?<![\w.,])\d[\d.,\u00a0\u202f']*")
_AROUND = re.compile(r"[^\W\d_]+")
_NEAR = 16
"""Characters beside a number in which the name of a month makes it a date."""


def claims_of(
    sentences: Sequence[str],
    names: Sequence[Feature],
    lead: int,
    terms: Sequence[Sequence[tuple[str, str]]],
    languages_of: tuple[LanguageCode, LanguageCode],
) -> Claims:
    """Return what a report says in its title and lead.

    ``sentences`` and ``names`` are in the first of the two languages, and ``terms`` in the second: the stem
    and the word of each word but stop words. The first ``lead`` sentences are the lead.
    """
    own, language = languages_of
    title: dict[str, set[int]] = {}
    countries: dict[str, set[int]] = {}
    for feature in names:
        if feature.sentence == 0 and not feature.key.startswith("#"):
            title.setdefault(feature.word, set()).add(feature_key(feature.key))
            if feature.key.startswith(COUNTRY):
                countries.setdefault(feature.key, set()).add(feature_key(feature.key))
    named = {part for each in names for part in _AROUND.findall(lowered(each.word, own))}
    deeds = {
        feature_key(f"{language}:{stem}")
        for stem, word in (terms[0] if terms else ())
        if word not in named and not any(map(str.isdigit, word))
    }
    counts = [set(_counts(sentence, own)) for sentence in sentences]
    return Claims(
        names=tuple(tuple(sorted(keys)) for keys in title.values()),
        countries=tuple(tuple(sorted(keys)) for keys in countries.values()),
        deeds=tuple(sorted(deeds)),
        scores=frozenset(score for sentence in sentences[:lead] for score in _scores(sentence)),
        counts=frozenset().union(*counts[:lead]),
        all_counts=frozenset().union(*counts),
        days=frozenset(day for sentence in sentences[:lead] for day in _weekdays(sentence, own)),
        terms=sum(map(len, terms)),
    )


def _scores(sentence: str) -> Iterator[int]:
    for match in _SCORE.finditer(sentence):
        less, more = sorted(map(int, match.groups()))
        yield feature_key(f"#{less}-{more}")


def _counts(sentence: str, language: LanguageCode) -> Iterator[int]:
    """Yield the keys of the numbers of a sentence that are neither years nor days of a month."""
    whole, beginnings = _months(language)
    for match in _COUNT.finditer(sentence):
        digits = "".join(str(unicodedata.digit(sign)) for sign in match[0] if sign.isdigit())
        if len(digits) == 4 and digits[:2] in ("19", "20"):
            continue
        near = sentence[max(0, match.start() - _NEAR) : match.start()], sentence[match.end() :][:_NEAR]
        beside = [*_AROUND.findall(near[0])[-2:], *_AROUND.findall(near[1])[:2]]
        words = [lowered(word, language) for word in beside]
        if not any(word in whole or word.startswith(beginnings) for word in words):
            yield feature_key(f"#{digits}")


@cache
def _months(language: LanguageCode) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the names of months: whole words, and beginnings of words."""
    forms = [form.rstrip("?") for names in languages.get(language).checks.months for form in names]
    whole = frozenset(form for form in forms if not form.endswith("*"))
    return whole, tuple(form.removesuffix("*") for form in forms if form.endswith("*"))


def _weekdays(sentence: str, language: LanguageCode) -> Iterator[int]:
    words = [lowered(word, language) for word in _AROUND.findall(sentence)]
    for day, forms in enumerate(languages.get(language).checks.weekdays):
        for form in forms:
            stem = form.rstrip("?*")
            if any(word == stem or ("*" in form and word.startswith(stem)) for word in words):
                yield day


@dataclass(frozen=True, slots=True)
class Doubted:
    """Reports that are compared with others, and all that they have."""

    said: Sequence[Claims]
    """Of some reports, with columns in place of keys."""
    names: Sparse
    words: Sparse

    def lacks(self, names: Sequence[Collection[int]]) -> bool:
        """Say whether there is a name among ``names`` that these reports lack."""
        return any(not self.names.has_any(tuple(name)) for name in names)


def doubt(one: Doubted, other: Doubted, likeness: float, *, with_words: bool) -> float:
    """Return how alike two groups of reports are, ``likeness``, less what is doubtful for their shortness.

    ``with_words`` says whether their words can be compared.
    """
    if not (one.said and other.said):
        return likeness
    brevity = max(_brevity(one.said), _brevity(other.said))
    if not brevity:
        return likeness
    capped = likeness - brevity * max(0.0, likeness - MOST_ALIKE)
    asked = _of_counts(one.said, other.said) + _of_days(one.said, other.said)
    asked += OTHER_PLACES * _lacking(
        one, other, [said.countries for said in one.said], [said.countries for said in other.said]
    )
    if with_words:
        names = _lacking(one, other, [said.names for said in one.said], [said.names for said in other.said])
        asked += _of_deeds(one, other) + OTHER_NAMES * names
    return capped - brevity * max(0.0, asked)


def _brevity(said: Sequence[Claims]) -> float:
    """Return how short reports are on average, from 0 to 1."""
    each = (min(1.0, max(0.0, (LONG - report.terms) / (LONG - SHORT))) for report in said)
    return sum(each) / len(said)


def _lacking(
    one: Doubted,
    other: Doubted,
    mine: Sequence[Sequence[Collection[int]]],
    theirs: Sequence[Sequence[Collection[int]]],
) -> float:
    """Return the lesser share, of both sides, of reports with a name that the other side lacks."""
    return min(
        sum(map(other.lacks, mine)) / len(mine),
        sum(map(one.lacks, theirs)) / len(theirs),
    )


def _of_deeds(one: Doubted, other: Doubted) -> float:
    """Return how much more is asked for because what the titles say is not in the other reports."""
    mine = sum(not other.words.has_any(said.deeds) for said in one.said) / len(one.said)
    theirs = sum(not one.words.has_any(said.deeds) for said in other.said) / len(other.said)
    return ONE_DEED * max(mine, theirs) + (NO_DEED - ONE_DEED) * min(mine, theirs)


def _of_counts(one: Sequence[Claims], other: Sequence[Claims]) -> float:
    """Return how much more is asked for because the leads have other numbers; it is negative where some
    are the same.
    """
    mine, theirs = _union(said.counts for said in one), _union(said.counts for said in other)
    asked = 0.0
    if mine and theirs:
        shared = mine & _union(said.all_counts for said in other)
        shared |= theirs & _union(said.all_counts for said in one)
        asked = -ONE_COUNT if shared else OTHER_COUNTS
    if _are_other([said.scores for said in one], [said.scores for said in other]):
        asked += OTHER_SCORES
    return asked


def _of_days(one: Sequence[Claims], other: Sequence[Claims]) -> float:
    return OTHER_DAYS if _are_other([said.days for said in one], [said.days for said in other]) else 0.0


def _are_other(one: Sequence[frozenset[int]], other: Sequence[frozenset[int]]) -> bool:
    mine, theirs = _union(one), _union(other)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _union(sets: Iterator[frozenset[int]] | Sequence[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)
