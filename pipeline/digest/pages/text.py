"""A digest as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.digest.pages.view import StoryView, View


def text_digest(view: View) -> Iterator[str]:
    """Yield the page in pieces: a sentence a line, its origin in brackets on the next."""
    for line in _lines(view):
        yield f"{line}\n"


def _lines(view: View) -> Iterator[str]:
    yield f"{view.labels.digest} ({view.language}): {view.run}"
    yield "; ".join(f"{name}: {value}" for name, value in view.facts)
    if not view.items:
        yield ""
        yield view.labels.nothing
    for item in view.items:
        yield ""
        yield from _story(item, view)


def _story(item: StoryView, view: View) -> Iterator[str]:
    yield f"{item.number}. {' '.join(line.text for line in item.title)}"
    if item.title:
        yield f"   [{item.title[0].attribution}]"
    for line in item.lines:
        yield f"   {line.text}"
        yield f"   [{line.attribution}]"
    if item.also:
        yield f"   {view.labels.also}: {'; '.join(item.also)}"
