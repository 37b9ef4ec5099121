"""Targets that take pages, feeds, mail and subtitles, and write those again that can be kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

from pipeline.core.errors import SourceError
from pipeline.core.ports import Received
from pipeline.core.records import Parsed
from pipeline.core.text.normalise import normalise
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.table import named, open_container, open_reader
from pipeline.write.formats.keep import open_rewriter
from tests.campaigns.fuzz.target import Target, is_one_line
from tests.support import sources
from tests.support.kept import translated
from tests.support.subtitles import SUBRIP, WEB_VTT

_DETECTOR = LangdetectDetector()


def _check(parsed: Parsed) -> None:
    assert unicodedata.is_normalized("NFC", parsed.text)
    assert normalise(parsed.text).text == parsed.text
    assert all(before.end <= after.start for before, after in pairwise(parsed.blocks))
    assert all(parsed.text[block.start : block.end].strip() for block in parsed.blocks)


def _read(form: str, content: bytes, *, with_marks: bool = False) -> Parsed | None:
    received = Received(content=content, where="the source", detector=_DETECTOR, with_marks=with_marks)
    try:
        parsed = open_reader(named(form), where="the source").read(received)
    except SourceError as error:
        assert is_one_line(error)
        return None
    _check(parsed)
    return parsed


def kept(form: str) -> Callable[[bytes], None]:
    """Return a target for a format that is read, and written again."""

    def run(data: bytes) -> None:
        rewriter, parsed = open_rewriter(form), _read(form, data, with_marks=True)
        if parsed is None or rewriter is None:
            return
        blocks = translated(parsed, str.upper)
        try:
            rewriter.rewrite(data, blocks, language="es", encoding=parsed.encoding, where="the source")
        except SourceError as error:
            assert is_one_line(error)

    run.__doc__ = f"{form} is refused in a line, or read, and written again or refused in a line."
    return run


def _held(form: str, inner: str) -> Callable[[bytes], None]:
    """Return a target for a format of several documents."""

    def run(data: bytes) -> None:
        try:
            members = open_container(named(form), where="the source").members(data, where="the source")
        except SourceError as error:
            assert is_one_line(error)
            return
        for member in members[:3]:
            if isinstance(member, SourceError):
                assert is_one_line(member)
                continue
            assert member.format == inner
            one(member.content)

    one = kept(inner)
    run.__doc__ = f"{form} is refused in a line, or opened, and what it holds is."
    return run


TARGETS = {
    "page": Target(run=kept("html"), seeds=lambda: [sources.page()], share=10),
    "feed": Target(
        run=_held("feed", "json"),
        seeds=lambda: [sources.RSS, sources.ATOM, sources.RDF, sources.JSON_FEED],
        share=10,
    ),
    "message": Target(run=kept("eml"), seeds=lambda: [sources.MESSAGE, sources.NEWSLETTER], share=20),
    "mailbox": Target(run=_held("mbox", "eml"), seeds=lambda: [sources.MAILBOX], share=10),
    "subrip": Target(run=kept("srt"), seeds=lambda: [SUBRIP], share=20),
    "webvtt": Target(run=kept("vtt"), seeds=lambda: [WEB_VTT], share=20),
}
