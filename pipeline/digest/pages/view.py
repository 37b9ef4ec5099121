"""The content of a digest's pages in one language, in the order in which they show it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import languages
from pipeline.core.contract.digest import (
    DigestRecord,
    Moment,
    Quote,
    Story,
    StoryReport,
    ToldText,
    WatchFindings,
)
from pipeline.core.html.words import language_name, seen
from pipeline.core.records import LanguageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A quoted sentence with its origin."""

    text: str
    language: LanguageCode
    outlet: str
    date: str
    """The report's date; empty where it is not known."""
    document: str
    segment: str
    marks: tuple[str, ...]
    """Remarks for the reader: the original's language, how the sentence was translated."""

    @property
    def attribution(self) -> str:
        """The line's origin in words."""
        return "; ".join((", ".join(filter(None, (self.outlet, self.date))), *self.marks, self.place))

    @property
    def place(self) -> str:
        """The document's id, and the segment's id in the document."""
        return f"{self.document} {self.segment}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story."""

    id: str
    number: int
    moment: Moment | None
    title: tuple[Line, ...]
    lines: tuple[Line, ...]
    outlets: tuple[str, ...]
    also: tuple[str, ...]
    """Outlets that have the story and are not quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchView:
    """What a watch has found."""

    name: str
    title: str
    """The word for a watch, its name, and how many sentences are quoted of those found."""
    moment: Moment | None
    """When the newest document that is quoted was published."""
    lines: tuple[Line, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A digest in one language."""

    run: str
    language: LanguageCode
    direction: str
    labels: languages.Digests
    facts: tuple[tuple[str, str], ...]
    """Names and values for the page's head."""
    until: str
    updated: str
    """When the newest told report was published; ``until`` where that is not known."""
    watches: tuple[WatchView, ...]
    """What stands before the stories."""
    items: tuple[StoryView, ...]
    says_nothing: bool
    """Whether there is nothing to tell, which the page says."""


def view(record: DigestRecord, language: LanguageCode) -> View:
    """Return the content of a digest's pages in ``language``."""
    known = languages.get(language)
    labels = known.digest
    counts = record.counts
    # A watch's hits may be told alone; that stories are told would then be wrong.
    stories = [(labels.stories, f"{counts.told} / {counts.stories}")]
    facts = [
        *(stories if record.stories or not record.watches else ()),
        (labels.documents, str(counts.used)),
        (
            labels.period,
            " – ".join(filter(None, (record.since and shown_time(record.since), shown_time(record.until)))),
        ),
    ]
    if counts.undated:
        facts.append((labels.undated, str(counts.undated)))
    watches = tuple(_watch(findings, language, labels) for findings in record.watches)
    moments = [*(story.moment for story in record.stories), *(watch.moment for watch in watches)]
    newest = max((moment.time for moment in moments if moment is not None), default="")
    return View(
        run=record.run_id,
        language=language,
        direction=known.direction,
        labels=labels,
        facts=tuple(facts),
        until=record.until,
        updated=newest or record.until,
        watches=watches,
        says_nothing=not (record.stories or watches),
        items=tuple(
            _item(number, story, language, labels) for number, story in enumerate(record.stories, start=1)
        ),
    )


def shown_time(time: str) -> str:
    """Return a time as a reader wants it: ``2025-10-09 05:47 UTC``."""
    return f"{time[:10]} {time[11:16]} UTC"


def _item(number: int, story: Story, language: LanguageCode, labels: languages.Digests) -> StoryView:
    reports = {report.document: report for report in story.reports}
    title = tuple(_line(quote, reports[quote.document], language, labels) for quote in story.title)
    lines = tuple(_line(quote, reports[quote.document], language, labels) for quote in story.sentences)
    quoted = {line.outlet.casefold() for line in (*title, *lines)}
    outlets = tuple(map(seen, story.outlets))
    return StoryView(
        id=story.id,
        number=number,
        moment=story.moment,
        title=title,
        lines=lines,
        outlets=outlets,
        also=tuple(name for name in outlets if name.casefold() not in quoted),
    )


def _watch(findings: WatchFindings, language: LanguageCode, labels: languages.Digests) -> WatchView:
    reports = {report.document: report for report in findings.reports}
    shown, found = len(findings.hits), findings.found
    number = str(found) if shown == found else f"{shown} / {found}"
    lines = []
    for hit in findings.hits:
        line = _line(hit.quote, reports[hit.quote.document], language, labels)
        terms = f"{labels.found}: {', '.join(map(seen, hit.terms))}"
        lines.append(replace(line, marks=(terms, *line.marks)))
    moments = (report.moment for report in findings.reports if report.moment is not None)
    return WatchView(
        name=findings.name,
        title=f"{labels.watch}: {seen(findings.name)} ({number})",
        moment=max(moments, key=lambda moment: moment.time, default=None),
        lines=tuple(lines),
        outlets=tuple(dict.fromkeys(seen(report.outlet) for report in findings.reports)),
    )


def _line(quote: Quote, report: StoryReport, language: LanguageCode, labels: languages.Digests) -> Line:
    told = next(text for text in quote.texts if text.digest == language)
    return Line(
        text=seen(told.text),
        language=told.language,
        outlet=seen(report.outlet),
        date=_date(report.moment, labels),
        document=quote.document,
        segment=quote.segment,
        marks=tuple(_marks(quote, told, labels)),
    )


def _date(moment: Moment | None, labels: languages.Digests) -> str:
    if moment is None:
        return ""
    time = moment.time[:10] if moment.day_only else shown_time(moment.time)
    return time if moment.source == "document" else f"{labels.filed} {time}"


def quote_marks(quote: Quote, language: LanguageCode) -> list[str]:
    """Return remarks about a quote in a language: the original's language, how it was translated."""
    told = next(text for text in quote.texts if text.digest == language)
    return _marks(quote, told, languages.get(language).digest)


def _marks(quote: Quote, told: ToldText, labels: languages.Digests) -> list[str]:
    if told.language != told.digest:
        return [f"{labels.original}: {language_name(quote.language)}, {labels.untranslated}"]
    if told.origin == "source":
        return []
    how = {
        "neural": labels.by_model,
        "rule-based": labels.by_rules,
        "mixed": labels.by_both,
        None: labels.by_people if told.origin == "human" else labels.by_both,
    }
    marks = [f"{labels.original}: {language_name(quote.language)}, {how[told.method]}"]
    return [*marks, f"{labels.check}: {', '.join(told.warnings)}"] if told.warnings else marks
