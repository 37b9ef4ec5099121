"""The language that a source declares: weighed, not obeyed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.records import Block, Detected, SourceMetadata, Spoken, Undetermined
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


ENGLISH = "The road to the harbour is closed until Monday, the mayor of the town said in a statement."


def spoken_by(*blocks: tuple[str, str]) -> list[str]:
    """Return the languages of blocks, given as text with the language that it declares for itself."""
    text = "\n\n".join(own for own, _ in blocks)
    found, spoken = [], []
    for own, tag in blocks:
        start = text.index(own)
        found.append(Block(kind="paragraph", start=start, end=start + len(own)))
        if tag:
            spoken.append(Spoken(start=start, end=start + len(own), language=tag))
    document = replace(of_text(text, found), spoken=tuple(spoken))
    return [each.language for each in detect_document(document, DETECTOR)[1]]


def test_a_short_block_is_in_the_language_that_it_declares() -> None:
    """A quotation needs no length for it, and what stands between two of them is in its own language."""
    mixed = "The mayor said la route est fermée and Le chat noir played in the harbour."
    assert spoken_by((ENGLISH, ""), ("Rien à dire.", ""), (ENGLISH[::2], ""))[1] == "en"
    found = spoken_by((ENGLISH, ""), ("Rien à dire.", "fr"), (mixed, ""), ("La digue a cédé.", "fr-FR"))
    assert found == ["en", "fr", "en", "fr"]


def test_what_a_template_declares_of_blocks_counts_for_none() -> None:
    """It is plainly wrong of one of them; nor does a declaration stand against the words or their script."""
    assert spoken_by((FRENCH, "en-US"), ("Rien à dire.", "en-US")) == ["fr", "fr"]
    assert spoken_by((ENGLISH, ""), ("The school is closed too, the mayor said.", "fr"))[1] == "en"
    assert spoken_by((ENGLISH, ""), ("Новости дня", "fr"))[1] != "fr"
