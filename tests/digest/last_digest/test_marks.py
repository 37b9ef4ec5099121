"""Stories that go on, and reports that were corrected, where no report is told twice."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.core import codec
from pipeline.core.contract.digest import DigestRecord
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.run import digest as run_digest
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


def read_digest(run: Path) -> DigestRecord:
    """Return the record of a run's digest."""
    return codec.read_record_below(DigestRecord, run, "digest/digest.json")


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
    before = read_digest(tmp_path / "first/run")
    made = next_digest(tmp_path, place)
    assert marks(made) == {"dam-en": (0, 0, 1), "court": (0, 1, 0), "strike": (0, 0, 0)}
    ids = [{story.id for story in each.stories} for each in (before, made)]
    assert len(ids[0] & ids[1]) == len(ids[0]) == 2
    assert len(ids[1]) == 3
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


LATE = "Mayor of Port Sauvin held\n\nPORT SAUVIN, Oct. 8 - Clara Bunt was held on Wednesday, police said.\n"
FIRST, SECOND, THIRD = (f"2025-10-{day}T06:00Z" for day in ("09", "10", "11"))


def since_last(place: Path, folder: Path, until: str) -> DigestRecord:
    """Make the digest of what arrived since the last one in ``folder``, as the command does."""
    wanted = run_digest.since_last(DigestRequest(since="last", until=until), folder)
    out, _ = run_over([place], folder.parent)
    return make_digest(out, wanted, NOW)


def filed(path: Path, text: str, time: str) -> None:
    """Write a report whose file was last changed at ``time``."""
    path.write_text(text)
    moment = datetime.fromisoformat(time).timestamp()
    os.utime(path, (moment, moment))


def test_what_arrives_after_the_last_digest_is_told_though_its_dateline_is_older(tmp_path: Path) -> None:
    """Once, with both dates; a correction of what was told likewise, and what is left out is counted."""
    place, out = tmp_path / "news", tmp_path / "out/run"
    place.mkdir()
    filed(place / "strike.txt", STRIKE, "2025-10-08T08:00Z")
    assert len(since_last(place, out, FIRST).stories) == 1
    filed(place / "late.txt", LATE, "2025-10-09T08:00Z")
    (story,) = since_last(place, out, SECOND).stories
    moment = story.reports[0].moment
    assert (story.known, moment and moment.time, moment and moment.arrived) == (
        0,
        "2025-10-08T00:00:00Z",
        "2025-10-09T08:00:00Z",
    )
    page = (out / "digest/fr.txt").read_text()
    assert "8 octobre 2025 (fichier du 9 octobre 2025)" in page
    assert "Écartés selon la date : 1" in page.replace("\u00a0", " ")
    filed(place / "late.txt", LATE.replace("held on Wednesday", "freed on Wednesday"), "2025-10-10T08:00Z")
    (story,) = since_last(place, out, THIRD).stories
    assert (story.known, story.corrected) == (0, 1)
    assert since_last(place, out, "2025-10-12T06:00Z").stories == ()
    assert "Écartés selon la date : 2" in (out / "digest/fr.txt").read_text().replace("\u00a0", " ")
    assert list(verify_run(out)) == []
