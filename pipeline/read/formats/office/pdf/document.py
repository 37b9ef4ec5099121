"""PDF files: their text, or what is in its way (encryption, pictures of text, damage)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.core.errors import SourceError
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.office import stated
from pipeline.read.formats.office.found import FoundText, packed_found
from pipeline.read.formats.office.pdf.layout import parts_of_lines, parts_of_notes
from pipeline.read.formats.office.pdf.lines import PdfLine, page_lines
from pipeline.read.formats.office.pdf.margins import body_size, parted_notes, without_running_heads

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 2_000
SCANNED = "is a scanned PDF file"
"""How a refusal of one begins."""
_LETTERS_OF_A_SCAN = 25
"""Pages of pictures with fewer letters and digits each are scanned."""
_LOOKED_AT = 10
"""So many pages are searched for pictures."""
_TIME = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z|[+-])(?:(\d\d)'?(\d\d)?'?)?)?.*", re.DOTALL
)
_LARGEST_TITLE = 1.3
"""The title's letters are at least so many times as large as those of the text."""
_TAG_BYTES = 200


def read_pdf(content: bytes) -> bytes:
    """Return what is found in a file, packed. Raises ``SourceError`` with the end of a sentence."""
    document = open_pdf(content)
    try:
        if len(document) > MAX_PAGES:
            raise SourceError(f"has more than {MAX_PAGES} pages; split it first")
        lines: list[PdfLine] = []
        for number in range(len(document)):
            lines += _lines(document, number)
        _refuse_scanned(document, lines)
        said = document.get_metadata_dict()
        return packed_found(
            FoundText(
                parts=_titled(lines, said.get("Title", "")),
                authors=stated.authors_of([said.get("Author", "")]),
                time=stated.time_of(_time(said.get("CreationDate", "")), _time(said.get("ModDate", ""))),
                language=stated.language_of(_language(document)),
            )
        )
    finally:
        document.close()


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    """Return a file, open. Raises ``SourceError`` with the end of a sentence."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise SourceError("is an encrypted PDF file; save it without its password first") from error
        raise SourceError("is damaged, or no PDF file") from error


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[PdfLine]:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"is damaged: its page {number + 1} cannot be read") from error
    try:
        return page_lines(page, number)
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"is damaged: its page {number + 1} cannot be read") from error
    finally:
        page.close()


def _refuse_scanned(document: pypdfium2.PdfDocument, lines: list[PdfLine]) -> None:
    letters = sum(character.isalnum() for line in lines for character in line.text)
    if letters < _LETTERS_OF_A_SCAN * len(document) and _has_pictures(document):
        raise SourceError(f"{SCANNED}: its pages are pictures without text; have it recognised with --ocr")


def _has_pictures(document: pypdfium2.PdfDocument) -> bool:
    """Say whether most of the first pages hold a picture."""
    import pypdfium2.raw as pdfium

    looked_at = min(len(document), _LOOKED_AT)
    found = 0
    for number in range(looked_at):
        page = document[number]
        objects = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3)
        found += next(iter(objects), None) is not None
        page.close()
    return 2 * found > looked_at


def _titled(lines: list[PdfLine], said: str) -> tuple[SourcePart, ...]:
    """Return the parts of a text with its title: the largest letters of the first page, or what is stated."""
    body = body_size(lines)
    kept = without_running_heads(lines)
    text, notes = parted_notes(kept, body)
    first = [line for line in text if line.page == 0]
    largest = max((line.size for line in first), default=0.0)
    parts = parts_of_lines(text, body)
    if first and largest >= _LARGEST_TITLE * body:
        start = next(line.text for line in first if line.size == largest)
        parts = [_as_title(part, start) for part in parts]
    has_head = any(part.kind in ("title", "heading") for part in parts)
    return stated.titled([*parts, *parts_of_notes(notes)], said, add=not has_head)


def _as_title(part: SourcePart, start: str) -> SourcePart:
    if part.kind == "heading" and part.text.startswith(start):
        return SourcePart(kind="title", text=part.text)
    return part


def _time(said: str) -> str:
    """Return a time as PDF writes it (ISO 32000-1, 7.9.4) in ISO 8601; empty where it is none."""
    match = _TIME.fullmatch(said.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = f"{sign}{hours}:{minutes or '00'}" if sign in ("+", "-") and hours else "+00:00"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"


def _language(document: pypdfium2.PdfDocument) -> str:
    import ctypes

    import pypdfium2.raw as pdfium

    buffer: Any = ctypes.create_string_buffer(_TAG_BYTES)
    place = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    length = pdfium.FPDFCatalog_GetLanguage(document, place, _TAG_BYTES)
    return bytes(buffer.raw[: max(0, min(length, _TAG_BYTES) - 2)]).decode("utf-16-le", "replace")
