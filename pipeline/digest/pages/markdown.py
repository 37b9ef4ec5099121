"""A digest as Markdown (CommonMark)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.digest.pages.view import Line, StoryView, View
from pipeline.read.markdown.escape import Surroundings, escape
from pipeline.write.paths import document_folder

_WORDS = Surroundings(
    syntax="markdown", starts_line=True, ends_heading=True, references=True, everything=True
)


def markdown_digest(view: View) -> Iterator[str]:
    """Yield the page in pieces: a heading a story, a paragraph a sentence."""
    for number, block in enumerate(_blocks(view)):
        yield f"\n{block}\n" if number else f"{block}\n"


def _blocks(view: View) -> Iterator[str]:
    yield f"# {_words(f'{view.labels.digest} ({view.language}): {view.run}')}"
    yield "\n".join(f"- {_words(name)}: {_words(value)}" for name, value in view.facts)
    for watch in view.watches:
        yield f"## {_words(watch.title)}"
        yield from map(_quoted, watch.lines)
    if view.says_nothing:
        yield _words(view.labels.nothing)
    for item in view.items:
        yield from _story(item, view)


def _story(item: StoryView, view: View) -> Iterator[str]:
    yield f"## {item.number}. {' '.join(_words(line.text) for line in item.title)}"
    if item.title:
        yield _attribution(item.title[0])
    yield from map(_quoted, item.lines)
    if item.also:
        yield f"{_words(view.labels.also)}: {'; '.join(map(_words, item.also))}"


def _quoted(line: Line) -> str:
    return f"{_words(line.text)}  \n{_attribution(line)}"


def _attribution(line: Line) -> str:
    who = ", ".join(filter(None, (line.outlet, line.date)))
    marks = "".join(f"; {_words(mark)}" for mark in line.marks)
    return f"— {_words(who)}{marks}; [{_words(line.place)}](../{document_folder(line.document)}/)"


def _words(text: str) -> str:
    return escape(text, _WORDS)
