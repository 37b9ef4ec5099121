"""The order of stories: the newest and most covered first."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from pipeline.core.contract.digest import Moment
from pipeline.core.records import LanguageCode
from pipeline.digest.dates import instant
from pipeline.digest.reports import Report

HALVING = 12.0
"""Hours by which a story must be newer to outweigh one with twice as many outlets. Age and outlets both count
by powers of two, so the order does not depend on when the digest is made."""


def newest_moment(reports: Sequence[Report]) -> Moment | None:
    """Return when the newest of the reports was published; None where no date is known."""
    return max((report.moment for report in reports if report.moment is not None), key=_time, default=None)


def outlets(reports: Sequence[Report]) -> tuple[str, ...]:
    """Return the outlets that have a story, sorted; names that differ only in case are one."""
    found: dict[str, str] = {}
    for name in sorted(name for report in reports for name in (report.outlet, *report.copied)):
        found.setdefault(name.casefold(), name)
    return tuple(found.values())


def ranked(stories: Sequence[Sequence[Report]]) -> list[int]:
    """Return positions of stories in the order to tell them; those without any date come last."""
    hours = [
        max(map(_hour, filter(None, (each.moment for each in story))), default=None) for story in stories
    ]
    oldest = min((hour for hour in hours if hour is not None), default=0.0)
    rated = []
    for position, story in enumerate(stories):
        hour = hours[position]
        age = (oldest if hour is None else hour) - oldest
        weight = math.log2(len(outlets(story))) + age / HALVING
        first = min(report.id for report in story)
        rated.append((hour is None, -round(weight, 6), -len(story), first, position))
    return [position for *_, position in sorted(rated)]


def main_first(reports: Sequence[Report], told_in: Collection[LanguageCode]) -> list[Report]:
    """Return reports, the main one first: in the pivot language, in the digest's language, new, whole, well
    translated.

    ``told_in`` are the digest's languages: a report's own words come before a translation of others, also of
    newer ones. Reports
    within six hours are equally new, those of half the length of the longest are complete, and
    translations within 10 points of chrF are equally good.
    """
    whole = max((report.size for report in reports), default=0) / 2
    return sorted(
        reports,
        key=lambda report: (
            not report.pivoted,
            report.language not in told_in,
            -_age(report),
            report.size < whole,
            -round(report.quality / 10),
            -report.size,
            report.id,
        ),
    )


def newest_first(reports: Sequence[Report]) -> list[Report]:
    """Return reports by their date, the newest first; those without one stand last."""
    by_id = sorted(reports, key=lambda report: report.id)
    return sorted(by_id, key=lambda report: report.moment.time if report.moment else "", reverse=True)


def _age(report: Report) -> int:
    return int(instant(report.moment.time).timestamp() // (6 * 3600)) if report.moment is not None else -1


def _hour(found: Moment) -> float:
    """Return the hour when a report was published, or arrived after the digest that should have had it."""
    return instant(found.arrived or found.time).timestamp() / 3600


def _time(found: Moment) -> str:
    return found.time
