"""A digest as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.digest.pages.view import Line, StoryView, View


def text_digest(view: View) -> Iterator[str]:
    """Yield the page in pieces: a sentence a line, its origin in brackets on the next."""
    for line in _lines(view):
        yield f"{line}\n"


def _lines(view: View) -> Iterator[str]:
    yield f"{view.labels.digest} ({view.language}): {view.run}"
    yield "; ".join(f"{name}: {value}" for name, value in view.facts)
    for watch in view.watches:
        yield ""
        yield f"* {watch.title}"
        yield from _quoted(watch.lines)
    if view.says_nothing:
        yield ""
        yield view.labels.nothing
    for item in view.items:
        yield ""
        yield from _story(item, view)


def _story(item: StoryView, view: View) -> Iterator[str]:
    yield f"{item.number}. {' '.join(line.text for line in item.title)}"
    if item.title:
        yield f"   [{item.title[0].attribution}]"
    yield from _quoted(item.lines)
    if item.also:
        yield f"   {view.labels.also}: {'; '.join(item.also)}"


def _quoted(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        yield f"   {line.text}"
        yield f"   [{line.attribution}]"
