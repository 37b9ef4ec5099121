"""Scanned PDF files, whose letters Tesseract reads."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from pipeline.core.errors import SourceError
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.document import read_document
from pipeline.read.formats.office.pdf import recognise
from pipeline.read.reference import Reference
from tests.support import office_sources

DETECTOR = LangdetectDetector()
WORDS = ("The harbour of Port Sauvin opens again on Monday,", "three weeks after the storm, the mayor said.")


@pytest.fixture
def scan(tmp_path: Path) -> Reference:
    """Make a PDF file with a picture of a page of text, as scanners do."""
    text = office_sources.pdf([[(72, 700, 18, WORDS[0]), (72, 672, 18, WORDS[1])]])
    with pypdfium2.PdfDocument(text) as source, pypdfium2.PdfDocument.new() as made:
        bitmap = source[0].render(scale=200 / 72)
        page = made.new_page(*source[0].get_size())
        picture = pypdfium2.PdfImage.new(made)
        picture.set_bitmap(bitmap)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(*source[0].get_size()))
        page.insert_obj(picture)
        page.gen_content()
        content = io.BytesIO()
        made.save(content)
    path = tmp_path / "scan.pdf"
    path.write_bytes(content.getvalue())
    return Reference(origin="scan.pdf", path=path)


def test_a_scan_is_refused_with_what_mends_it(scan: Reference) -> None:
    """In a line; and what it needs is named where it is missing."""
    with pytest.raises(SourceError, match=r"scan\.pdf: is a scanned PDF file.*with --ocr$"):
        read_document(scan, DETECTOR)


def test_without_tesseract_a_line_says_how_to_get_it(
    scan: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command of Debian."""
    monkeypatch.setattr(recognise, "PROGRAM", "no-such-program")
    with pytest.raises(SourceError, match="--ocr needs Tesseract: apt-get install tesseract-ocr"):
        read_document(scan, DETECTOR, ocr=True)


def test_letters_in_pictures_are_read_and_how_surely(scan: Reference) -> None:
    """A paragraph of lines is one; the program and its confidence are kept."""
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed; make test installs it on Debian")
    document = read_document(scan, DETECTOR, ocr=True)
    wanted = re.findall(r"\w+", " ".join(WORDS).lower())
    found = re.findall(r"\w+", document.text.lower())
    assert len(set(wanted) & set(found)) >= len(set(wanted)) - 2
    assert len(document.blocks) == 1
    assert document.recognised is not None
    assert document.recognised.program.startswith("tesseract ")
    assert 0.5 < document.recognised.confidence <= 1
    assert document.reader.endswith(document.recognised.program)
