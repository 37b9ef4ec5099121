"""A file that the user names to be written: whole or not at all, and never in the place of a device."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.core.files.output_file import open_output
from pipeline.translate.memory.database import StoreError
from pipeline.translate.memory.store import Store
from tests.translate.memory.test_tmx import MIXED


def put(path: Path, content: bytes = b"new") -> None:
    """Write a file."""
    with open_output(path, reader_seconds=0.1) as file:
        file.write(content)


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_regular_file_is_made_or_replaced(tmp_path: Path) -> None:
    """Its mode stays; whoever has the older one open still reads that."""
    path = tmp_path / ("n" * 255)
    put(path, b"one")
    path.chmod(0o640)
    with path.open("rb") as old:
        put(path, b"two")
        assert old.read() == b"one"
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == [path.name]


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    """And nothing beside it."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def break_off() -> None:
        with open_output(path) as file:
            file.write(b"half")
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        break_off()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    """Over several links, to another folder; one that leads nowhere is refused."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("other")
    (tmp_path / "other").symlink_to("elsewhere/file")
    put(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "elsewhere" / "file").read_bytes() == b"new"
    assert names(tmp_path / "elsewhere") == ["file"]
    (tmp_path / "elsewhere" / "file").unlink()
    with pytest.raises(FileNotFoundError, match="is a link that leads nowhere"):
        put(tmp_path / "link")
    assert names(tmp_path) == ["elsewhere", "link", "other"]


def test_a_pipe_is_written_to_once_somebody_reads_it(tmp_path: Path) -> None:
    """It stays a pipe; where nobody comes, that is an error and no wait for ever."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(OSError, match=r"is a pipe that nobody has read for 0\.1 s"):
        put(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    with open_output(path) as file:
        file.write(b"x" * 200_000)
    reader.join()
    assert read == [b"x" * 200_000]
    assert path.is_fifo()


def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    """Here a terminal, by its name and by a link to it; a folder is none."""
    ours, theirs = os.openpty()
    try:
        (tmp_path / "tty").symlink_to(os.ttyname(theirs))
        for path in (Path(os.ttyname(theirs)), tmp_path / "tty"):
            put(path, b"words")
            assert os.read(ours, 100) == b"words"
            assert stat.S_ISCHR(path.stat().st_mode)
    finally:
        os.close(ours)
        os.close(theirs)
    with pytest.raises(IsADirectoryError):
        put(tmp_path)


def test_an_export_to_standard_output_goes_where_that_goes(tmp_path: Path) -> None:
    """Behind what stood there, and down a pipe; nothing but the export, for the line is on standard error."""
    store = Store(tmp_path / "m", create=True)
    store.add(MIXED)
    store.close()
    (tmp_path / "link").symlink_to("/dev/stdout")
    script = (
        "import sys; from pipeline.cli.app import main\n"
        "for place in sys.argv[1:]:\n"
        "    sys.argv = ['depeche', 'memory', 'export', place, '--memory', 'm']\n"
        "    try: main()\n"
        "    except SystemExit as ended: assert not ended.code\n"
    )
    places = ["/dev/stdout", "/proc/self/fd/1", "link"]
    words = [sys.executable, "-c", script, *places]
    with (tmp_path / "out").open("wb") as out:
        out.write(b"before\n")
        out.flush()
        told = subprocess.run(words, cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, check=True).stderr
    piped = subprocess.run(words, cwd=tmp_path, capture_output=True, check=True)
    lines = "".join(f"translations exported to {place}: 3\n" for place in places)
    assert (told.decode(), piped.stderr.decode()) == (lines, lines)
    found = piped.stdout.decode()
    assert (tmp_path / "out").read_text() == f"before\n{found}"
    assert found.startswith("<?xml")
    assert found.endswith("</tmx>\n")
    assert found.count("</tmx>\n<?xml") == len(places) - 1
    assert names(tmp_path) == ["link", "m", "out"]
    with (tmp_path / "out").open("wb") as out:  # by its own name, where it is replaced
        words = [sys.executable, "-c", script, "out", "other"]
        told = subprocess.run(words, cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, check=True).stderr
    assert told == b"translations exported to out: 3\n"
    assert (tmp_path / "out").read_text().endswith("</tmx>\n")


def test_a_memory_takes_the_place_of_no_device_and_no_link(tmp_path: Path) -> None:
    """A terminal or a pipe is refused; what an empty link's file becomes, it becomes there."""
    ours, theirs = os.openpty()
    os.mkfifo(tmp_path / "pipe")
    try:
        for path in (Path(os.ttyname(theirs)), tmp_path / "pipe", Path(os.devnull)):
            before = path.stat()
            if path == Path(os.devnull) and os.geteuid() == 0:
                continue  # a mend that fails would cost the machine its device
            with pytest.raises(StoreError, match="is no file, so no translation memory"):
                Store(path, create=True)
            assert path.stat().st_ino == before.st_ino
    finally:
        os.close(ours)
        os.close(theirs)
    (tmp_path / "real").touch()
    (tmp_path / "link").symlink_to("real")
    Store(tmp_path / "link", create=True).close()
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").stat().st_size > 0
