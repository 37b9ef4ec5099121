"""Too little memory, and a translation memory that cannot be used."""

from __future__ import annotations

import sqlite3

import pytest

from pipeline.core.errors import lacks_memory
from pipeline.core.failure import failed_outcome
from pipeline.translate.engines.neural.hardware import unloadable
from pipeline.translate.memory import FILE_NAME
from pipeline.verify.run import verify_run
from tests.end_to_end.faults.conftest import Site
from tests.support.conditions import call, command

WATCHED = """
import atexit
import resource
from pathlib import Path
import ctranslate2, numpy, sentencepiece
from pipeline.run import job
def size(row_name):
    rows = Path('/proc/self/status').read_text().splitlines()
    return next(int(row.split()[1]) * 1024 for row in rows if row.startswith(row_name))
real = job.input_batches
def batches(*args):
    used = size('VmSize')
    {then}
    return real(*args)
job.input_batches = batches
"""
MEASURES = WATCHED.format(
    then="atexit.register(lambda: Path('grown').write_text(str(size('VmPeak') - used)))"
)
"""Writes down how much address space a run takes: a model is loaded with room that differs by processor."""
ROOM = 100_000_000
"""Bytes of address space beyond that: a text of 22 million characters takes several times as much."""


def tight(grown: int) -> str:
    """Return what leaves to the rest as much as a run over small documents takes, and a little."""
    limit = f"resource.setrlimit(resource.RLIMIT_AS, (used + {grown + ROOM},) * 2)"
    return WATCHED.format(then=limit)


def test_a_document_that_memory_does_not_suffice_for_costs_itself_alone(site: Site) -> None:
    """``ulimit -v``: the others are done."""
    assert site.run("news", "--threads", 1, "--out", "first", before=MEASURES).code == 0
    grown = int((site.folder / "grown").read_text())
    with (site.folder / "news" / "1.txt").open("w", encoding="utf-8") as file:
        file.writelines("Le pont 🌉 est fermé. " * 1000 for _ in range(1000))
    ran = site.run("news", "--threads", 1, before=tight(grown))
    assert ran.code == 3
    assert ran.lines[1] == (
        "failed   news/1.txt: there is not enough memory for it; free some, or break it up, and run again"
    )
    assert ran.lines[-1] == "2 done, 0 skipped, 1 failed"
    assert list(verify_run(site.place)) == []


def allow(mib: int) -> str:
    """Return what leaves a command, and all that it starts, so much address space: ``ulimit -v``."""
    return f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({mib} * 2**20,) * 2)"


def test_where_no_library_has_room_nothing_is_begun(site: Site) -> None:
    """Below the floor: one line, whatever is asked for, and nothing is made."""
    ran = site.run("news", before=allow(200))
    assert (ran.code, ran.lines) == (1, [TOO_LITTLE])
    ran = call(command("detect", "news/0.txt", before=allow(200)), cwd=site.folder)
    assert (ran.code, ran.lines) == (1, [TOO_LITTLE])
    assert not site.place.exists()


TOO_LITTLE = (
    "depeche: 200 MiB of address space (ulimit -v) are too little for the libraries; "
    "allow 256 MiB, and for neural models more"
)


@pytest.mark.parametrize("workers", [1, 2])
def test_where_models_have_no_room_each_document_says_so(site: Site, workers: int) -> None:
    """Above the floor: libraries end by signals or exit codes of their own, never the run itself."""
    ran = site.run("news/0.txt", "--workers", workers, before=allow(280))
    assert ran.code == 1
    (line, total) = ran.lines
    assert line.startswith("failed   news/0.txt: ")
    assert "memory" in line
    assert "please report it" not in line
    assert total == "0 done, 0 skipped, 1 failed"


def test_libraries_may_hide_that_memory_ran_out() -> None:
    """As langdetect's own reader does, to which profiles are then in no format."""
    told = ValueError("Profile format error.")
    told.__context__ = MemoryError()
    assert lacks_memory(told)


def test_a_command_that_memory_does_not_suffice_for_ends_in_a_line(site: Site) -> None:
    """Wherever it runs out."""
    before = "from pipeline.core import codec\ndef broken(*_): raise MemoryError\ncodec.json_schema = broken"
    ran = call(command("schema", "run", before=before), cwd=site.folder)
    assert (ran.code, ran.lines) == (
        1,
        ["depeche: there is not enough memory; free some, or use fewer --workers"],
    )


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(12, "Cannot allocate memory"),
        RuntimeError("std::bad_alloc"),
        RuntimeError("CUDA failed with error out of memory"),
        ImportError("libx.so: failed to map segment from shared object"),
        RuntimeError("Resource temporarily unavailable"),
    ],
)
def test_the_many_words_for_too_little_memory(error: Exception) -> None:
    """Are one to the user: nobody is sent to install anything again for it."""
    assert lacks_memory(error)
    assert failed_outcome("a.txt", error).message.startswith("a.txt: there is not enough memory for it")
    assert unloadable(error, "install it again").startswith("there is not enough memory")
    assert unloadable(ValueError("no"), "install it again") == "no; install it again"
    assert not lacks_memory(ValueError("no"))


def test_a_memory_that_another_program_holds_is_done_without(site: Site) -> None:
    """Held by this process, asked for by that of the run: told once, and all is done."""
    memory = site.folder / "m.sqlite"
    assert site.run("news/0.txt", "--memory", memory).code == 0
    holder = sqlite3.connect(memory, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    holder.execute("DELETE FROM entry")
    impatient = "from pipeline.translate.memory import database; database.BUSY_SECONDS = 0.1"
    ran = site.run("news", "--memory", memory, before=impatient)
    holder.execute("ROLLBACK")
    (kept,) = holder.execute("SELECT count(*) FROM entry").fetchone()
    holder.close()
    assert kept > 0
    assert (ran.code, ran.lines[-1]) == (0, "2 done, 1 skipped, 0 failed")
    warnings = [line for line in ran.lines if line.startswith("warning")]
    assert warnings == [
        f"warning  {memory}: another program has locked it; the run goes on without the translation memory"
    ]


def test_a_damaged_memory_is_moved_aside_and_made_anew(site: Site) -> None:
    """Said by the run that finds it; the next one begins a new one."""
    memory = site.folder / "outputs" / FILE_NAME
    memory.parent.mkdir()
    memory.write_bytes(b"SQLite format 3\0" + b"\xee" * 8000)
    ran = site.run("news", "--memory", memory)
    assert (ran.code, ran.lines[-1]) == (0, "3 done, 0 skipped, 0 failed")
    (warning,) = [line for line in ran.lines if line.startswith("warning")]
    aside = memory.with_name(f"{FILE_NAME}.damaged")
    assert warning.endswith(f"moved to {aside}; the run goes on without the translation memory")
    assert aside.read_bytes()[16:] == b"\xee" * 8000
    again = site.run("news", "--memory", memory, "--force")
    assert [line for line in again.lines if line.startswith("warning")] == []
    base = sqlite3.connect(memory)
    assert base.execute("SELECT count(*) > 0 FROM entry").fetchone() == (1,)
    base.close()
