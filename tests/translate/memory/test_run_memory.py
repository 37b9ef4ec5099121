"""A run and its memory: nothing that is wrong with the file stops the run, and the user is told once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.records import EngineIdentity, Translated
from pipeline.translate.memory import FILE_NAME, database
from pipeline.translate.memory.entries import Entry, Slot, segment_slots
from pipeline.translate.memory.run_memory import Learned, RunMemory
from pipeline.translate.memory.store import Store

FR_ES = ("fr", "es")
IDENTITY = EngineIdentity(
    engine="e",
    engine_version="e 1",
    package="p",
    version="1",
    sha256="0",
    licence="MIT",
    method="neural",
)


def learned(*texts: str) -> list[Learned]:
    """Return what an engine answered that writes in capitals."""
    answers: dict[Slot, Translated] = {
        slot: Translated(text=slot[0].upper(), score=-0.5) for slot in segment_slots(texts)
    }
    return [Learned(identity=IDENTITY, pair=FR_ES, answers=answers)]


def recalled(memory: RunMemory, *texts: str) -> dict[str, bool]:
    """Return the answers that a memory has, and whether each was there before its run."""
    found = memory.recall(IDENTITY, FR_ES, segment_slots(texts))
    return {answer.text: answer.from_memory for answer in found.values()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where runs in a folder have their memory."""
    return tmp_path / FILE_NAME


@pytest.fixture
def warnings() -> list[str]:
    """Collect what the user is told."""
    return []


@pytest.fixture
def full(path: Path) -> Path:
    """Return a memory of some hundred pages."""
    with RunMemory(path) as memory:
        memory.keep(learned(*(f"phrase {number} " + "x" * 500 for number in range(800))))
    return path


def test_what_one_run_learns_another_knows(path: Path, tmp_path: Path) -> None:
    """To the run itself, and to the same run when it goes on, it does not count as there before."""
    with RunMemory(path, run=tmp_path / "a") as memory:
        memory.keep(learned("un"))
        assert recalled(memory, "un", "deux") == {"UN": False}
    with RunMemory(path, run=tmp_path / "a") as memory:
        assert recalled(memory, "un") == {"UN": False}
    with RunMemory(path, run=tmp_path / "b") as memory:
        assert recalled(memory, "un") == {"UN": True}


def test_without_a_file_nothing_is_known_and_nothing_written(tmp_path: Path) -> None:
    """``--memory off``; and a memory that is only asked is not made."""
    memory = RunMemory()
    memory.keep(learned("un"))
    assert recalled(memory, "un") == {}
    assert memory.people([("fr", "es", "un")]) == {}
    with RunMemory(tmp_path / "m.sqlite") as other:
        assert recalled(other, "un") == {}
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_has_no_form_in_utf_8_is_not_kept(path: Path) -> None:
    """And costs the others nothing."""
    with RunMemory(path) as memory:
        memory.keep(learned("un", "half \ud83d"))
        assert recalled(memory, "un", "half \ud83d") == {"UN": False}


def test_people_are_asked_in_every_pair(path: Path) -> None:
    """By source, target and text."""
    store = Store(path, create=True)
    store.add(
        Entry(origin="human", maker="", source="fr", target=target, text="un", answer=answer, created="")
        for target, answer in [("es", "uno"), ("en", "one")]
    )
    store.close()
    with RunMemory(path) as memory:
        wanted = [("fr", "es", "un"), ("fr", "en", "un"), ("fr", "en", "deux"), ("en", "es", "un")]
        assert memory.people(wanted) == {("fr", "es", "un"): "uno", ("fr", "en", "un"): "one"}


