"""A story told in sentences of its reports: the best of all reports together, without repetition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, compress, count, islice

from pipeline.core.contract import DocumentRecord
from pipeline.core.dataclass import dataclass
from pipeline.core.records import Hints, LanguageCode, Segment, SegmentId
from pipeline.core.records.prepared import SUMMARISED
from pipeline.digest.quotes import WrittenDocument
from pipeline.digest.telling.fresh import Fresh, SoundFirst, ToldWords
from pipeline.summarise import words
from pipeline.summarise.material import Material
from pipeline.summarise.methods.table import rank
from pipeline.summarise.openings import is_furniture
from pipeline.summarise.selection import Units, choose_segments
from pipeline.summarise.units import units

MOST_REPORTS = 6
"""The most reports that a story is told from; other reports are named."""
_MOST_SENTENCES = 40
"""Number of sentences of each report that count, from its first: what matters stands there."""
_HEADLINE = 200
"""The most characters of a sentence that stands for a title."""
_LATER = 2
"""Places by which a report's sentences stand after those of the report before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A segment to quote."""

    document: str
    segment: SegmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The quoted segments of a story's reports."""

    title: tuple[Chosen, ...]
    sentences: tuple[Chosen, ...]


def may_be_quoted(record: DocumentRecord) -> Iterator[Segment]:
    """Yield the segments of a report that its title and its told sentences are chosen from, in order.

    Of a title too, only as many sentences count as of the body: what is longer is no title.
    """
    number = Counter[str]()
    for place, segment in enumerate(record.segments):
        kind = record.blocks[segment.block].kind
        part = "body" if kind in SUMMARISED else kind
        number[part] += 1
        if place == 0 or (part in ("body", "title") and number[part] <= _MOST_SENTENCES):
            yield segment


def tell(
    reports: Sequence[WrittenDocument],
    language: LanguageCode,
    length: int,
    held_back: Collection[Chosen] = (),
    *,
    told_in: LanguageCode,
    times: Mapping[str, str] | None = None,
) -> Telling:
    """Choose at most ``length`` sentences of ``reports``, which are in order, the main one first.

    They are for a page in ``told_in``. ``times`` has the times of the reports that have a date, by document.
    Sentences are compared in ``language``: the pivot language or, where the main report is not available in
    it, that report's own. Reports that are not available in that language are not quoted. As in summaries, no
    sentence that points back stands without the one before it, and no quotation is cut. No translation is
    quoted of what a report says in the page's own language. A sentence whose translation did not pass a check
    comes after those that did, and one that lost something that matters, or is ``held_back``, is passed over
    as long as others are left. So is a title. Sentences stand report by report, those of the headline's
    first.
    """
    told = [report for report in reports if report.texts(language) is not None][:MOST_REPORTS]
    title = _headline(told, language, told_in, times or {})
    told.sort(key=lambda report: not any(report.id == part.document for part in title))
    sentences = _sentences(told, language, length, title, held_back, told_in)
    if title:
        return Telling(title=title, sentences=sentences)
    if not sentences:
        return Telling(title=_anything(told[0]), sentences=())
    return Telling(title=sentences[:1], sentences=sentences[1:])


def _headline(
    told: Sequence[WrittenDocument], language: LanguageCode, told_in: LanguageCode, times: Mapping[str, str]
) -> tuple[Chosen, ...]:
    """Return a title: the first that passed all checks, unless a newer one that did has other numbers.

    Where none did, the first sentence of a report in the page's language stands for it, if that is short;
    else the first title that lost nothing, and else the first title.
    """
    titles = [(report, found) for report in told if (found := _title(report))]
    leads = [
        (report, _anything(report)) for report in told if report.language == told_in and _is_short(report)
    ]
    for has_fault, candidates in (
        (WrittenDocument.is_remarked, titles),
        (WrittenDocument.is_remarked, leads if titles else []),
        (WrittenDocument.doubts, titles),
    ):
        for report, found in candidates:
            if not any(has_fault(report, part.segment, (told_in,)) for part in found):
                return _newest(report, found, titles, language, told_in, times)
    return titles[0][1] if titles else ()


def _newest(
    report: WrittenDocument,
    title: tuple[Chosen, ...],
    titles: Sequence[tuple[WrittenDocument, tuple[Chosen, ...]]],
    language: LanguageCode,
    told_in: LanguageCode,
    times: Mapping[str, str],
) -> tuple[Chosen, ...]:
    """Return the newest of the titles that passed all checks and have other numbers than ``title``, or it."""
    own = _words_of(title, [report], language)
    newest, best = times.get(report.id, ""), title
    for other, found in titles:
        time = times.get(other.id, "")
        if time <= newest or any(other.is_remarked(part.segment, (told_in,)) for part in found):
            continue
        words_of = _words_of(found, [other], language)
        if own is not None and words_of is not None and words_of.contradicts(own):
            newest, best = time, found
    return best


def _is_short(report: WrittenDocument) -> bool:
    return bool(report.segments) and len(report.segments[0].text) <= _HEADLINE


def _title(report: WrittenDocument) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(document=report.id, segment=segment.id)
        for segment in report.segments
        if report.kind(segment) == "title"
    )


def _anything(report: WrittenDocument) -> tuple[Chosen, ...]:
    """Return the first segment of a report that is nothing but headings or cells."""
    return tuple(Chosen(document=report.id, segment=segment.id) for segment in report.segments[:1])


