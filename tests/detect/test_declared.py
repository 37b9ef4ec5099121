"""The language that a source declares: weighed, not obeyed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.records import Block, Detected, SourceMetadata, Undetermined
from pipeline.detect.blocks import detect_document
from pipeline.detect.detector import LangdetectDetector
from tests.support.documents import of_text

DETECTOR = LangdetectDetector()
FRENCH = "Le maire a déclaré jeudi que la route est fermée et que les écoles le resteront."


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Barcelona", "es-ES", "es"),
        ("Barcelona", "ca", "ca"),
        ("Barcelona", "", "und"),
        ("Barcelona", "xx-YY", "und"),
        ("Barcelona", "ru", "und"),
        (FRENCH, "en", "fr"),
        (FRENCH, "ru-RU", "fr"),
        ("Новости дня", "en", None),
    ],
)
def test_a_declared_language_decides_what_is_too_close_or_too_short(
    text: str, declared: str, language: str | None
) -> None:
    """Never what the words show, and never against the writing system."""
    plain = of_text(text, [Block(kind="paragraph", start=0, end=len(text))])
    document = replace(plain, metadata=SourceMetadata(language=declared or None))
    found, _ = detect_document(document, DETECTOR)
    undeclared, _ = detect_document(replace(document, metadata=SourceMetadata()), DETECTOR)
    if language is None:
        assert found == undeclared
    else:
        assert found.language == language
    if isinstance(undeclared, Undetermined) and isinstance(found, Detected):
        assert found.detector.endswith("declared by the source")
