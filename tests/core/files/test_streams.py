"""What can be read only once is read once, whoever names it, and is not waited for in vain."""

from __future__ import annotations

import io
import os
import shlex
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.core.errors import MemoryFileError, SourceError, UsageError, WriteError
from pipeline.core.files import streams
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import receive
from pipeline.read.deduplicate import unique_inputs
from pipeline.read.find import find_inputs
from pipeline.read.reference import Reference
from pipeline.run.configuration import config
from pipeline.translate.memory.exchange import export_file, import_file
from pipeline.translate.memory.store import Store
from pipeline.verify.run import verify_run
from tests.end_to_end.faults.conftest import Site, site
from tests.support.conditions import call
from tests.translate.memory.test_tmx import HEAD, TAIL, entries, unit

__all__ = ["site"]


@contextmanager
def given_by_a_shell(content: bytes) -> Iterator[Path]:
    """Yield the name that a shell would give a pipe, which somebody writes to and closes."""
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "wb") as file:
            file.write(content)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield Path(f"/dev/fd/{reading}")
    finally:
        os.close(reading)
        writer.join()


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a named pipe that nobody writes to."""
    monkeypatch.setattr(streams, "SILENCE_SECONDS", 0.05)
    path = tmp_path / "pipe.md"
    os.mkfifo(path)
    return path


def test_what_workers_get_has_been_read(site: Site) -> None:
    """``run <(...) /dev/stdin`` with two workers: each input once, called as the user called it."""
    run = shlex.join(site.command("--workers", 2))
    script = f"exec {run} /dev/stdin <(cat news/0.txt) <(cat news/1.txt) < <(cat news/2.txt)"
    ran = call(["bash", "-c", script], cwd=site.folder)
    assert (ran.code, ran.lines[-1]) == (0, "3 done, 0 skipped, 0 failed")
    names = [line.partition(": ")[0].removeprefix("done     ") for line in ran.lines[:-1]]
    assert names[0] == "/dev/stdin"
    assert all(name.startswith(("/dev/fd/", "/proc/")) for name in names[1:])
    folders = {path.name.rpartition("-")[0] for path in (site.place / "documents").iterdir()}
    assert folders == {"stdin"}  # not the number that the shell happened to choose
    assert list(verify_run(site.place)) == []
    again = site.run("news/0.txt")
    assert [line for line in again.lines if line.startswith("warning")] == []


def test_an_input_is_read_once_and_handed_on() -> None:
    """Its bytes go with it; a pipe is no file that somebody else could read again."""
    with given_by_a_shell(b"Bonjour le monde.\n") as path:
        (item,) = unique_inputs(find_inputs([str(path)]), LangdetectDetector())
        assert isinstance(item, Reference)
        assert (item.origin, item.content) == (str(path), b"Bonjour le monde.\n")
        assert receive.received(item) == b"Bonjour le monde.\n"


def test_a_pipe_that_nobody_writes_to_is_given_up(pipe: Path, tmp_path: Path) -> None:
    """In a line that says so, as each kind of file that a user can name; a run waits for it once."""
    (found,) = unique_inputs(find_inputs([str(pipe)]), LangdetectDetector())
    assert isinstance(found, SourceError)
    assert (found.origin, found.message) == (
        str(pipe),
        f"{pipe}: cannot be read: nothing was written to this pipe for 0 s; write to it while it is read, or"
        " give a file",
    )
    with pytest.raises(UsageError, match=r"--glossary .*: cannot be read: nothing was written"):
        config.read_glossaries([str(pipe)])
    with pytest.raises(UsageError, match=r"--config .*: cannot be read: nothing was written"):
        config.model_places(pipe)
    with pytest.raises(MemoryFileError, match=r"cannot be read: nothing was written"):
        import_file(pipe, tmp_path / "m.sqlite")
    assert not (tmp_path / "m.sqlite").exists()


def test_an_empty_pipe_is_empty_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its writer came and left: nobody waits for another."""
    monkeypatch.setattr(streams, "SILENCE_SECONDS", 100_000.0)
    with given_by_a_shell(b"") as path:
        assert streams.read_once(path, limit=100) == b""


def test_a_slow_writer_is_waited_for(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Piece by piece: it is silence that ends it, not the time that all of it takes."""
    monkeypatch.setattr(streams, "SILENCE_SECONDS", 60.0)
    pause = threading.Event()

    def write() -> None:
        with pipe.open("wb", buffering=0) as file:
            for piece in (b"Bon", b"jour"):
                pause.wait(0.1)
                file.write(piece)

    writer = threading.Thread(target=write)
    writer.start()
    assert streams.read_once(pipe, limit=100) == b"Bonjour"
    writer.join()


def test_a_memory_is_imported_from_a_pipe(tmp_path: Path) -> None:
    """The file is gone through twice, the pipe once; what breaks off takes nothing over, as ever."""
    body = "".join(unit(("fr", f"Bonjour {n}."), ("es", f"Hola {n}.")) for n in range(3000))
    with given_by_a_shell((HEAD + body + TAIL).encode()) as path:
        assert import_file(path, tmp_path / "m").human == 3000
    store = Store(tmp_path / "m")
    export_file(store, tmp_path / "m.tmx")
    store.close()
    with given_by_a_shell((tmp_path / "m.tmx").read_bytes()) as path:
        import_file(path, tmp_path / "again")
    assert entries(tmp_path / "again") == entries(tmp_path / "m")
    with given_by_a_shell((HEAD + body).encode()) as path, pytest.raises(MemoryFileError, match="is not XML"):
        import_file(path, tmp_path / "broken")
    assert not (tmp_path / "broken").exists()


class _NoRoom(io.FileIO):
    """A file on a full disk, of which nothing has been written."""

    def __init__(self) -> None:
        super().__init__("/dev/full", "r+")

    def read(self, size: int | None = -1) -> bytes:
        return b""


def test_a_copy_without_room_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """And where it was to be written: what was read has no fault of its own."""
    monkeypatch.setattr(tempfile, "TemporaryFile", _NoRoom)
    with (
        given_by_a_shell(b"<tmx/>") as path,
        streams.rereadable(path) as file,
        pytest.raises(WriteError, match=r"a copy of /dev/fd/.* cannot be written there: No space left"),
    ):
        file.read()
