"""The numbered notes of a story: its sources, each once, with what each sentence's number leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from urllib.parse import quote as percent_encoded

import languages
from pipeline.core.contract.digest import Quote, StoryReport, ToldText
from pipeline.core.dataclass import dataclass
from pipeline.core.html.words import seen
from pipeline.core.records import LanguageCode
from pipeline.digest.pages.words import comma, labelled, named_language, shown_moment
from pipeline.write.paths import READER_FOLDER, document_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """A report that is quoted."""

    number: int
    outlet: str
    about: str
    """Its date, its language and how it was translated, in words. What is not known is left out, and so is
    what several sources have in common."""
    link: str
    """The report's page on the site, or the folder of its source, as a path from the run's folder."""

    def words(self, comma: str) -> str:
        """Return the outlet with what is said about the report, ``comma`` between them."""
        return comma.join(filter(None, (self.outlet, self.about)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRemark:
    """What is to be said of several sources, once."""

    numbers: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The sources of what is quoted, for one line."""

    notes: tuple[SourceNote, ...]
    remarks: tuple[SharedRemark, ...]
    """What several of the notes have in common: the original's language, how it was translated."""
    also: tuple[str, ...]
    """Outlets that have the story and are not quoted."""


@dataclass(slots=True)
class _Source:
    report: StoryReport
    link: str
    marks: dict[str, None] = field(default_factory=dict)
    """Remarks on the quotes, each once, in their order."""


class Notes:
    """The notes of one story in one language, numbered as its sentences come."""

    def __init__(
        self,
        reports: Sequence[StoryReport],
        language: LanguageCode,
        *,
        has_reader: bool,
        are_undated: bool = False,
    ) -> None:
        """Take the story's reports. ``has_reader`` says whether notes lead to pages of the site.

        ``are_undated`` says that none has a date, as the page says of the whole story.
        """
        self.language = language
        self._has_reader = has_reader
        self._are_undated = are_undated
        self._reports = {report.document: report for report in reports}
        self._sources: dict[str, _Source] = {}

    def number(self, quote: Quote) -> int:
        """Return the number of a quote's note."""
        link = self.link(quote).partition("#")[0]
        source = self._sources.setdefault(quote.document, _Source(self._reports[quote.document], link))
        source.marks.update(dict.fromkeys(quote_marks(quote, self.language)))
        return list(self._sources).index(quote.document) + 1

    def link(self, quote: Quote) -> str:
        """Return where a quote stands: a place on a page of the site, or its document's folder."""
        page = quote_page(quote, _told(quote, self.language)) if self._has_reader else ""
        if not page:
            return f"{document_folder(percent_encoded(quote.document))}/"
        return f"{percent_encoded(page)}#{percent_encoded(quote.segment)}"

    def found(self, outlets: Sequence[str] = ()) -> Sources:
        """Return the sources of the quotes so far, in order, and those of ``outlets`` that are not quoted."""
        numbers: dict[tuple[str, ...], list[int]] = {}
        for number, source in enumerate(self._sources.values(), 1):
            numbers.setdefault(tuple(source.marks), []).append(number)
        names = [seen(source.report.outlet) for source in self._sources.values()]
        quoted = {name.casefold() for name in names}
        between = comma(self.language)
        return Sources(
            notes=tuple(
                SourceNote(
                    number=number,
                    outlet=name,
                    about=between.join(
                        (
                            *self._date(source.report),
                            *(source.marks if len(numbers[tuple(source.marks)]) == 1 else ()),
                        )
                    ),
                    link=source.link,
                )
                for number, (name, source) in enumerate(zip(names, self._sources.values(), strict=True), 1)
            ),
            remarks=tuple(
                SharedRemark(numbers=between.join(map(str, found)), words=between.join(marks))
                for marks, found in numbers.items()
                if marks and len(found) > 1
            ),
            also=tuple(name for name in map(seen, outlets) if name.casefold() not in quoted),
        )

    def _date(self, report: StoryReport) -> tuple[str, ...]:
        if report.moment is not None:
            return (shown_moment(report.moment, self.language),)
        return () if self._are_undated else (languages.get(self.language).digest.undated,)


def quote_page(quote: Quote, told: ToldText) -> str:
    """Return the page of the site that has a quote in one language, as a path in the run's folder.

    It is empty for words of a source that is in no variant: there may be no page of them.
    """
    variant, slash, _ = told.record.removeprefix(f"{document_folder(quote.document)}/").partition("/")
    return f"{READER_FOLDER}/{quote.document}.{variant}.html" if slash else ""


def quote_marks(quote: Quote, language: LanguageCode) -> list[str]:
    """Return remarks about a quote in a language: the original's language, how it was translated."""
    told = _told(quote, language)
    labels = languages.get(language).digest
    own = named_language(quote.language, language)
    if told.language != told.digest:
        return [labelled(labels.original, own, language), labels.untranslated]
    if told.origin == "source":
        return []
    how = {
        "neural": labels.by_model,
        "rule-based": labels.by_rules,
        "mixed": labels.by_both,
        None: labels.by_people if told.origin == "human" else labels.by_both,
    }
    return [labelled(labels.original, own, language), how[told.method]]


def quote_warnings(quote: Quote, language: LanguageCode) -> list[str]:
    """Return a remark that names the checks which a quote's translation did not pass, if there are any."""
    labels = languages.get(language).digest
    known = dict(labels.checks)
    names = [known.get(name, name) for name in _told(quote, language).warnings]
    return [labelled(labels.check, comma(language).join(names), language)] if names else []


def _told(quote: Quote, language: LanguageCode) -> ToldText:
    return next(text for text in quote.texts if text.digest == language)
