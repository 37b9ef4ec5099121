"""How alike two groups of reports are, from what they share in two views: words, and names with numbers.

Words are compared twice: those of the whole reports, and those of the lead of each with the whole of the
other. A report whose background is another one's news shares much with it, but its own news is not there.

The sum is a logistic regression's: 0 says that two reports tell one event as likely as not, 1 more that the
odds are e times as great. It was fitted to pairs of documents; where groups are compared, to the mean over
their pairs. Square roots come nearer to the odds than what is shared itself, as the first shared names say
most.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeVar

from pipeline.core.dataclass import dataclass
from pipeline.digest.stories import doubts
from pipeline.digest.stories.features import Claims
from pipeline.digest.stories.vectors import Alike, Sparse, Vectors, total

ASKED = -1.25
"""Likeness from which reports tell one story. This and the next were set on ntrex-dev."""
ONLY_NAMES_ASKED = -0.2
"""The same for reports without a common language."""
DAYS_TOGETHER = 2.0
"""Days between reports of one story up to which no more is asked for, where both say when they were
published."""
A_DAY_LATE, MOST_LATE = 0.3, 6.0
"""How much more is asked for with each further day, and at most: two earthquakes in one province are told
apart by their dates. No data with dates was at hand to measure these three by."""
CONTRADICTION = 0.1
"""Share of the names of one report's lead, by weight, that the other has at least, one way or the other."""
OTHER_NAMES, OTHER_NUMBERS = 2.0, 0.8
"""How much more is asked for where the rarest name of each title is nowhere in the other report, and where
both leads have numbers, of which the other has none. Of pairs of ntrex-dev and ECB+ that were alike enough,
7 % and 20 % of those of one event were such, and of others 22 to 58 % and 67 %."""
ONLY_OTHER_NAMES = 1.0
"""How much more is asked for where the rarest name of each title is nowhere in the other report, of reports
without a common language: it may be there, and not be recognised."""
ONE_NAME, _ONE_NAME = 3.0, 2
"""How much more is asked for where reports share one name (of two keys) or none: two fires in a town."""
_MARKED = 32
"""The most reports of a cluster whose titles and leads are looked at."""
_WORDS, _WORDS_OF_LEADS, _NAMES, _CONSTANT = 8.9, 4.2, 8.4, -8.5
_ONLY_NAMES, _ONLY_NAMES_OF_LEADS, _ONLY_CONSTANT = 7.0, 11.0, -6.6
"""The same without a language in which both reports can be read, by names of the whole reports and of leads.
Both were fitted to all pairs of ntrex-dev, in 24 languages and in five mixes of six, and to every second
topic of ECB+; what names of leads have of the second was chosen on 288 mixes of ntrex-dev."""
LIKENESS_CONSTANTS = {
    **doubts.DOUBT_CONSTANTS,
    "a_day_late": A_DAY_LATE,
    "asked": ASKED,
    "contradiction": CONTRADICTION,
    "days_together": DAYS_TOGETHER,
    "most_late": MOST_LATE,
    "one_name": ONE_NAME,
    "other_names": OTHER_NAMES,
    "other_numbers": OTHER_NUMBERS,
    "only_names_asked": ONLY_NAMES_ASKED,
    "only_other_names": ONLY_OTHER_NAMES,
}
"""The constants that decide how alike reports of one story are, for the record."""


def _log_odds(words: Alike | None, names: Alike) -> float:
    """Return the logarithm of the odds that two groups tell one event.

    ``words`` and ``names`` are mean cosines over the pairs of their reports; there are no ``words`` where no
    report of one has a language in common with one of the other.
    """
    named = math.sqrt(max(0.0, names.whole))
    if words is None:
        return _ONLY_NAMES * named + _ONLY_NAMES_OF_LEADS * math.sqrt(max(0.0, names.lead)) + _ONLY_CONSTANT
    whole, leads = math.sqrt(max(0.0, words.whole)), math.sqrt(max(0.0, words.lead))
    return _WORDS * whole + _WORDS_OF_LEADS * leads + _NAMES * named + _CONSTANT


_Mark = TypeVar("_Mark")
Marks: TypeAlias = tuple[tuple[int, ...], ...]
"""What a report should share with others: columns in ``names``, none where no other report has them."""