def test_a_damaged_memory_is_moved_aside_and_a_new_one_begun_next_time(
    full: Path, warnings: list[str]
) -> None:
    """Damage anywhere in the file; this run goes on without."""
    content = full.read_bytes()
    full.write_bytes(content[:8192] + b"\xee" * (len(content) - 8192))
    with RunMemory(full, warn=warnings.append) as memory:
        assert recalled(memory, "phrase 1") == {}
        assert memory.people([("fr", "es", "un")]) is None
        memory.keep(learned("un"))
        assert recalled(memory, "un") == {}
    aside = full.with_name(f"{full.name}.damaged")
    assert len(warnings) == 1
    assert "malformed" in warnings[0]
    assert f"moved to {aside}; the run goes on without the translation memory" in warnings[0]
    assert aside.read_bytes()[:8192] == content[:8192]
    with RunMemory(full, warn=warnings.append) as memory:
        memory.keep(learned("un"))
        assert recalled(memory, "un") == {"UN": False}
    assert len(warnings) == 1


def test_a_file_of_another_kind_is_not_moved(tmp_path: Path, warnings: list[str]) -> None:
    """Whoever names the wrong file keeps it."""
    path = tmp_path / "thesis.txt"
    path.write_text("On memory\n" * 100)
    with RunMemory(path, warn=warnings.append) as memory:
        memory.keep(learned("un"))
        assert recalled(memory, "un") == {}
    assert warnings == [f"{path}: is no translation memory; the run goes on without the translation memory"]
    assert path.read_text().startswith("On memory")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for other writers only briefly."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)


@pytest.fixture
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a memory as another program would."""
    with RunMemory(path) as memory:
        memory.keep(learned("un"))
    base = sqlite3.connect(path, isolation_level=None)
    yield base
    base.close()


@pytest.mark.usefixtures("impatient")
def test_a_memory_that_another_writes_to_all_the_time_is_still_read(
    path: Path, held: sqlite3.Connection, warnings: list[str]
) -> None:
    """What cannot be kept is lost to the memory, not to the run; the user is told once."""
    held.execute("BEGIN IMMEDIATE")
    with RunMemory(path, warn=warnings.append) as memory:
        assert recalled(memory, "un") == {"UN": False}
        memory.keep(learned("deux"))
        memory.keep(learned("trois"))
        assert recalled(memory, "un") == {"UN": False}
    assert warnings == [f"{path}: another program has locked it; the run goes on, and remembers nothing more"]


@pytest.mark.usefixtures("impatient")
def test_a_memory_that_cannot_even_be_read_is_left_alone(
    path: Path, held: sqlite3.Connection, warnings: list[str]
) -> None:
    """Locked against readers too."""
    held.execute("PRAGMA locking_mode = EXCLUSIVE")
    held.execute("BEGIN EXCLUSIVE")
    held.execute("DELETE FROM entry")
    with RunMemory(path, warn=warnings.append) as memory:
        assert recalled(memory, "un") == {}
        memory.keep(learned("deux"))
    assert warnings == [
        f"{path}: another program has locked it; the run goes on without the translation memory"
    ]
    held.execute("ROLLBACK")
    assert path.exists()


def test_a_full_disk_stops_the_keeping_not_the_run(
    full: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own limit on the file stands in for the disk's; what was kept before is still there."""
    connect = database.connect

    def small(path: Path, *, create: bool = False) -> sqlite3.Connection:
        base = connect(path, create=create)
        (pages,) = base.execute("PRAGMA page_count").fetchone()
        base.execute(f"PRAGMA max_page_count = {pages}")
        return base

    monkeypatch.setattr(database, "connect", small)
    known = "phrase 1 " + "x" * 500
    with RunMemory(full, warn=warnings.append) as memory:
        for number in range(3):
            memory.keep(learned(*(f"new {number} {part} " + "y" * 500 for part in range(100))))
        assert list(recalled(memory, known)) == [known.upper()]
    assert warnings == [f"{full}: the disk is full; the run goes on, and remembers nothing more"]
    base = sqlite3.connect(full)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("SELECT count(*) FROM entry").fetchall() == [(800,)]
    base.close()


def test_a_place_that_cannot_be_written_is_told_once(tmp_path: Path, warnings: list[str]) -> None:
    """The folder of the memory is a file."""
    (tmp_path / "file").touch()
    with RunMemory(tmp_path / "file" / "m.sqlite", warn=warnings.append) as memory:
        memory.keep(learned("un"))
        memory.keep(learned("deux"))
    assert len(warnings) == 1
    assert warnings[0].endswith("; the run goes on without the translation memory")
