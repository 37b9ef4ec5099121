"""The readers of office formats: they ask a confined process, and compose what it found."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pipeline.core.errors import ProgramError, SourceError
from pipeline.core.extras import installed_version
from pipeline.core.ports import Received
from pipeline.core.processes.confined import ConfinedProcess
from pipeline.core.records import Parsed, Repair, SourceMetadata
from pipeline.read.formats.compose import composed
from pipeline.read.formats.office.found import unpacked_found
from pipeline.read.formats.office.pdf.document import SCANNED
from pipeline.read.formats.office.pdf.pictures import PAGE_NUMBER
from pipeline.read.formats.office.pdf.recognise import recognised_parts

_PROCESS = ConfinedProcess()
"""One for all documents of this process."""


class _OfficeReader:
    """Reads one format by a function that is called in the confined process."""

    function = ""
    """Module and name below this package."""
    function_with_marks = ""
    """The same for who wants marks; empty where the format has none."""

    @property
    def identity(self) -> str:
        """What finds the text beside our own code."""
        return f"lxml {installed_version('lxml')}"

    def read(self, received: Received) -> Parsed:
        """Return the text of a document. Raises ``SourceError``."""
        try:
            kept = self.function_with_marks if received.with_marks else ""
            answer = _PROCESS.ask(f"{__package__}.{kept or self.function}", received.content)
            if answer.refused:
                raise SourceError(f"{received.where}: {answer.content.decode('utf-8', 'replace')}")
            found = unpacked_found(answer.content)
        except ProgramError as error:
            raise SourceError(f"{received.where}: {error.message}") from error
        except ValueError as error:
            raise SourceError(f"{received.where}: cannot be read: its process answers nonsense") from error
        return composed(found.parts, metadata=found.metadata)


class WordReader(_OfficeReader):
    """Reads Word documents (Office Open XML, .docx)."""

    function = "word.document:read_word"
    function_with_marks = "word.document:read_marked_word"


class OpenTextReader(_OfficeReader):
    """Reads OpenDocument texts (.odt)."""

    function = "opendocument.document:read_opendocument"
    function_with_marks = "opendocument.document:read_marked_opendocument"


class RichTextReader(_OfficeReader):
    """Reads Rich Text Format (.rtf)."""

    function = "rich_text.document:read_rich_text"

    def read(self, received: Received) -> Parsed:
        """Return the text of a document; one that ends inside a group is said to. Raises ``SourceError``."""
        parsed = super().read(received)
        if received.content.rstrip(b"\0\x1a \t\r\n").endswith(b"}"):
            return parsed
        cut = Repair(kind="cut_short", count=1, first=len(received.content))
        return replace(parsed, repairs=(*parsed.repairs, cut))

    @property
    def identity(self) -> str:
        """Nothing but our own code."""
        return ""


class PdfReader(_OfficeReader):
    """Reads PDF files."""

    function = "pdf.document:read_pdf"

    @property
    def identity(self) -> str:
        """What finds the text beside our own code."""
        return f"pypdfium2 {installed_version('pypdfium2')}"

    def read(self, received: Received) -> Parsed:
        """Return the text of a file, recognised where its pages are pictures. Raises ``SourceError``."""
        try:
            return super().read(received)
        except SourceError as error:
            if not received.ocr or SCANNED not in error.message:
                raise
        parts, recognised = recognised_parts(partial(_picture, received), where=received.where)
        return replace(composed(parts, metadata=SourceMetadata()), recognised=recognised)


def _picture(received: Received, number: int) -> bytes:
    """Return the picture of a page. Raises ``SourceError``."""
    try:
        answer = _PROCESS.ask(
            f"{__package__}.pdf.pictures:page_picture", PAGE_NUMBER.pack(number) + received.content
        )
    except ProgramError as error:
        raise SourceError(f"{received.where}: {error.message}") from error
    if answer.refused:
        raise SourceError(f"{received.where}: {answer.content.decode('utf-8', 'replace')}")
    return answer.content


class EpubReader(_OfficeReader):
    """Reads EPUB books and papers."""

    function = "epub:read_epub"
    function_with_marks = "epub:read_marked_epub"
