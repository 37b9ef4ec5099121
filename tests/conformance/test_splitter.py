"""What every splitter promises, run over the rule splitter and a fake."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.ports import Splitter
from pipeline.core.records import Block, BlockKind, Document, LanguageCode, Segment
from pipeline.split.splitter import RuleSplitter, squeeze
from tests.support.documents import of_text

KINDS: tuple[BlockKind, ...] = (
    "title",
    "heading",
    "paragraph",
    "quotation",
    "list_item",
    "code",
    "credit",
)
ONE = frozenset({"title", "heading"})
NONE = frozenset({"code", "credit"})


class BlockSplitter:
    """The fake: takes each block for one sentence."""

    def split(self, document: Document, languages: Sequence[LanguageCode]) -> tuple[Segment, ...]:
        """Return a segment for each block that is to be translated and is not blank."""
        segments = []
        for index, (block, language) in enumerate(zip(document.blocks, languages, strict=True)):
            content = document.text[block.start : block.end]
            if block.kind in NONE or not content.strip():
                continue
            start = block.start + len(content) - len(content.lstrip())
            end = block.start + len(content.rstrip())
            segments.append(
                Segment(
                    id=f"b{index + 1}.1",
                    block=index,
                    start=start,
                    end=end,
                    text=squeeze(document.text[start:end]),
                    language=language,
                )
            )
        return tuple(segments)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw documents of a few blocks with markers and white space between them."""
    text, blocks = "", []
    for _ in range(draw(st.integers(0, 5))):
        text += draw(st.sampled_from(["", "\n\n", "\n> ", "- "]))
        words = draw(st.lists(st.sampled_from(WORDS), max_size=8))
        content = draw(st.sampled_from([" ", "\n", "\u00a0", ""])).join(words)
        blocks.append(Block(kind=draw(st.sampled_from(KINDS)), start=len(text), end=len(text) + len(content)))
        text += content
    return of_text(text, blocks)


WORDS = ("Rain", "fell.", "Mr.", "U.S.", "“Go!”", "he", "said", "...", "?!", "3.5", "  ", "雨。", "»", '"')


@pytest.mark.parametrize("splitter", [RuleSplitter(), BlockSplitter()], ids=lambda each: type(each).__name__)
class TestSplitter:
    """The promises of ``ports.Splitter``."""

    @given(document=documents(), language=st.sampled_from(["en", "fr"]))
    def test_every_character_is_in_one_segment(
        self, splitter: Splitter, document: Document, language: LanguageCode
    ) -> None:
        """Segments come in order, inside their blocks, and hold all that is not white space once."""
        segments = splitter.split(document, [language] * len(document.blocks))
        assert list(segments) == sorted(segments, key=lambda each: each.start)
        for index, block in enumerate(document.blocks):
            own = [each for each in segments if each.block == index]
            assert all(block.start <= each.start < each.end <= block.end for each in own)
            assert all(a.end <= b.start for a, b in pairwise(own))
            kept = "".join(document.text[each.start : each.end] for each in own)
            content = "" if block.kind in NONE else document.text[block.start : block.end]
            assert "".join(kept.split()) == "".join(content.split())

    @given(document=documents())
    def test_segments_say_where_they_stand(self, splitter: Splitter, document: Document) -> None:
        """A segment's id counts from 1 within its block; its text is its span, squeezed; spans are tight."""
        codes = ["en" if index % 2 else "fr" for index in range(len(document.blocks))]
        segments = splitter.split(document, codes)
        counts: dict[int, int] = {}
        for each in segments:
            counts[each.block] = counts.get(each.block, 0) + 1
            stretch = document.text[each.start : each.end]
            assert each.id == f"b{each.block + 1}.{counts[each.block]}"
            assert stretch == stretch.strip()
            assert each.text == squeeze(stretch)
            assert each.language == codes[each.block]

    @given(document=documents())
    def test_titles_stay_whole(self, splitter: Splitter, document: Document) -> None:
        """A title or heading is one segment, unless it is blank."""
        segments = splitter.split(document, ["en"] * len(document.blocks))
        for index, block in enumerate(document.blocks):
            if block.kind in ONE:
                filled = bool(document.text[block.start : block.end].strip())
                assert sum(each.block == index for each in segments) == filled

    @given(document=documents())
    def test_same_input_same_segments(self, splitter: Splitter, document: Document) -> None:
        """Calls do not influence each other, and a splitter that went to another process agrees."""
        codes = ["en"] * len(document.blocks)
        copy: Splitter = pickle.loads(pickle.dumps(splitter))  # noqa: S301
        assert (
            splitter.split(document, codes) == splitter.split(document, codes) == copy.split(document, codes)
        )
