"""The terminal says what a kept format lacks, and which formats are not kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.progress.carry_out import LogFormat, carry_out
from pipeline.core.records import Hop
from pipeline.run import job
from tests.run.test_job import configured, stages
from tests.support import office_sources
from tests.support.fakes import FakeEngine

RUN = job.run
OFFERED = tuple(Hop(engine="fake", source="fr", target=target, method="neural") for target in ("en", "es"))
FIELD = (
    "<w:p><w:r><w:t>Le maire a parlé lundi devant les habitants de la ville.</w:t></w:r></w:p>"
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>La digue a cédé dans la nuit.</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:sectPr/>'
)


def lines(
    inputs: list[Path],
    out: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    quiet: bool = False,
) -> list[str]:
    """Return what a run with ``--keep-format`` into English and Spanish says on standard error."""
    parts = stages(FakeEngine(offered=OFFERED))
    monkeypatch.setattr(job, "run", lambda config, **options: RUN(config, parts, **options))
    config = configured(inputs, out, to=("en", "es"), source="fr", keep_format=True)
    assert carry_out(config, log_format=LogFormat.text, quiet=quiet) == 0
    return capsys.readouterr().err.splitlines()


def test_a_document_with_passages_that_stay_says_so_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once a language; and nothing where nobody wants to hear."""
    letter = tmp_path / "letter.docx"
    letter.write_bytes(office_sources.word(FIELD))
    found = [each for each in lines([letter], tmp_path / "a", capsys, monkeypatch) if "note " in each]
    assert len(found) == 1
    assert found[0].startswith(
        f"note     {letter}: 1 passage is kept as it was in translation.docx; see kept.left in variant.json"
    )
    assert lines([letter], tmp_path / "b", capsys, monkeypatch, quiet=True) == []


def test_formats_that_are_not_kept_are_told_once_a_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With their number. Plain text is kept as it is, and needs no word."""
    (tmp_path / "rows.csv").write_text(
        "title,text\nLa digue,La digue a cédé lundi.\nLe port,Le port rouvre mardi.\n"
    )
    (tmp_path / "more.rtf").write_bytes(rb"{\rtf1\ansi La digue a c\'e9d\'e9 dans la nuit de lundi.}")
    (tmp_path / "note.rtf").write_bytes(rb"{\rtf1\ansi Le maire a parl\'e9 lundi devant les habitants.}")
    (tmp_path / "plain.txt").write_text("Le marché ferme en décembre.\n")
    inputs = [tmp_path / name for name in ("rows.csv", "note.rtf", "more.rtf", "plain.txt")]
    found = [each for each in lines(inputs, tmp_path / "a", capsys, monkeypatch) if "note " in each]
    assert found == [
        "note     --keep-format: 2 documents have translation.txt alone, for their formats are not kept:"
        " Rich Text (2)"
    ]


def test_words_in_blocks_of_html_in_markdown_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are no text of Markdown, and stay; without words there is nothing to say."""
    (tmp_path / "a.md").write_text(
        "Le port ferme lundi.\n\n<p>Une <b>note</b>.</p>\n\n<hr>\n\n<div>\n</div>\n"
    )
    (tmp_path / "b.md").write_text("Le port ferme mardi.\n\n<hr>\n")
    found = lines([tmp_path / "a.md", tmp_path / "b.md"], tmp_path / "out", capsys, monkeypatch)
    assert [each for each in found if "note " in each] == [
        f"note     {tmp_path}/a.md: translation.md: blocks of HTML in the source's language: 1"
    ]
