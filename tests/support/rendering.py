"""Documents through everything but a real engine: read, split, translated by a function, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.core.ports import Engine
from pipeline.core.records import (
    Document,
    EngineIdentity,
    Hop,
    LanguageCode,
    PlaceholderForm,
    Segment,
    Translated,
)
from pipeline.read.markdown import document as markdown_document
from pipeline.read.markdown import front_matter, inline, syntax
from pipeline.read.plain_text import find_blocks
from pipeline.split.splitter import RuleSplitter
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from pipeline.write.layout.document_text import translation_text
from pipeline.write.layout.marks import items, join_segments
from pipeline.write.layout.segments import WrittenSegment, write_segments
from tests.support.documents import of_text


@dataclass(frozen=True, kw_only=True)
class FunctionEngine:
    """An engine that applies a function to every text, placeholders included."""

    change: Callable[[str], str]
    name: str = "function"
    scope: str = "segment"
    placeholders: tuple[PlaceholderForm, ...] = ("word",)

    def hops(self) -> tuple[Hop, ...]:
        """Offer one pair."""
        return (Hop(engine=self.name, source="fr", target="es", method="neural"),)

    def identity(self, source: LanguageCode, target: LanguageCode) -> EngineIdentity:
        """Say nothing in particular."""
        return EngineIdentity(
            engine=self.name,
            engine_version="1",
            package="function",
            version="1",
            sha256="0" * 64,
            licence="MIT",
            method="neural",
        )

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Change each text."""
        return tuple(Translated(text=self.change(text)) for text in texts)


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A source and what became of it."""

    document: Document
    segments: tuple[Segment, ...]
    written: Mapping[str, WrittenSegment]
    text: str


def read(source: str, extension: str = "md") -> Document:
    """Return a source as a document."""
    if extension != "md":
        return replace(of_text(source, find_blocks(source)), extension=extension)
    parsed = markdown_document.parse(source)
    return replace(of_text(parsed.text, parsed.blocks), extension=extension, marks=parsed.marks)


def through(source: str, change: Callable[[str], str], extension: str = "md") -> Rendered:
    """Return a French source after an engine that applies ``change``, with items hidden and found again."""
    engine: Engine = FunctionEngine(change=change)  # type: ignore[assignment]
    document, segments = _cut(source, extension)
    translator = Translator([engine], Routes([engine]))
    request = Request(target="es", segments=segments, items=items(document, segments))
    rendering = translator.translate([request])[0]
    assert isinstance(rendering, Rendering)
    return _put_together(document, segments, rendering.texts)


def piecewise(source: str, change: Callable[[str], str]) -> Rendered:
    """Return a source with ``change`` applied to the words between items, which all keep their places."""
    document, segments = _cut(source, "md")
    placed = items(document, segments)
    answers = {}
    for segment in segments:
        text, at, own = "", 0, []
        for item in placed.get(segment.id, ()):
            text += change(segment.text[at : item.start])
            words = segment.text[item.start : item.end]
            own.append(replace(item, start=len(text), end=len(text) + len(words)))
            text, at = text + words, item.end
        answers[segment.id] = Translated(text=text + change(segment.text[at:]), items=tuple(own))
    return _put_together(document, segments, answers)


def structure(source: str) -> list[object]:
    """Return a document's blocks and the markup in each, without its words and line ends."""
    before = front_matter.find_front_matter(source)
    start = before.end if before is not None else 0
    tokens, definitions = syntax.blocks("\n" * start + source[start:])
    found: list[object] = []
    for token in tokens:
        if token.type != "inline":
            found.append((token.type, token.tag, token.markup, token.info, token.content))
            continue
        own = inline.inline_pieces(token, definitions, source) if token.content else []
        assert own is not None
        found.append(
            [
                (piece.role, piece.side, source[piece.start : piece.end])
                for piece in own
                if piece.role not in ("words", "escape", "break")
            ]
        )
    return found


def _cut(source: str, extension: str) -> tuple[Document, tuple[Segment, ...]]:
    document = read(source, extension)
    return document, join_segments(document, RuleSplitter().split(document, ["fr"] * len(document.blocks)))


def _put_together(
    document: Document, segments: tuple[Segment, ...], answers: Mapping[str, Translated]
) -> Rendered:
    written = write_segments(document, segments, answers)
    text = translation_text(
        text=document.text,
        marks=document.marks,
        segments=segments,
        texts={name: each.text for name, each in written.items()},
        language="es",
    )
    return Rendered(document=document, segments=segments, written=written, text=text)
