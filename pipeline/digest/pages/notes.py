"""The numbered notes of a story: its sources, each once, with what each sentence's number leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote as percent_encoded

import languages
from pipeline.core.contract.digest import Quote, StoryReport, ToldText
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
    """Its date, its language and how it was translated, in words; what is not known is left out."""
    link: str
    """The report's page on the site, or the folder of its source, as a path from the run's folder."""

    def words(self, comma: str) -> str:
        """Return the outlet with what is said about the report, ``comma`` between them."""
        return comma.join(filter(None, (self.outlet, self.about)))


@dataclass(slots=True)
class _Source:
    report: StoryReport
    link: str
    marks: dict[str, None] = field(default_factory=dict)
    """Remarks on the quotes, each once, in their order."""


class Notes:
    """The notes of one story in one language, numbered as its sentences come."""

    def __init__(self, reports: Sequence[StoryReport], language: LanguageCode, *, has_reader: bool) -> None:
        """Take the story's reports. ``has_reader`` says whether notes lead to pages of the site."""
        self.language = language
        self._has_reader = has_reader
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

    @property
    def found(self) -> tuple[SourceNote, ...]:
        """The notes of the quotes so far, in order."""
        return tuple(
            SourceNote(
                number=number,
                outlet=seen(source.report.outlet),
                about=comma(self.language).join((*self._date(source.report), *source.marks)),
                link=source.link,
            )
            for number, source in enumerate(self._sources.values(), 1)
        )

    def _date(self, report: StoryReport) -> tuple[str, ...]:
        return (shown_moment(report.moment, self.language),) if report.moment is not None else ()


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
    names = _told(quote, language).warnings
    label = languages.get(language).digest.check
    return [labelled(label, ", ".join(names), language)] if names else []


def _told(quote: Quote, language: LanguageCode) -> ToldText:
    return next(text for text in quote.texts if text.digest == language)
