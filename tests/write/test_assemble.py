"""A document is written only if what says where its words come from can be read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core import limits
from pipeline.core.errors import UsageError
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.run.job import run
from pipeline.verify.run import verify_run
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine


@pytest.mark.parametrize(
    ("limit", "size", "what"),
    [
        ("WHOLE", 20_000, "a record of its sentences could not be read"),  # more than the long one's document
        ("TEXT", 400, "a text of more than "),
    ],
)
def test_a_document_that_nobody_could_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, size: int, what: str
) -> None:
    """It fails in a line, and the others are done."""
    news = tmp_path / "news"
    news.mkdir()
    for name, times in (("short", 2), ("long", 20)):
        (news / f"{name}.txt").write_text(f"Le maire a parlé de {name}. La digue a cédé.\n\n" * times)
    monkeypatch.setattr(limits, limit, size)
    config = configured([news], tmp_path / "out", to=("es",), source="fr")
    record = run(config, stages(FakeEngine(offered=FR_EN_ES)))
    assert (record.counts.done, record.counts.failed) == (1, 1)
    (failed,) = [entry for entry in record.documents if entry.outcome == "failed"]
    assert failed.message.startswith(f"{news / 'long.txt'}: is too long: {what}")
    assert list(verify_run(config.folder)) == []


def test_a_digest_that_nobody_could_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused with the option that makes it smaller."""
    (tmp_path / "a.txt").write_text("Le maire a parlé lundi. La digue a cédé.\n")
    config = configured([tmp_path / "a.txt"], tmp_path / "out", to=("fr",), source="fr")
    run(config, stages(FakeEngine(offered=FR_EN_ES)))
    monkeypatch.setattr(limits, "WHOLE", 3000)  # more than the document's own records
    with pytest.raises(UsageError, match=r"^--top 10: the record of so many stories could not be read back "):
        make_digest(config.folder, DigestRequest())
    assert list(verify_run(config.folder)) == []
