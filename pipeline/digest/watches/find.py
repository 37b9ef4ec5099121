"""What watches find in the documents of a run, each of which is in memory alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import codec
from pipeline.core.contract.digest import StoryReport, WatchFindings, WatchHit
from pipeline.core.dataclass import dataclass
from pipeline.core.records import LanguageCode, SegmentId
from pipeline.digest.quotes import WrittenDocument, quote, read_written
from pipeline.digest.watches.folding import fold
from pipeline.digest.watches.index import TermIndex
from pipeline.digest.watches.opened import OpenedWatch, opened_watch
from pipeline.digest.watches.query import Condition, QueryTerm, all_terms, holds, wanted_terms
from pipeline.digest.watches.watch import Watch
from pipeline.write.paths import DOCUMENTS

if TYPE_CHECKING:  # it loads numpy, which what verifies hits does not need
    from pipeline.digest.reports import Report

MOST_HITS = 30
"""The most sentences that are quoted for a watch."""
MOST_OF_DOCUMENT = 5
"""The most of them that are of one document."""
_KEY_BYTES = 12


@dataclass(slots=True)
class _Findings:
    """What one watch has found so far."""

    hits: list[WatchHit] = field(default_factory=list)
    reports: dict[str, StoryReport] = field(default_factory=dict)
    seen: set[bytes] = field(default_factory=set)
    """Keys of the sentences that were found: what several documents say word for word counts once."""


def find_watched(
    folder: Path,
    reports: Sequence[Report],
    watches: Sequence[Watch],
    *,
    told_in: Sequence[LanguageCode],
    pivot: LanguageCode,
    entry: Callable[[Report], StoryReport],
) -> tuple[WatchFindings, ...]:
    """Return what watches find in the documents of ``reports``, which are in order.

    A document is looked through in its own words, and in its translations into the languages of the digest,
    ``told_in``, and the pivot language. ``entry`` returns what the record says of a report. Raises
    ``WatchError``, ``RecordError``.
    """
    if not watches:
        return ()
    opened = [opened_watch(watch) for watch in watches]
    index = TermIndex(opened)
    findings = [_Findings() for _ in opened]
    wanted = tuple(dict.fromkeys((*told_in, pivot)))
    for report in reports:
        with codec.consistent(folder / DOCUMENTS / report.id):
            document = read_written(folder, report.id, wanted, lambda record: record.segments)
            found = {segment.id: terms_of(document, segment.id, index) for segment in document.segments}
            for place, watch in enumerate(opened):
                _add(findings[place], _hits(watch, place, index, found), document, report, told_in, entry)
    return tuple(_record(watch.watch, one) for watch, one in zip(opened, findings, strict=True) if one.hits)


def terms_of(document: WrittenDocument, segment: SegmentId, index: TermIndex) -> frozenset[int]:
    """Return the numbers of the terms that a segment has, in its own words or in a translation."""
    own = document.by_id[segment]
    numbers = set(index.found(own.text, own.language))
    for language, renderings in document.renderings.items():
        rendering = renderings.get(segment)
        if rendering is not None and rendering.origin != "source" and not rendering.is_untranslated:
            numbers |= index.found(rendering.target, language)
    return frozenset(numbers)


def told_terms(watch: OpenedWatch, numbers: Sequence[int], index: TermIndex) -> tuple[str, ...]:
    """Return the terms of these numbers as the watch words them, those that are no hit left out."""
    wanted = _wanted(watch.condition)
    terms = (index.terms[number][1] for number in sorted(numbers))
    return tuple(dict.fromkeys(term.text for term in terms if term.kind != "query" or term.text in wanted))


def _wanted(condition: Condition | None) -> frozenset[str]:
    return frozenset(term.text for term in wanted_terms(condition)) if condition is not None else frozenset()


def _hits(
    watch: OpenedWatch, place: int, index: TermIndex, found: dict[SegmentId, frozenset[int]]
) -> Iterator[tuple[SegmentId, tuple[str, ...]]]:
    """Yield the segments of a document that a watch has found, with the terms that they have."""
    own = {
        segment: [number for number in numbers if index.terms[number][0] == place]
        for segment, numbers in found.items()
        if numbers
    }
    is_met = _is_met(watch.condition, own, index)
    for segment, numbers in own.items():
        counted = [number for number in numbers if is_met or index.terms[number][1].kind != "query"]
        if terms := told_terms(watch, counted, index):
            yield segment, terms


def _is_met(condition: Condition | None, own: dict[SegmentId, list[int]], index: TermIndex) -> bool:
    """Say whether a document meets the query of a watch."""
    if condition is None:
        return False
    texts = {
        index.terms[number][1].text
        for numbers in own.values()
        for number in numbers
        if index.terms[number][1].kind == "query"
    }
    return holds(condition, frozenset[QueryTerm](term for term in all_terms(condition) if term.text in texts))


def _add(
    findings: _Findings,
    hits: Iterator[tuple[SegmentId, tuple[str, ...]]],
    document: WrittenDocument,
    report: Report,
    told_in: Sequence[LanguageCode],
    entry: Callable[[Report], StoryReport],
) -> None:
    of_document = 0
    for segment, terms in hits:
        text = " ".join(fold(document.by_id[segment].text).split())
        key = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest()
        if key in findings.seen:
            continue
        findings.seen.add(key)
        if of_document < MOST_OF_DOCUMENT and len(findings.hits) < MOST_HITS:
            of_document += 1
            findings.reports.setdefault(report.id, entry(report))
            findings.hits.append(WatchHit(terms=terms, quote=quote(document, segment, told_in)))


def _record(watch: Watch, findings: _Findings) -> WatchFindings:
    return WatchFindings(
        name=watch.name,
        words=watch.words,
        names=watch.names,
        phrases=watch.phrases,
        query=watch.query,
        languages=watch.languages,
        found=len(findings.seen),
        reports=tuple(findings.reports.values()),
        hits=tuple(findings.hits),
    )
