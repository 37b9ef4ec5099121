"""Delivery to feeds: one Atom feed (RFC 4287) a language, to which the stories of each digest are added."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from pipeline.core import clock
from pipeline.core.html.render import render_pieces
from pipeline.core.records import Parcel
from pipeline.digest.pages.atom import atom_id, entry_time, entry_title, watch_id
from pipeline.digest.pages.view import StoryView, View
from pipeline.publish.deliver.addresses import checked_base, page_address, run_root
from pipeline.publish.deliver.feed_file import TEMPLATES, FeedEntry, FeedHead, add_entries, held_feeds
from pipeline.publish.deliver.parcel import file_word, languages_to_send, shown_digest
from pipeline.publish.deliver.problems import unknown_item, write_failed
from pipeline.publish.deliver.settings import FeedSettings


class FeedDeliverer:
    """Adds digests to feeds in a folder: ``<folder>/<job>.<language>.atom``.

    What watches have found is an entry before the stories. The hits that are sent apart have a feed of their
    own: ``<folder>/<job>.<watch>.<language>.atom``.
    """

    def __init__(self, name: str, settings: FeedSettings) -> None:
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
        """Return the languages of the feeds."""
        return languages_to_send(parcel, self._settings.languages)

    def send(self, parcel: Parcel, item: str) -> str:
        """Add the stories of the digest to the feed of a language. Raises ``DeliveryError``."""
        if item not in self.items(parcel):
            raise unknown_item(item)
        shown = shown_digest(parcel, item)
        parts = (file_word(parcel.job, "the job"), parcel.watch, file_word(item, "the language"))
        path = self._folder / f"{'.'.join(filter(None, parts))}.atom"
        try:
            with held_feeds(self._folder):
                added = self._add(path, parcel, shown)
        except OSError as error:
            raise write_failed(path, error) from error
        return f"feed {item}: {path}: {added}"

    def _add(self, path: Path, parcel: Parcel, shown: View) -> str:
        """Write the feed anew unless nothing changes. Raises ``OSError``, ``DeliveryError``."""
        names = tuple(filter(None, (parcel.job, parcel.watch)))
        told = (
            *(self._watch(number, shown, parcel) for number in range(len(shown.watches))),
            *(self._entry(story, shown, parcel) for story in shown.items),
        )
        head = FeedHead(
            id=atom_id("feed", *names, shown.language),
            language=shown.language,
            title=self._settings.title or f"{shown.labels.digest} – {shown.comma.join(names)}",
            updated=parcel.made,
            address=f"{self._feeds}/{quote(path.name)}" if self._feeds else "",
        )
        return add_entries(path, head, told, self._settings.entries).words

    def _entry(self, story: StoryView, shown: View, parcel: Parcel) -> FeedEntry:
        entry_id, updated = atom_id(story.id, shown.language), entry_time(story, shown)
        if story.has_news:
            # A correction may have the older date; what it corrects must not stand before it.
            updated = max(updated, clock.stamp(clock.parsed(parcel.made)))
        xml = "".join(
            render_pieces(
                f"{TEMPLATES}/entry.atom.xml.j2",
                id=entry_id,
                language=shown.language,
                title=entry_title(story),
                updated=updated,
                slot=parcel.slot,
                address=page_address(self._base, parcel, shown.language, f"s{story.number}"),
                summary=" ".join(line.text for line in story.lines) or entry_title(story),
                story=story,
                digest=shown,
                root=run_root(self._base, parcel),
            )
        )
        return FeedEntry(id=entry_id, updated=updated, slot=parcel.slot, xml=xml)

    def _watch(self, number: int, shown: View, parcel: Parcel) -> FeedEntry:
        watch = shown.watches[number]
        entry_id, updated = watch_id(watch, shown), entry_time(watch, shown)
        xml = "".join(
            render_pieces(
                f"{TEMPLATES}/watch_entry.atom.xml.j2",
                id=entry_id,
                language=shown.language,
                watch=watch,
                updated=updated,
                slot=parcel.slot,
                address=page_address(self._base, parcel, shown.language, f"w{number + 1}"),
                digest=shown,
                root=run_root(self._base, parcel),
            )
        )
        return FeedEntry(id=entry_id, updated=updated, slot=parcel.slot, xml=xml)
