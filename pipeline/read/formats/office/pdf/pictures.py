"""The pages of a PDF file as pictures, for who reads letters in pictures."""

from __future__ import annotations

import struct
from itertools import islice

from pipeline.core.errors import SourceError
from pipeline.read.formats.office.pdf.document import open_pdf

PAGE_NUMBER = struct.Struct(">I")
"""The number of a page, from 0, which stands before the file."""
_INCHES = 72
_DOTS_AN_INCH = 300
"""What Tesseract is trained for."""
_MOST_DOTS = 5_000
"""The longest side of a picture."""


def page_picture(asked: bytes) -> bytes:
    """Return a page as a picture in grey (PGM); nothing where there is no such page.

    ``asked`` is the page's number, and the file. Raises ``SourceError`` with the end of a sentence.
    """
    (number,) = PAGE_NUMBER.unpack_from(asked)
    document = open_pdf(asked[PAGE_NUMBER.size :])
    try:
        if number >= len(document):
            return b""
        page = document[number]
        scale = min(_DOTS_AN_INCH / _INCHES, _MOST_DOTS / max(1.0, *page.get_size()))
        bitmap = page.render(scale=scale, grayscale=True)
        rows = memoryview(bitmap.buffer).cast("B")
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        lines = (bytes(rows[at : at + width]) for at in islice(range(0, len(rows), stride), height))
        return b"P5\n%d %d\n255\n" % (width, height) + b"".join(lines)
    except ValueError as error:
        raise SourceError(f"is damaged: its page {number + 1} cannot be drawn") from error
    finally:
        document.close()
