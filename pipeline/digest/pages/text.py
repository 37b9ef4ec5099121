"""A digest as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.digest.pages.notes import Sources
from pipeline.digest.pages.view import Line, StoryView, View


def text_digest(view: View) -> Iterator[str]:
    """Yield the page in pieces: a sentence a line with its note's number, the sources below in one line."""
    for line in _lines(view):
        yield f"{line}\n"


def _lines(view: View) -> Iterator[str]:
    yield view.title
    yield view.semicolon.join(view.labelled(name, value) for name, value in view.facts)
    for watch in view.watches:
        yield ""
        yield f"* {watch.title}"
        for story in watch.stories:
            yield f"   → {story.number}. {' '.join(line.text for line in story.title)} [{story.remark}]"
        yield from _quoted(watch.lines)
        yield from _sources(watch.sources, view)
    if view.says_nothing:
        yield ""
        yield view.labels.nothing
    for item in view.items:
        yield ""
        if view.starts_undated(item):
            yield view.labels.undated
            yield ""
        yield from _story(item, view)


def _story(item: StoryView, view: View) -> Iterator[str]:
    yield f"{item.number}. {' '.join(f'{line.text} {line.mark}' for line in item.title)}"
    if item.mark:
        yield f"   {item.mark}"
    yield from _quoted(item.lines)
    yield from _sources(item.sources, view)
    if item.shared:
        yield f"   {view.labelled(view.labels.shared, view.comma.join(item.shared))}"


def _quoted(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        yield f"   {line.text} {line.mark}"


def _sources(found: Sources, view: View) -> Iterator[str]:
    if not found.notes:
        return
    notes = (f"[{note.number}] {note.words(view.comma)}" for note in found.notes)
    remarks = (f"[{remark.numbers}] {remark.words}" for remark in found.remarks)
    others = [view.labelled(view.labels.also, view.comma.join(found.also))] if found.also else []
    yield f"   {view.labelled(view.labels.sources, view.semicolon.join((*notes, *remarks, *others)))}"
