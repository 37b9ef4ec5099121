"""Delivery to feeds: one Atom feed (RFC 4287) a language, to which the stories of each digest are added."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from pipeline.core import limits
from pipeline.core.errors import DeliveryError
from pipeline.core.files import durable
from pipeline.core.files.lock import take_lock
from pipeline.core.files.replace import BESIDE, replacing
from pipeline.core.html.render import render_pieces
from pipeline.core.records import Parcel
from pipeline.digest.pages.atom import atom_id, entry_time, entry_title, watch_id
from pipeline.digest.pages.view import StoryView, View
from pipeline.publish.deliver.addresses import checked_base, page_address
from pipeline.publish.deliver.feed_file import FeedEntry, ForeignFeedError, parsed_entries, with_added
from pipeline.publish.deliver.parcel import file_word, languages_to_send, shown_digest
from pipeline.publish.deliver.problems import unknown_item, write_failed
from pipeline.publish.deliver.settings import FeedSettings

_TEMPLATES = "publish/deliver/templates"


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
            with _held(self._folder):
                added = self._add(path, parcel, shown)
        except OSError as error:
            raise write_failed(path, error) from error
        return f"feed {item}: {path}: {added}"

    def _add(self, path: Path, parcel: Parcel, shown: View) -> str:
        """Write the feed anew unless nothing changes. Raises ``OSError``, ``DeliveryError``."""
        names = tuple(filter(None, (parcel.job, parcel.watch)))
        feed_id = atom_id("feed", *names, shown.language)
        content = _content(path)
        old = () if content is None else _entries(path, content, feed_id)
        told = (
            *(self._watch(number, shown, parcel) for number in range(len(shown.watches))),
            *(self._entry(story, shown, parcel) for story in shown.items),
        )
        new = with_added(old, told, self._settings.entries)
        if new == old and content is not None:
            return "nothing new"
        head = render_pieces(
            f"{_TEMPLATES}/feed.atom.xml.j2",
            id=feed_id,
            language=shown.language,
            title=self._settings.title or " ".join((*names, f"({shown.language})")),
            updated=parcel.made,
            address=f"{self._feeds}/{quote(path.name)}" if self._feeds else "",
        )
        end = render_pieces(f"{_TEMPLATES}/feed_end.atom.xml.j2")
        mode = durable.mode(path) or None
        place = Path(os.path.realpath(path))
        with replacing(place, beside=place.with_name(f"{BESIDE}{place.name}"), mode=mode) as file:
            for piece in (*head, *(entry.xml for entry in new), *end):
                file.write(piece.encode())
        return f"{len({e.id for e in new} - {e.id for e in old})} new of {len(new)} entries"

    def _entry(self, story: StoryView, shown: View, parcel: Parcel) -> FeedEntry:
        entry_id, updated = atom_id(story.id, shown.language), entry_time(story, shown)
        xml = "".join(
            render_pieces(
                f"{_TEMPLATES}/entry.atom.xml.j2",
                id=entry_id,
                language=shown.language,
                title=entry_title(story),
                updated=updated,
                slot=parcel.slot,
                address=page_address(self._base, parcel, shown.language, f"s{story.number}"),
                summary=" ".join(line.text for line in story.lines) or entry_title(story),
                story=story,
                also=shown.labels.also,
            )
        )
        return FeedEntry(id=entry_id, updated=updated, slot=parcel.slot, xml=xml)

    def _watch(self, number: int, shown: View, parcel: Parcel) -> FeedEntry:
        watch = shown.watches[number]
        entry_id, updated = watch_id(watch, shown), entry_time(watch, shown)
        xml = "".join(
            render_pieces(
                f"{_TEMPLATES}/watch_entry.atom.xml.j2",
                id=entry_id,
                language=shown.language,
                watch=watch,
                updated=updated,
                slot=parcel.slot,
                address=page_address(self._base, parcel, shown.language, f"w{number + 1}"),
            )
        )
        return FeedEntry(id=entry_id, updated=updated, slot=parcel.slot, xml=xml)


def _content(path: Path) -> bytes | None:
    try:
        return durable.read_regular(path, limit=limits.PAGE)
    except FileNotFoundError:
        return None


def _entries(path: Path, content: bytes, feed_id: str) -> tuple[FeedEntry, ...]:
    try:
        return parsed_entries(content, feed_id=feed_id)
    except ForeignFeedError as error:
        raise DeliveryError(
            f"{path}: {error}; it was left as it is: put back a copy of it, or move it away, and a new feed"
            " with the same id is begun",
            is_final=True,
        ) from error


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold the folder of feeds against other deliveries: they read, add and write. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        take_lock(handle, wait=True)
        yield
    finally:
        os.close(handle)
