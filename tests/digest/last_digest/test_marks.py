"""Stories that go on, and reports that were corrected, where no report is told twice."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.core.contract.digest import DigestRecord
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.verify.run import verify_run
from tests.support.digest_runs import DAM, news, run_over, write

NOW = datetime(2025, 10, 9, 12, tzinfo=UTC)
STRIKE = (
    "Dockers strike at Port Sauvin\n\nDockers of Port Sauvin laid down work, said Ada Marl, their head.\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Write what the first digest tells, and make it in ``first``."""
    place = write(tmp_path / "news", {name: news()[name] for name in ("dam-one", "court")})
    folder, _ = run_over([place], tmp_path / "first")
    make_digest(folder, DigestRequest(), NOW)
    return place


def next_digest(tmp_path: Path, place: Path, *, last: Path | None = None) -> DigestRecord:
    """Return the digest of a new run over ``place``, as a job with ``since = "last"`` makes it."""
    folder, _ = run_over([place], tmp_path / "second")
    made = make_digest(folder, DigestRequest(), NOW + timedelta(days=1), last=last or tmp_path / "first/run")
    assert list(verify_run(folder)) == []
    assert make_digest(folder, DigestRequest(), NOW + timedelta(days=1), last=folder) == made
    return made


def marks(record: DigestRecord) -> dict[str, tuple[int | None, int, int]]:
    """Return the marks of each story by the name of the file of its first report."""
    return {
        Path(story.reports[0].origin).stem: (story.known, story.corrected, story.earlier)
        for story in record.stories
    }


def test_a_story_that_goes_on_in_other_reports_is_no_new_one(tmp_path: Path, place: Path) -> None:
    """Nor one whose report was edited; pages say how many reports are new, and how many corrected."""
    (place / "dam-one.txt").unlink()
    (place / "court.txt").write_text(news()["court"].replace("Friday", "Thursday"))
    write(place, {"dam-en": news()["dam-en"], "strike": STRIKE})
    made = next_digest(tmp_path, place)
    assert marks(made) == {"dam-en": (0, 0, 1), "court": (0, 1, 0), "strike": (0, 0, 0)}
    page = (tmp_path / "second/run/digest/es.txt").read_text()
    assert page.count("Actualizado · artículos nuevos: 1\n") == 1
    assert page.count("Actualizado · artículos corregidos: 1\n") == 1
    assert page.count("Nuevo\n") == 1


def test_another_outlet_s_copy_of_what_was_told_is_no_new_story(tmp_path: Path, place: Path) -> None:
    """It is a near-duplicate of a report that this digest does not have."""
    (place / "dam-one.txt").unlink()
    (place / "court.txt").unlink()
    write(place, {"copy": DAM.format(credit="Source : Gazette")})
    assert marks(next_digest(tmp_path, place)) == {"copy": (0, 0, 1)}


def test_documents_that_are_gone_are_not_missed(tmp_path: Path, place: Path) -> None:
    """Old runs are removed in the end; what their digest says itself is used all the same."""
    (place / "dam-one.txt").unlink()
    (place / "court.txt").write_text(news()["court"].replace("Friday", "Thursday"))
    write(place, {"dam-en": news()["dam-en"]})
    shutil.rmtree(tmp_path / "first/run/documents")
    assert marks(next_digest(tmp_path, place)) == {"dam-en": (0, 0, 0), "court": (0, 1, 0)}
