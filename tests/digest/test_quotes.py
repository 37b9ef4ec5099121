"""What is held of a report to be quoted is little, however large the report is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core import limits
from pipeline.digest.make import make_digest
from pipeline.digest.quotes import read_written
from pipeline.digest.request import DigestRequest
from pipeline.digest.telling.tell import may_be_quoted
from pipeline.verify.run import verify_run
from tests.support.digest_runs import run_over, write

LONG = "Le maire a parlé de la digue, " + "puis du pont, " * 400 + "puis des écoles."
TEXT = (
    f"La digue a cédé\n\n{LONG} La digue de Corvanne a cédé à 7 h, selon le maire. Les écoles sont fermées.\n"
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Write a run of a report with a sentence of more than a thousand words."""
    folder, _ = run_over([write(tmp_path / "news", {"digue": TEXT})], tmp_path / "out")
    return folder


def test_a_sentence_that_is_too_long_to_be_quoted_is_passed_over(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are quoted, and ``verify`` finds the digest right."""
    monkeypatch.setattr(limits, "QUOTED", 2**12)
    (story,) = make_digest(run, DigestRequest(sentences=20)).stories
    quoted = [told.text for quote in (*story.title, *story.sentences) for told in quote.texts]
    assert len(quoted) > 2
    assert all(len(text) < 2**12 for text in quoted)
    assert list(verify_run(run)) == []


def test_few_sentences_and_headings_are_held(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that may be quoted, and headings up to a limit, in the language of comparison."""
    (place,) = (run / "documents").iterdir()
    found = read_written(run, place.name, ("es",), may_be_quoted, compared="fr")
    assert found.headings == ("La digue a cédé",)
    assert [found.kind(segment) for segment in found.segments] == ["title", *["paragraph"] * 3]
    monkeypatch.setattr("pipeline.digest.telling.tell._MOST_SENTENCES", 1)
    monkeypatch.setattr(limits, "HEADINGS_COMPARED", 10)
    found = read_written(run, place.name, ("es",), may_be_quoted, compared="fr")
    assert found.headings == ()
    assert [found.kind(segment) for segment in found.segments] == ["title", "paragraph"]
    assert set(found.texts("es") or ()) == {segment.id for segment in found.segments}
