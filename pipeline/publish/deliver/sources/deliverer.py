"""Delivery to translated feeds: what each outlet has published, in a language of the reader."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

from pipeline.core.errors import DeliveryError, RecordError
from pipeline.core.html.render import render_pieces
from pipeline.core.html.words import language_name
from pipeline.core.records import LanguageCode, Parcel
from pipeline.digest.pages.atom import atom_id
from pipeline.publish.deliver.addresses import checked_base
from pipeline.publish.deliver.feed_file import TEMPLATES, FeedEntry, FeedHead, add_entries, held_feeds
from pipeline.publish.deliver.parcel import file_word, languages_to_send, shown_digest
from pipeline.publish.deliver.problems import unknown_item, write_failed
from pipeline.publish.deliver.settings import SourcesSettings
from pipeline.publish.deliver.sources.documents import FeedDocument, feed_documents
from pipeline.publish.site.paths import page_file

_NAME = 40
"""The most letters of an outlet's name that the name of its feed begins with."""


class SourcesDeliverer:
    """Adds a run's documents to feeds in a folder: ``<folder>/<outlet>.<language>.atom``."""

    def __init__(self, name: str, settings: SourcesSettings) -> None:
        """Take the settings. Raises ``UsageError`` where they cannot be used."""
        self._name = name
        self._settings = settings
        self._base = checked_base(name, settings.base_url)
        self._feeds = checked_base(name, settings.feeds_url, key="feeds_url")
        self._folder = Path(settings.folder)

    @property
    def name(self) -> str:
        """Name of the delivery."""
        return self._name

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Return the languages of the feeds; none for the hits of a watch, which are no documents."""
        return () if parcel.watch else languages_to_send(parcel, self._settings.languages)

    def send(self, parcel: Parcel, item: str) -> str:
        """Add the run's documents to the feeds of a language. Raises ``DeliveryError``."""
        if item not in self.items(parcel):
            raise unknown_item(item)
        shown_digest(parcel, item)  # so that what is no digest, or not in the language, is not delivered
        file_word(item, "the language")
        outlets = self._entries(parcel, item)
        new = 0
        try:
            with held_feeds(self._folder):
                for outlet, entries in outlets.items():
                    new += self._add(outlet, entries, parcel, item)
        except OSError as error:
            raise write_failed(self._folder, error) from error
        return f"sources {item}: {self._folder}: {new} new in {len(outlets)} feeds"

    def _entries(self, parcel: Parcel, language: LanguageCode) -> dict[str, list[FeedEntry]]:
        """Return the entries of each outlet; names that differ only in case are one."""
        found: dict[str, list[FeedEntry]] = {}
        names: dict[str, str] = {}
        try:
            for document in feed_documents(parcel.run, language):
                outlet = names.setdefault(document.outlet.casefold(), document.outlet)
                found.setdefault(outlet, []).append(self._entry(document, parcel, language))
        except RecordError as error:
            raise DeliveryError(f"{error.message}; run the job again", is_final=True) from error
        return {
            outlet: sorted(entries, key=lambda entry: entry.updated, reverse=True)
            for outlet, entries in found.items()
        }

    def _add(self, outlet: str, entries: list[FeedEntry], parcel: Parcel, language: LanguageCode) -> int:
        path = self._folder / f"{feed_name(outlet)}.{language}.atom"
        head = FeedHead(
            id=atom_id("source", outlet.casefold(), language),
            language=language,
            title=f"{outlet} ({language_name(language)})",
            updated=parcel.made,
            address=f"{self._feeds}/{quote(path.name)}" if self._feeds else "",
        )
        return add_entries(path, head, entries, self._settings.entries, moves=False).new

    def _entry(self, document: FeedDocument, parcel: Parcel, language: LanguageCode) -> FeedEntry:
        entry_id = atom_id("document", document.sha256, language)
        updated = document.published or parcel.made
        page = page_file(document.id, language)
        has_page = bool(self._base) and document.has_page
        title = " ".join(part.text for part in document.title) or document.id
        title_language = document.title[0].language if document.title else language
        summary = " ".join(part.text for part in document.summary)
        xml = "".join(
            render_pieces(
                f"{TEMPLATES}/source_entry.atom.xml.j2",
                id=entry_id,
                language=language,
                title=title,
                title_language=title_language,
                summary=summary or title,
                summary_language=document.summary[0].language if document.summary else title_language,
                updated=updated,
                slot=parcel.slot,
                address=f"{self._base}/{quote(parcel.run.name)}/{quote(page)}" if has_page else "",
                document=document,
            )
        )
        return FeedEntry(id=entry_id, updated=updated, slot=parcel.slot, xml=xml)


def feed_name(outlet: str) -> str:
    """Return the name of an outlet's feed: the letters that any disk can hold, and a digest of all.

    >>> feed_name("Le Courrier d'Évrac")
    'le-courrier-d-evrac-cd4e935e'
    """
    name = outlet.casefold()
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_NAME].rstrip("-")
    digest = hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else digest
