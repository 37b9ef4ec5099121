"""How many marks stand around the right words, over ``tests/gold/emphasis.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.core.records import Document, LanguageCode, Segment
from pipeline.read.markdown.document import parse
from pipeline.split.splitter import RuleSplitter
from pipeline.translate.request import Rendering, Request
from pipeline.translate.translator import Translator
from pipeline.write.layout.marks import items
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold" / "emphasis.toml"
LANGUAGES = ("ca", "en", "es", "fr", "it")


def sentences() -> list[dict[str, Any]]:
    """Return the sentences, each with what is to be marked."""
    found: list[dict[str, Any]] = tomllib.loads(GOLD.read_text("utf-8"))["sentence"]
    return found


def marked(translator: Translator, source: LanguageCode, target: LanguageCode) -> Iterator[tuple[str, bool]]:
    """Yield for each mark the words that it stands around in a translation, and whether they are right."""
    rows = sentences()
    parsed = parse("\n\n".join(row[source] for row in rows) + "\n")
    document = replace(EMPTY, text=parsed.text, blocks=parsed.blocks, marks=parsed.marks)
    segments = tuple(RuleSplitter().split(document, [source] * len(document.blocks)))
    assert len(segments) == len(rows)
    answer = translator.translate(
        [Request(target=target, segments=segments, items=items(document, segments))]
    )[0]
    assert isinstance(answer, Rendering)
    for row, segment in zip(rows, segments, strict=True):
        for words in _between_marks(answer, segment):
            beginnings = tuple(each.casefold() for each in row["marked"][target])
            found = re.findall(r"\w+", words.casefold())
            yield words, bool(found) and all(word.startswith(beginnings) for word in found)


def _between_marks(answer: Rendering, segment: Segment) -> Iterator[str]:
    translated = answer.texts[segment.id]
    opened = {item.pair: item.start for item in translated.items if item.kind == "open"}
    for item in translated.items:
        if item.kind == "close":
            yield translated.text[opened[item.pair] : item.start]


EMPTY = Document(
    id="made-00000000", origin="made.md", extension="md", content=b"", sha256="", encoding="utf-8", text="",
    title=None, credit=None, blocks=(),
)  # fmt: skip
