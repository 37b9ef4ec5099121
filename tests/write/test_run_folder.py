"""Whole folders or nothing."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.errors import BusyError, WriteError
from pipeline.write import run_folder

FILES = {"document.json": b"{}\n", "es/summary.txt": "Sí.\n".encode()}


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by path, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_folder_is_written_whole(tmp_path: Path) -> None:
    """With everything in it and nothing beside it."""
    run_folder.write_document(tmp_path, "a", FILES)
    assert contents(tmp_path) == {f"documents/a/{path}": content for path, content in FILES.items()}


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    """What the older one had and the newer one lacks is gone."""
    run_folder.write_document(tmp_path, "a", {"old.txt": b"old", "es/summary.txt": b"old"})
    run_folder.write_document(tmp_path, "a", FILES)
    assert contents(tmp_path / "documents" / "a") == FILES


def test_a_write_that_fails_leaves_the_older_folder(tmp_path: Path) -> None:
    """And nothing half-written beside it."""
    run_folder.write_document(tmp_path, "a", FILES)
    with pytest.raises(WriteError, match="cannot be written: File name too long"):
        run_folder.write_document(tmp_path, "a", {"x" * 300: b""})
    assert contents(tmp_path / "documents") == {f"a/{path}": content for path, content in FILES.items()}


def test_files_are_for_the_readers_that_the_umask_allows(tmp_path: Path) -> None:
    """Neither private, as temporary files are, nor more open than the user wants."""
    before = os.umask(0o027)
    try:
        run_folder.write_document(tmp_path, "a", FILES)
    finally:
        os.umask(before)
    folder = tmp_path / "documents" / "a"
    assert oct(folder.stat().st_mode & 0o777) == "0o750"
    assert oct((folder / "document.json").stat().st_mode & 0o777) == "0o640"


def test_leftovers_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    """When the next run takes the folder; whole documents stay."""
    run_folder.write_document(tmp_path, "a", FILES)
    (tmp_path / "documents" / ".writing-b" / "new").mkdir(parents=True)
    (tmp_path / ".writing-run.json").write_bytes(b"{")
    with run_folder.hold_run(tmp_path):
        pass
    assert {path.name for path in tmp_path.rglob("*")} == {
        ".lock",
        "documents",
        "a",
        "document.json",
        "es",
        "summary.txt",
    }


def test_a_kill_between_two_renames_costs_no_older_folder(tmp_path: Path) -> None:
    """It had been put aside for the newer one; the next run puts it back."""
    run_folder.write_document(tmp_path, "a", FILES)
    (tmp_path / "documents" / ".writing-a" / "new").mkdir(parents=True)
    (tmp_path / "documents" / "a").rename(tmp_path / "documents" / ".writing-a" / "old")
    with run_folder.hold_run(tmp_path):
        assert contents(tmp_path / "documents" / "a") == FILES
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["a"]


def test_what_a_killed_worker_left_is_in_nobody_s_way(tmp_path: Path) -> None:
    """Another worker writes the same document in the same run."""
    (tmp_path / "documents" / ".writing-a" / "new").mkdir(parents=True)
    (tmp_path / "documents" / ".writing-a" / "new" / "half.txt").write_text("ha")
    run_folder.write_document(tmp_path, "a", FILES)
    assert contents(tmp_path / "documents") == {f"a/{path}": content for path, content in FILES.items()}


def test_a_run_leaves_no_leftovers_of_its_workers(tmp_path: Path) -> None:
    """Those that it ended in the middle of a document."""
    with run_folder.hold_run(tmp_path):
        (tmp_path / "documents" / ".writing-b" / "new").mkdir(parents=True)
    assert list((tmp_path / "documents").iterdir()) == []


def test_a_process_that_inherits_the_hold_holds_too(tmp_path: Path) -> None:
    """Until it ends, though the one that took it has let go."""
    with run_folder.hold_run(tmp_path) as lock:
        child = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, pass_fds=(lock,))
    with pytest.raises(BusyError), run_folder.hold_run(tmp_path):
        pass
    child.communicate()
    with run_folder.hold_run(tmp_path):
        pass


def test_two_runs_cannot_hold_a_folder(tmp_path: Path) -> None:
    """The second is turned away at once."""
    busy = pytest.raises(BusyError, match="another run holds this folder")
    with run_folder.hold_run(tmp_path / "run"), busy, run_folder.hold_run(tmp_path / "run"):
        pass


def _hold_and_die(folder: str) -> None:
    with run_folder.hold_run(Path(folder)):
        os._exit(9)


def test_a_hold_ends_with_its_process(tmp_path: Path) -> None:
    """However the process ends."""
    child = multiprocessing.get_context("spawn").Process(target=_hold_and_die, args=(str(tmp_path),))
    child.start()
    child.join()
    assert child.exitcode == 9
    with run_folder.hold_run(tmp_path):
        pass


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(WriteError, match="cannot be made: Not a directory"),
        run_folder.hold_run(tmp_path / "file" / "run"),
    ):
        pass


@pytest.mark.parametrize(
    ("name", "plant", "problem"),
    [
        (".lock", lambda path: path.symlink_to("elsewhere"), "is a symbolic link, .*; remove it"),
        (".lock", lambda path: path.symlink_to(path.name), "is a symbolic link, .*; remove it"),
        (".journal", lambda path: path.mkdir(), "is no file; move it away, or remove it"),
        (".lock", lambda path: path.mkdir(), "is no file; move it away, or remove it"),
        ("documents", lambda path: path.symlink_to("elsewhere"), "is a symbolic link, .*; remove it"),
        ("documents", lambda path: path.write_text("mine"), "is no folder; move it away, or remove it"),
        ("documents", lambda path: os.mkfifo(path), "is no folder; move it away, or remove it"),
    ],
)
def test_what_stands_in_the_place_of_ours_is_named_and_stays(
    tmp_path: Path, name: str, plant: Callable[[Path], object], problem: str
) -> None:
    """With what it is and what to do; nothing is made where a link leads."""
    run = tmp_path / "run"
    run.mkdir()
    plant(run / name)
    before = (run / name).lstat().st_ino
    with pytest.raises(WriteError, match=f"run/{name}: {problem}$"), run_folder.hold_run(run):
        pass
    assert (run / name).lstat().st_ino == before
    assert not (run / "elsewhere").exists()
    (run / name).rename(tmp_path / "away")
    with run_folder.hold_run(run):
        pass
