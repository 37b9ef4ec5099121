"""A story of a digest's record: what each page quotes of its reports."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from pipeline.core.contract.digest import Quote, Story, StoryReport
from pipeline.core.records import LanguageCode
from pipeline.digest import order
from pipeline.digest.quotes import quote, read_written
from pipeline.digest.reports import Report
from pipeline.digest.stories import repeated
from pipeline.digest.telling.tell import MOST_REPORTS, Chosen, Telling, may_be_quoted, tell

_SPACE = uuid.UUID("0e6a4d57-3c1d-5b0b-9d4e-1f6a2c8b7e90")
"""Name space of the ids of stories, made up once and never to be changed."""


def told_story(
    folder: Path,
    story: Sequence[Report],
    original: dict[str, str],
    standing: Collection[int],
    told_in: Sequence[LanguageCode],
    pivot: LanguageCode,
    sentences: int,
) -> Story:
    """Return a story of the run in ``folder``, as each page of a digest in ``told_in`` tells it.

    ``original`` has for each near-duplicate the document that is told in its place, ``standing`` the keys of
    sentences that are quoted only where there are no others, and ``sentences`` is the most of a page. Raises
    ``RecordError``.
    """
    ordered = order.main_first(story, told_in)
    quotable = _quotable(ordered, original, told_in)
    compared = pivot if quotable[0].pivoted else quotable[0].language
    wanted = tuple(dict.fromkeys((*told_in, pivot)))
    by_id = {
        report.id: read_written(folder, report.id, wanted, may_be_quoted, compared=compared)
        for report in quotable
    }
    outlets = {report.id: report.outlet for report in quotable}
    held_back = frozenset(
        Chosen(document=document.id, segment=segment.id)
        for document in by_id.values()
        for segment in document.segments
        if repeated.sentence_key(outlets[document.id], segment.text) in standing
    )
    times = {report.id: report.moment.time for report in quotable if report.moment is not None}
    pages: dict[Telling, list[LanguageCode]] = {}
    for language in told_in:
        documents = [by_id[report.id] for report in order.main_first(quotable, (language,))]
        telling = tell(documents, compared, sentences, held_back, told_in=language, times=times)
        pages.setdefault(telling, []).append(language)

    def quotes(part: Callable[[Telling], Sequence[Chosen]]) -> tuple[Quote, ...]:
        return tuple(
            quote(by_id[item.document], item.segment, on)
            for telling, on in pages.items()
            for item in part(telling)
        )

    return Story(
        id=uuid.uuid5(_SPACE, _oldest(story)).urn,
        moment=order.newest_moment(story),
        outlets=order.outlets(story),
        reports=tuple(story_report(report, original) for report in ordered),
        title=quotes(lambda telling: telling.title),
        sentences=quotes(lambda telling: telling.sentences),
    )


def _quotable(
    ordered: Sequence[Report], original: dict[str, str], told_in: Sequence[LanguageCode]
) -> list[Report]:
    """Return the reports of a story that some page of the digest may quote, in order.

    Only these are read: a story of ten thousand reports must not be read whole.
    """
    whole = [report for report in ordered if report.id not in original]
    most = 2 * MOST_REPORTS
    kept = {report.id for report in whole[:most]}
    for language in told_in:
        kept.update(report.id for report in order.main_first(whole, (language,))[:most])
    return [report for report in whole if report.id in kept]


def _oldest(story: Sequence[Report]) -> str:
    return min(story, key=lambda r: (r.moment is None, r.moment.time if r.moment else "", r.id)).id


def story_report(report: Report, original: dict[str, str]) -> StoryReport:
    """Return what a digest's record says of a report; ``original`` is as for ``told_story``."""
    return StoryReport(
        document=report.id,
        origin=report.origin,
        sha256=report.sha256,
        outlet=report.outlet,
        language=report.language,
        moment=report.moment,
        copies=report.copies,
        copied=report.copied,
        near=original.get(report.id),
    )
