"""A digest as an Atom feed (RFC 4287): an entry a story."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.html.render import render_pieces
from pipeline.digest.pages.view import StoryView, View

_SPACE = uuid.UUID("5b1f0c2e-8f0a-5f35-9a55-6b8d1b0f7d11")
"""Name space of the ids of feeds and entries, made up once and never to be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A story with the name and date that feeds give it."""

    id: str
    title: str
    updated: str
    story: StoryView


def atom_digest(view: View) -> Iterator[str]:
    """Return the feed in pieces. Its ids and times depend only on what is told, never on the time of day."""
    return render_pieces(
        "digest/pages/templates/digest.atom.xml.j2",
        id=_id(view.run, view.language),
        title=f"{view.labels.digest} ({view.language}): {view.run}",
        digest=view,
        entries=tuple(_entry(story, view) for story in view.items),
    )


def _entry(story: StoryView, view: View) -> _Entry:
    return _Entry(
        id=_id(story.id, view.language),
        title=" ".join(line.text for line in story.title),
        updated=view.until if story.moment is None else story.moment.time,
        story=story,
    )


def _id(*names: str) -> str:
    return uuid.uuid5(_SPACE, "\n".join(names)).urn
