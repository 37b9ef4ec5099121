"""Targets that take office documents: a part of each kind, or a file as a whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise

from pipeline.core.errors import ProgramError, SourceError
from pipeline.core.processes.confined import ConfinedProcess
from pipeline.core.text.normalise import normalise
from pipeline.read.formats.compose import composed
from pipeline.read.formats.office.epub import read_epub
from pipeline.read.formats.office.found import unpacked_found
from pipeline.read.formats.office.opendocument.document import read_opendocument
from pipeline.read.formats.office.rich_text.document import read_rich_text
from pipeline.read.formats.office.word.document import read_word
from tests.campaigns.fuzz.target import Target, is_one_line
from tests.support import office_sources

_PDF = "pipeline.read.formats.office.pdf.document:read_pdf"
_process = ConfinedProcess()


def _check(content: bytes) -> None:
    """What a function found crosses from its process whole, and makes a text that keeps its promises."""
    found = unpacked_found(content)
    parsed = composed(found.parts, metadata=found.metadata)
    assert unicodedata.is_normalized("NFC", parsed.text)
    assert normalise(parsed.text).text == parsed.text
    assert all(before.end <= after.start for before, after in pairwise(parsed.blocks))
    assert all(parsed.text[block.start : block.end].strip() for block in parsed.blocks)
    assert sum(block.kind == "title" for block in parsed.blocks) <= 1


def _taken(read: Callable[[bytes], bytes], content: bytes) -> None:
    try:
        answer = read(content)
    except SourceError as error:
        assert is_one_line(error)
    except RecursionError:
        pass  # which the process says in a line
    else:
        _check(answer)


def _of_parts(read: Callable[[bytes], bytes], members: Mapping[str, str | bytes]) -> Callable[[bytes], None]:
    """Return a target whose input is the number of a part, and the part; or, above these, a whole file."""
    names = sorted(members)

    def run(data: bytes) -> None:
        at = data[0] if data else 0
        if at >= len(names):
            _taken(read, data[1:])
        else:
            changed = {**members, names[at]: data[1:]}
            _taken(read, office_sources.packed(changed, stored="mimetype"))

    run.__doc__ = "A document with one part changed is refused in a line, or read."
    return run


def _parts(members: Mapping[str, str | bytes]) -> list[bytes]:
    parts = [members[name] for name in sorted(members)]
    whole = office_sources.packed(members, stored="mimetype")
    return [
        *(bytes([at]) + (part.encode() if isinstance(part, str) else part) for at, part in enumerate(parts)),
        b"\xff" + whole,
    ]


def rich_text(data: bytes) -> None:
    """RTF is refused in a line, or read."""
    _taken(read_rich_text, b"{\\rtf1" + data)


def pdf(data: bytes) -> None:
    """A PDF file is refused in a line, or read, and its process lives on."""
    try:
        answer = _process.ask(_PDF, data)
    except ProgramError as error:
        raise AssertionError(f"it cost the process: {error.message}") from error
    if answer.refused:
        assert b"unexpected" not in answer.content
    else:
        _check(answer.content)


_WORD = office_sources.word_members()
_OPENDOCUMENT = office_sources.opendocument_members()
_BOOK = office_sources.book_members()

TARGETS = {
    "word": Target(run=_of_parts(read_word, _WORD), seeds=lambda: _parts(_WORD), share=10),
    "opendocument": Target(
        run=_of_parts(read_opendocument, _OPENDOCUMENT), seeds=lambda: _parts(_OPENDOCUMENT), share=10
    ),
    "epub": Target(run=_of_parts(read_epub, _BOOK), seeds=lambda: _parts(_BOOK), share=10),
    "rtf": Target(run=rich_text, seeds=lambda: [office_sources.RICH_TEXT.removeprefix(b"{\\rtf1")], share=20),
    "pdf": Target(run=pdf, seeds=lambda: [office_sources.paper()], share=10),
}