def _sentences(
    reports: Sequence[WrittenDocument],
    language: LanguageCode,
    length: int,
    title: Sequence[Chosen],
    held_back: Collection[Chosen],
    told_in: LanguageCode,
) -> tuple[Chosen, ...]:
    bodies = [_body(report) for report in reports]
    origins = [(report, part) for report, body in zip(reports, bodies, strict=True) for part in body]
    pivoted = _as_one_text(reports, bodies, language)
    stems = [words.stems(segment.text, language) for segment in pivoted]
    material = Material(
        segments=pivoted,
        stems=stems,
        language=language,
        hints=Hints(
            headings=tuple(heading for report in reports for heading in report.headings),
            quoted=_quoted(reports, bodies),
        ),
        places=[place + _LATER * later for later, body in enumerate(bodies) for place in range(len(body))],
    )
    parts = _units(reports, bodies)
    told = [
        ToldWords.of(segment.text, language, part.language)
        for segment, (_, part) in zip(pivoted, origins, strict=True)
    ]
    headline = _words_of(title, reports, language)
    usable = [_is_usable(report, part, language) for report, part in origins]
    sound = [
        fits
        and not report.doubts(part.id, (told_in,))
        and Chosen(document=report.id, segment=part.id) not in held_back
        for (report, part), fits in zip(origins, usable, strict=True)
    ]
    last = [place for place, (report, part) in enumerate(origins) if report.is_remarked(part.id, (told_in,))]
    # A report that says little beyond its title is told by that little, rather than by its title alone.
    for allowed, stale in ((sound, headline), (usable, headline), (usable, None)):
        # A sentence that is not allowed has a size that never fits, so nothing can lean on it either.
        sizes = [1 if fits else length + 1 for fits in allowed]
        own = [
            place
            for place, (report, _) in enumerate(origins)
            if allowed[place] and report.language == told_in
        ]
        ranking = Fresh(SoundFirst(rank("news", material), frozenset(last)), told, stale, own)
        chosen = choose_segments(ranking, parts, sizes, length)
        if chosen and _is_readable(chosen, parts):
            break
    else:
        chosen = _standing_alone(chosen, parts) or frozenset(islice(compress(count(), usable), 1))
    return tuple(
        Chosen(document=report.id, segment=part.id)
        for position, (report, part) in enumerate(origins)
        if position in chosen
    )


def _is_readable(chosen: Collection[int], parts: Units) -> bool:
    """Say whether sentences are whole units with their support; they are not where nothing else fitted."""
    taken = {unit for unit, members in enumerate(parts.members) if any(i in chosen for i in members)}
    return all(
        all(i in chosen for i in parts.members[unit]) and parts.leans_on.get(unit, unit) in taken
        for unit in taken
    )


def _standing_alone(chosen: Collection[int], parts: Units) -> frozenset[int]:
    """Return the sentences that need none before them which was not chosen."""
    unit_of = {position: unit for unit, members in enumerate(parts.members) for position in members}
    taken = {unit_of[position] for position in chosen}
    return frozenset(p for p in chosen if parts.leans_on.get(unit_of[p], unit_of[p]) in taken)


def _words_of(
    title: Sequence[Chosen], reports: Sequence[WrittenDocument], language: LanguageCode
) -> ToldWords | None:
    """Return the words of a title; None where there is none."""
    if not title:
        return None
    texts = {report.id: report.texts(language) or {} for report in reports}
    text = " ".join(texts[part.document].get(part.segment, "") for part in title)
    source = next(report.language for report in reports if report.id == title[0].document)
    return ToldWords.of(text, language, source)


def _body(report: WrittenDocument) -> list[Segment]:
    found = [segment for segment in report.segments if report.kind(segment) in SUMMARISED]
    return found[:_MOST_SENTENCES]


def _is_usable(report: WrittenDocument, segment: Segment, language: LanguageCode) -> bool:
    """Say whether a sentence is part of the report, and exists in the language of comparison."""
    return (
        segment.id in (report.texts(language) or {})
        and any(map(str.isalpha, segment.text))
        and not is_furniture(segment.text, segment.language)
    )


def _as_one_text(
    reports: Sequence[WrittenDocument], bodies: Sequence[Sequence[Segment]], language: LanguageCode
) -> list[Segment]:
    """Return the sentences of all reports in one language, with unique ids and paragraphs."""
    first = 0
    joined: list[Segment] = []
    for report, body in zip(reports, bodies, strict=True):
        texts = report.texts(language) or {}
        joined.extend(
            Segment(
                id=f"{report.id}/{part.id}",
                block=first + part.block,
                start=part.start,
                end=part.end,
                text=texts.get(part.id, ""),
                language=language,
            )
            for part in body
        )
        first += report.blocks + 1
    return joined


def _quoted(reports: Sequence[WrittenDocument], bodies: Sequence[Sequence[Segment]]) -> tuple[str, ...]:
    return tuple(
        f"{report.id}/{part.id}"
        for report, body in zip(reports, bodies, strict=True)
        for part in body
        if report.kind(part) == "quotation"
    )


def _units(reports: Sequence[WrittenDocument], bodies: Sequence[Sequence[Segment]]) -> Units:
    """Return what must be chosen together, report by report: the first of one never leans on another's last.

    Units are found in the source's own words, as for summaries.
    """
    members: list[tuple[int, ...]] = []
    leans_on: dict[int, int] = {}
    starts = accumulate((len(body) for body in bodies), initial=0)
    for report, body, start in zip(reports, bodies, starts, strict=False):
        quoted = {part.id for part in body if report.kind(part) == "quotation"}
        own = units(body, report.language, quoted)
        leans_on.update({len(members) + one: len(members) + other for one, other in own.leans_on.items()})
        members.extend(tuple(start + position for position in unit) for unit in own.members)
    return Units(members=tuple(members), leans_on=leans_on)
