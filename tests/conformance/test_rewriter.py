"""What every rewriter promises, run over those of all formats that can be kept."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from pipeline.core.errors import SourceError
from pipeline.core.ports import Received, Rewriter, Rewritten, TranslatedBlock
from pipeline.core.records import Parsed
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.table import named, open_reader
from pipeline.write.formats.keep import REWRITERS, open_rewriter
from tests.support import office_sources, sources
from tests.support.kept import translated
from tests.support.subtitles import SUBRIP, WEB_VTT

DETECTOR = LangdetectDetector()
SOURCES = {
    "docx": office_sources.word(),
    "eml": sources.MESSAGE,
    "epub": office_sources.book(),
    "html": sources.page(),
    "json": sources.ITEM,
    "odt": office_sources.opendocument(),
    "srt": SUBRIP,
    "vtt": WEB_VTT,
}
"""A source of each format."""


def read(form: str, content: bytes, *, with_marks: bool = True) -> Parsed:
    """Read a source, with marks unless these are not wanted."""
    received = Received(content=content, where="the source", detector=DETECTOR, with_marks=with_marks)
    return open_reader(named(form), where="the source").read(received)


def opened(form: str) -> Rewriter:
    """Return the rewriter of a format."""
    found = open_rewriter(form)
    assert found is not None
    return found


def rewritten(form: str, content: bytes, blocks: Sequence[TranslatedBlock]) -> Rewritten:
    """Write a source again."""
    return opened(form).rewrite(content, blocks, language="es", encoding="utf-8", where="the source")


def test_each_format_that_can_be_kept_has_a_source_here() -> None:
    """A new one fails this until it has."""
    assert SOURCES.keys() == REWRITERS.keys()


@pytest.mark.parametrize("form", REWRITERS)
class TestRewriter:
    """Each rewriter, with a source of its format."""

    def test_the_same_words_give_the_same_document(self, form: str) -> None:
        """With the same marks; twice the same bytes."""
        parsed = read(form, SOURCES[form])
        blocks = translated(parsed, str)
        made = rewritten(form, SOURCES[form], blocks)
        assert made == rewritten(form, SOURCES[form], blocks)
        again = read(form, made.content)
        assert [again.text, again.blocks, again.marks] == [parsed.text, parsed.blocks, parsed.marks]

    def test_other_words_stand_where_they_should(self, form: str) -> None:
        """What is left has the source's words; all marks are there."""
        parsed = read(form, SOURCES[form])
        blocks = translated(parsed, lambda text: text.upper().replace("E", "EE"))
        made = rewritten(form, SOURCES[form], blocks)
        again = read(form, made.content)
        words = [again.text[block.start : block.end] for block in again.blocks]
        for number, block in enumerate(blocks):
            wanted = "".join(piece for piece in block.pieces or () if isinstance(piece, str))
            assert words[number] == (block.text if number in made.left else wanted)
        assert [(mark.role, mark.side) for mark in again.marks] == [
            (mark.role, mark.side) for mark in parsed.marks
        ]
        assert len(made.left) < len(blocks) / 2

    def test_what_was_not_translated_stays(self, form: str) -> None:
        """Blocks without other words keep their own."""
        parsed = read(form, SOURCES[form])
        none = [replace(block, pieces=None) for block in translated(parsed, str)]
        made = rewritten(form, SOURCES[form], none)
        assert read(form, made.content).text == parsed.text
        assert made.left == ()

    def test_another_source_is_refused_in_a_line(self, form: str) -> None:
        """Words never land in a block that they do not belong to."""
        blocks = translated(read(form, SOURCES[form]), str)[1:]
        with pytest.raises(SourceError) as raised:
            rewritten(form, SOURCES[form], blocks)
        assert raised.value.message.startswith("the source: ")
        assert "\n" not in raised.value.message

    def test_damage_ends_in_a_line(self, form: str) -> None:
        """Or in a file, but never in anything else."""
        blocks = translated(read(form, SOURCES[form]), str)
        chance = random.Random(form)
        for _ in range(20):
            own = bytearray(SOURCES[form])
            at = chance.randrange(len(own))
            own[at : at + chance.randint(1, 40)] = chance.randbytes(chance.randint(0, 9))
            with suppress(SourceError):
                rewritten(form, bytes(own), blocks)
