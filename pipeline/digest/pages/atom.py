"""A digest as an Atom feed (RFC 4287): an entry a story."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from pipeline.core.dataclass import dataclass
from pipeline.core.html.render import render_pieces
from pipeline.digest.pages.view import StoryView, View, WatchView

_SPACE = uuid.UUID("5b1f0c2e-8f0a-5f35-9a55-6b8d1b0f7d11")
"""Name space of the ids of feeds and entries, made up once and never to be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A story with the name and date that feeds give it."""

    id: str
    title: str
    updated: str
    story: StoryView


@dataclass(frozen=True, slots=True, kw_only=True)
class _WatchEntry:
    """What a watch has found, with the name and date that feeds give it."""

    id: str
    updated: str
    watch: WatchView


def atom_digest(view: View) -> Iterator[str]:
    """Return the feed in pieces. Its ids and times depend only on what is told, never on the time of day."""
    return render_pieces(
        "digest/pages/templates/digest.atom.xml.j2",
        id=atom_id(view.run, view.language),
        title=view.title,
        digest=view,
        watches=tuple(
            _WatchEntry(id=watch_id(watch, view), updated=entry_time(watch, view), watch=watch)
            for watch in view.watches
        ),
        entries=tuple(_entry(story, view) for story in view.items),
    )


def _entry(story: StoryView, view: View) -> _Entry:
    return _Entry(
        id=atom_id(story.id, view.language),
        title=entry_title(story),
        updated=entry_time(story, view),
        story=story,
    )


def entry_title(story: StoryView) -> str:
    """Return the title of a story's entry."""
    return " ".join(line.text for line in story.title)


def watch_id(watch: WatchView, view: View) -> str:
    """Return the id of the entry of what a watch has found in a run."""
    return atom_id("watch", view.run, watch.name, view.language)


def entry_time(story: StoryView | WatchView, view: View) -> str:
    """Return when the newest report of an entry was published, as far as that is known."""
    return view.until if story.moment is None else story.moment.time


def atom_id(*names: str) -> str:
    """Return an id of feeds and entries, the same for the same names: a story's id and its language."""
    return uuid.uuid5(_SPACE, "\n".join(names)).urn
