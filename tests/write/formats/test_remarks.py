"""What a run says of kept files."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pipeline.core.contract import KeptFormat
from pipeline.write.formats.remarks import kept_remarks


def variants(**kept: KeptFormat | None) -> Any:
    """Return what stands for the variants of a document, by language."""
    return [SimpleNamespace(language=language, kept=own) for language, own in kept.items()]


def docx(left: int, *notes: str) -> KeptFormat:
    """Return what is known of a kept Word document."""
    return KeptFormat(file="translation.docx", left=tuple(range(1, left + 1)), notes=notes)


def test_what_is_the_same_in_all_languages_is_said_once() -> None:
    """Where it differs, each language has its line; where all is well, nobody hears of it."""
    assert kept_remarks(variants(en=docx(0), es=docx(0), fr=None)) == ()
    words = "passages are kept as they were in translation.docx; see kept.left in variant.json"
    assert kept_remarks(variants(en=docx(3), es=docx(3), fr=None)) == (f"3 {words}",)
    assert kept_remarks(variants(en=docx(3), es=docx(2))) == (f"en: 3 {words}", f"es: 2 {words}")


def test_notes_are_said_if_they_are_short() -> None:
    """Of long ones the number is."""
    assert kept_remarks(variants(en=docx(0, "two links are left out"))) == (
        "translation.docx: two links are left out",
    )
    assert kept_remarks(variants(en=docx(1, "two links are left out"))) == (
        "1 passage is kept as it was in translation.docx; see kept.left in variant.json;"
        " two links are left out",
    )
    assert kept_remarks(variants(en=docx(0, "x" * 200, "y"))) == (
        "translation.docx: 2 notes in kept.notes in variant.json",
    )


def test_a_file_that_could_not_be_written_is_told_with_the_reason() -> None:
    """There is no name to give."""
    failed = KeptFormat(file=None, left=(), notes=("it is not read the same way twice",))
    assert kept_remarks(variants(en=failed)) == (
        "could not be written in its own format: it is not read the same way twice",
    )
