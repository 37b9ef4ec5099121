"""A clock that is put back."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core import clock
from pipeline.core.records import Done, Outcome
from pipeline.run.job import run as do
from pipeline.run.journal import Journal
from pipeline.verify.run import verify_run
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine


class Backwards:
    """Stands in for ``datetime``: every look at it is an hour before the one before."""

    hours = itertools.count()

    @classmethod
    def now(cls, zone: tzinfo) -> datetime:
        """Return the time."""
        return datetime(2030, 1, 10, tzinfo=UTC).astimezone(zone) - timedelta(hours=next(cls.hours))

    @staticmethod
    def fromtimestamp(seconds: float, tz: tzinfo) -> datetime:
        """Return another time, a file's, which is no look at the clock."""
        return datetime.fromtimestamp(seconds, tz)


def test_nothing_ends_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a run nor a document, whatever the clock says at either end."""
    (tmp_path / "a.txt").write_text("Le maire a annoncé lundi que les écoles resteront fermées.\n")
    monkeypatch.setattr(clock, "datetime", Backwards)
    config = configured([tmp_path / "a.txt"], tmp_path / "out", to=("es",), source="fr")
    record = do(config, stages(FakeEngine(offered=FR_EN_ES)))
    assert record.finished is not None
    assert record.started <= record.finished
    for variant in read_run(tmp_path / "out" / "run").documents[0].variants.values():
        assert variant.record.started <= variant.record.finished
    assert list(verify_run(tmp_path / "out" / "run")) == []


def test_a_run_knows_its_own_documents(tmp_path: Path) -> None:
    """Those that an earlier run wrote in what is the future by now are not taken for this one's."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Le maire a fermé {number} écoles de la ville lundi.\n")
    engine = FakeEngine(offered=FR_EN_ES)
    config = configured([str(tmp_path / "[01].txt")], tmp_path / "out", to=("es",), source="fr")
    do(config, stages(engine))
    place = tmp_path / "out" / "run"
    later = datetime(2090, 1, 1, tzinfo=UTC).timestamp()
    for path in place.rglob("*.json"):
        os.utime(path, (later, later))
    told: list[Outcome] = []
    own: list[bool] = []

    def report(outcome: Outcome) -> None:
        told.append(outcome)
        if isinstance(outcome, Done):
            own.append(Journal(place).has(outcome.id))

    config = configured([str(tmp_path / "[012].txt")], tmp_path / "out", to=("es",), source="fr")
    record = do(config, stages(engine), report=report)
    assert (record.counts.done, record.counts.skipped) == (1, 2)
    assert own == [True]
    assert [type(outcome).__name__ for outcome in told] == ["Skipped", "Skipped", "Done"]
