"""The content of a digest's pages in one language, in the order in which they show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import languages
from pipeline.core.contract.digest import DigestRecord, Moment, Quote, Story, WatchFindings
from pipeline.core.dataclass import dataclass
from pipeline.core.html.words import seen
from pipeline.core.records import LanguageCode
from pipeline.digest.pages.notes import Notes, Sources, quote_warnings
from pipeline.digest.pages.words import comma, labelled, semicolon, shown_day, shown_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A quoted sentence with the number of the note that says where it is from."""

    text: str
    language: LanguageCode
    page: LanguageCode
    """The language of the page."""
    note: int
    link: str
    """Where the sentence stands, as a path from the run's folder: on a page of the site, or in its source."""
    remarks: tuple[str, ...]
    """What a reader should know of the sentence alone: the terms it was found by, checks it did not pass."""

    @property
    def mark(self) -> str:
        """The note's number in brackets, with the remarks."""
        return f"[{semicolon(self.page).join((str(self.note), *self.remarks))}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story."""

    id: str
    number: int
    moment: Moment | None
    has_news: bool
    """Whether any of it is new since the last digest, or there was none."""
    mark: str
    """What is new of it since the last digest; empty where nothing is, or there was none."""
    title: tuple[Line, ...]
    lines: tuple[Line, ...]
    sources: Sources
    outlets: tuple[str, ...]
    shared: tuple[str, ...]
    """Names and numbers that its reports share, as the main one writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """A story of the page that quotes what a watch has found."""

    number: int
    title: tuple[Line, ...]
    remark: str
    """The terms that it was found by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchView:
    """What a watch has found."""

    name: str
    title: str
    """The word for a watch, its name, and how many sentences are quoted of those found."""
    moment: Moment | None
    """When the newest document that is quoted was published."""
    stories: tuple[FoundStory, ...]
    """The stories that quote sentences which were found. These are not quoted a second time."""
    lines: tuple[Line, ...]
    """The other sentences."""
    sources: Sources
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A digest in one language."""

    run: str
    language: LanguageCode
    direction: str
    comma: str
    """What stands between the items of a list."""
    semicolon: str
    """What stands between lists."""
    labels: languages.Digests
    title: str
    """The word for a digest, and its day."""
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

    def starts_undated(self, story: StoryView) -> bool:
        """Say whether a story is the first of those that have no date, which stand last."""
        before = self.items[story.number - 2] if story.number > 1 else None
        return story.moment is None and (before is None or before.moment is not None)

    def labelled(self, label: str, words: str) -> str:
        """Return words behind their label."""
        return labelled(label, words, self.language)


def view(record: DigestRecord, language: LanguageCode) -> View:
    """Return the content of a digest's pages in ``language``."""
    known = languages.get(language)
    labels = known.digest
    items = tuple(_item(number, story, record, language) for number, story in enumerate(record.stories, 1))
    watches = tuple(_watch(findings, record, items, language) for findings in record.watches)
    moments = [*(story.moment for story in record.stories), *(watch.moment for watch in watches)]
    newest = max((moment.time for moment in moments if moment is not None), default="")
    says_nothing = not (record.stories or watches)
    return View(
        run=record.run_id,
        language=language,
        direction=known.direction,
        comma=comma(language),
        semicolon=semicolon(language),
        labels=labels,
        title=f"{labels.digest} – {shown_day(record.until, language)}",
        facts=_facts(record, language, says_nothing=says_nothing),
        until=record.until,
        updated=newest or record.until,
        watches=watches,
        says_nothing=says_nothing,
        items=items,
    )


_OPEN = "…"
"""What stands for the beginning of a period that has none, in all languages."""