@dataclass(frozen=True, slots=True)
class ReportSum:
    """The sum of the vectors of a cluster's reports."""

    words: Sparse
    names: Sparse
    days: float
    """The sum of the days of the reports that have one."""
    dated: int
    titles: Marks
    """The rarest name in the title of each report whose title has one."""
    figures: Marks
    """The numbers in the lead of each report whose lead has some."""
    said: tuple[Claims, ...]
    """What each report says in its title and lead, as columns of ``names`` and ``words``."""

    @property
    def size(self) -> int:
        """The number of entries of its vectors."""
        return self.words.columns.size + self.names.columns.size

    def plus(self, other: ReportSum) -> ReportSum:
        """Return the sum of two clusters."""
        return ReportSum(
            total([self.words, other.words]),
            total([self.names, other.names]),
            self.days + other.days,
            self.dated + other.dated,
            (self.titles + other.titles)[:_MARKED],
            (self.figures + other.figures)[:_MARKED],
            (self.said + other.said)[:_MARKED],
        )

    def without(self, report: ReportSum) -> ReportSum:
        """Return the sum without one of its reports."""
        return ReportSum(
            self.words.less(report.words),
            self.names.less(report.names),
            self.days - report.days,
            self.dated - report.dated,
            _less(self.titles, report.titles),
            _less(self.figures, report.figures),
            _less(self.said, report.said),
        )

    def side(self) -> doubts.Doubted:
        """Return what short reports are doubted by."""
        return doubts.Doubted(self.said, self.names, self.words)

    def apart(self, other: ReportSum) -> float:
        """Return the days between two clusters, on average; 0 where they are not known."""
        if not (self.dated and other.dated):
            return 0.0
        return abs(self.days / self.dated - other.days / other.dated)


@dataclass(frozen=True, slots=True)
class ComparedReports:
    """All reports, by their places."""

    words: Vectors
    names: Vectors
    labels: Sequence[str]
    titles: Sequence[Marks]
    figures: Sequence[Marks]
    said: Sequence[tuple[Claims, ...]]
    days: Sequence[float]

    def __getitem__(self, place: int) -> ReportSum:
        day = self.days[place]
        known = not math.isnan(day)
        return ReportSum(
            self.words[place],
            self.names[place],
            day if known else 0.0,
            int(known),
            self.titles[place],
            self.figures[place],
            self.said[place],
        )


def beyond(one: ReportSum, other: ReportSum, here: Mapping[str, int], there: Mapping[str, int]) -> float:
    """Return how much more alike two clusters are than is asked for, on average over their pairs.

    ``here`` and ``there`` are the numbers of their reports in each language.
    """
    every = sum(here.values()) * sum(there.values())
    # Words of two languages are never the same feature, so words of other languages do not count here.
    pairs = sum(number * there.get(label, 0) for label, number in here.items())
    shared = one.names.alike(other.names).mean(every)
    late = min(MOST_LATE, A_DAY_LATE * max(0.0, one.apart(other) - DAYS_TOGETHER))
    strange = min(_strange(one.titles, other), _strange(other.titles, one))
    if not pairs:
        alike = _log_odds(None, shared) - ONLY_NAMES_ASKED - late - ONLY_OTHER_NAMES * strange
        return doubts.doubt(one.side(), other.side(), alike, with_words=False)
    if shared.features <= _ONE_NAME:
        late += ONE_NAME
    late += OTHER_NAMES * strange
    late += OTHER_NUMBERS * min(_strange(one.figures, other), _strange(other.figures, one))
    beyond = _log_odds(one.words.alike(other.words).mean(pairs), shared) - ASKED - late
    beyond = doubts.doubt(one.side(), other.side(), beyond, with_words=True)
    return -math.inf if beyond >= 0 and _contradict(one.names, other.names) else beyond


def _strange(marks: Marks, other: ReportSum) -> float:
    """Return the share of reports of whose marks the others have none; 0 where there are no marks."""
    return sum(not other.names.has_any(columns) for columns in marks) / len(marks) if marks else 0.0


def _less(marks: tuple[_Mark, ...], gone: tuple[_Mark, ...]) -> tuple[_Mark, ...]:
    """Return marks without those of one report."""
    place = marks.index(gone[0]) if gone and gone[0] in marks else len(marks)
    return marks[:place] + marks[place + 1 :]


def _contradict(one: Sparse, other: Sparse) -> bool:
    """Say whether the names of two clusters' leads are others: what one is about is not in the other."""
    return max(one.told_by(other), other.told_by(one)) < CONTRADICTION
