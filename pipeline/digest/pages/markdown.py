"""A digest as Markdown (CommonMark)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.digest.pages.notes import Sources
from pipeline.digest.pages.view import Line, StoryView, View
from pipeline.read.markdown.escape import Surroundings, escape

_WORDS = Surroundings(
    syntax="markdown", starts_line=True, ends_heading=True, references=True, everything=True
)


def markdown_digest(view: View) -> Iterator[str]:
    """Yield the page in pieces: a heading a story, a paragraph a sentence, one for the sources."""
    for number, block in enumerate(_blocks(view)):
        yield f"\n{block}\n" if number else f"{block}\n"


def _blocks(view: View) -> Iterator[str]:
    yield f"# {_words(view.title)}"
    yield "\n".join(f"- {_words(view.labelled(name, value))}" for name, value in view.facts)
    for watch in view.watches:
        yield f"## {_words(watch.title)}"
        for story in watch.stories:
            title = " ".join(line.text for line in story.title)
            yield _words(f"→ {story.number}. {title} [{story.remark}]")
        yield from map(_quoted, watch.lines)
        yield from _sources(watch.sources, view)
    if view.says_nothing:
        yield _words(view.labels.nothing)
    for item in view.items:
        if view.starts_undated(item):
            yield f"## {_words(view.labels.undated)}"
        yield from _story(item, view)


def _story(item: StoryView, view: View) -> Iterator[str]:
    yield f"## {item.number}. {' '.join(map(_quoted, item.title))}"
    if item.mark:
        yield _words(item.mark)
    yield from map(_quoted, item.lines)
    yield from _sources(item.sources, view)
    if item.shared:
        yield _words(view.labelled(view.labels.shared, view.comma.join(item.shared)))


def _quoted(line: Line) -> str:
    return f"{_words(line.text)} [{_words(line.mark)}](../{line.link})"


def _sources(found: Sources, view: View) -> Iterator[str]:
    if not found.notes:
        return
    notes = (
        f"[\\[{note.number}\\]](../{note.link}) {_words(note.words(view.comma))}" for note in found.notes
    )
    remarks = (_words(f"[{remark.numbers}] {remark.words}") for remark in found.remarks)
    others = [_words(view.labelled(view.labels.also, view.comma.join(found.also)))] if found.also else []
    found_in = view.semicolon.join((*notes, *remarks, *others))
    yield f"{_words(view.labelled(view.labels.sources, ''))}{found_in}"


def _words(text: str) -> str:
    return escape(text, _WORDS)