def _facts(
    record: DigestRecord, language: LanguageCode, *, says_nothing: bool
) -> tuple[tuple[str, str], ...]:
    """Return what the head of a page says: only of when it is, where there is nothing to tell."""
    labels, counts = languages.get(language).digest, record.counts
    since, until = (shown_time(time, language) if time else _OPEN for time in (record.since, record.until))
    period = (labels.period, f"{since} – {until}")
    outside = [(labels.outside, str(counts.outside))] if counts.outside else []
    if says_nothing:
        return (period, *outside)
    # A watch's hits may be told alone; that stories are told would then be wrong.
    stories = [(labels.stories, f"{counts.told} / {counts.stories}")]
    return (
        *(stories if record.stories or not record.watches else ()),
        (labels.documents, str(counts.used)),
        period,
        *([(labels.undated, str(counts.undated))] if counts.undated else ()),
        *outside,
    )


def _item(number: int, story: Story, record: DigestRecord, language: LanguageCode) -> StoryView:
    notes = Notes(story.reports, language, has_reader=record.has_reader, are_undated=story.moment is None)
    title = tuple(_line(quote, notes) for quote in on_page(story.title, language))
    lines = tuple(_line(quote, notes) for quote in on_page(story.sentences, language))
    return StoryView(
        id=story.id,
        number=number,
        moment=story.moment,
        has_news=story.known is None or story.known < len(story.reports),
        mark=_mark(story, language),
        title=title,
        lines=lines,
        sources=notes.found(story.outlets),
        outlets=tuple(map(seen, story.outlets)),
        shared=tuple(map(seen, (*story.joined.names, *story.joined.numbers))) if story.joined else (),
    )


def on_page(quotes: Iterable[Quote], language: LanguageCode) -> list[Quote]:
    """Return the quotes that the page in ``language`` has."""
    return [quote for quote in quotes if any(text.digest == language for text in quote.texts)]


def _mark(story: Story, language: LanguageCode) -> str:
    """Return in words what is new of a story since the last digest."""
    labels = languages.get(language).digest
    if story.known is None:
        return ""
    if not (story.known or story.corrected or story.earlier):
        return labels.new
    counts = (
        (labels.more, len(story.reports) - story.known - story.corrected),
        (labels.corrected, story.corrected),
    )
    words = [labelled(label, str(number), language) for label, number in counts if number > 0]
    return f"{labels.updated} · {comma(language).join(words)}" if words else ""


def _watch(
    findings: WatchFindings, record: DigestRecord, items: Sequence[StoryView], language: LanguageCode
) -> WatchView:
    labels = languages.get(language).digest
    notes = Notes(findings.reports, language, has_reader=record.has_reader)
    shown, found = len(findings.hits), findings.found
    number = str(found) if shown == found else f"{shown} / {found}"
    told = {
        (quote.document, quote.segment): item
        for item, story in reversed(list(zip(items, record.stories, strict=True)))
        for quote in on_page((*story.title, *story.sentences), language)
    }
    lines = []
    terms: dict[int, dict[str, None]] = {}
    for hit in findings.hits:
        item = told.get((hit.quote.document, hit.quote.segment))
        if item is not None:
            terms.setdefault(item.number, {}).update(dict.fromkeys(hit.terms))
            continue
        line = _line(hit.quote, notes)
        lines.append(replace(line, remarks=(_found(hit.terms, language), *line.remarks)))
    moments = (report.moment for report in findings.reports if report.moment is not None)
    return WatchView(
        name=findings.name,
        title=labelled(labels.watch, f"{seen(findings.name)} ({number})", language),
        moment=max(moments, key=lambda moment: moment.time, default=None),
        stories=tuple(
            FoundStory(number=number, title=items[number - 1].title, remark=_found(words, language))
            for number, words in sorted(terms.items())
        ),
        lines=tuple(lines),
        sources=notes.found(),
        outlets=tuple(dict.fromkeys(seen(report.outlet) for report in findings.reports)),
    )


def _found(terms: Iterable[str], language: LanguageCode) -> str:
    """Return words for the terms that a watch has found."""
    return labelled(languages.get(language).digest.found, ", ".join(map(seen, terms)), language)


def _line(quote: Quote, notes: Notes) -> Line:
    told = next(text for text in quote.texts if text.digest == notes.language)
    return Line(
        text=seen(told.text),
        language=told.language,
        page=notes.language,
        note=notes.number(quote),
        link=notes.link(quote),
        remarks=tuple(quote_warnings(quote, notes.language)),
    )
