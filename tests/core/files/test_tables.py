"""Compiled tables: kept, used, and made anew wherever what is kept is not right."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from pipeline.core.files import tables
from pipeline.core.files.replace import BESIDE
from pipeline.core.files.tables import Recipe, compiled

CONTENT = {"words": b"eins zwei drei", "none": b"", "numbers": bytes(range(200))}


class Kitchen:
    """A recipe over one source, and how often it was carried out."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        self.source.write_text("one")
        self.made = 0

    def tables(self, name: str = "counted") -> dict[str, bytes]:
        """Return the compiled tables, as bytes."""
        recipe = Recipe(name=name, sources=(self.source,), make=self._make)
        return {part: bytes(view) for part, view in compiled(recipe).items()}

    def _make(self) -> dict[str, bytes]:
        self.made += 1
        return CONTENT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "depeche" / "tables"


@pytest.fixture
def kitchen(tmp_path: Path, home: Path) -> Kitchen:
    """Return a recipe that has not been carried out."""
    return Kitchen(tmp_path)


def the_file(home: Path) -> Path:
    """Return the only file of the cache."""
    (found,) = home.iterdir()
    return found


def test_tables_are_made_once(kitchen: Kitchen, home: Path) -> None:
    """The file is this user's alone, and the second process finds in it what the first one made."""
    assert kitchen.tables() == CONTENT
    assert kitchen.tables() == CONTENT
    assert kitchen.made == 1
    assert stat.S_IMODE(the_file(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_numbers_begin_where_they_may(kitchen: Kitchen) -> None:
    """Each part can be read as numbers of any size, in the file and in memory."""
    for _ in range(2):
        found = compiled(Recipe(name="cast", sources=(kitchen.source,), make=lambda: CONTENT))
        assert list(found["numbers"].cast("Q")) == list(memoryview(CONTENT["numbers"]).cast("Q"))
        assert found["numbers"].readonly


def flip(place: Callable[[int], int]) -> Callable[[Path], None]:
    """Return what changes one bit of a file, at a place that depends on its size."""

    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[place(len(content))] ^= 1
        path.write_bytes(content)

    return change


def cut(size: int) -> Callable[[Path], None]:
    """Return what leaves that many bytes of a file; fewer than none leave so many out."""

    def change(path: Path) -> None:
        path.write_bytes(path.read_bytes()[:size])

    return change


def open_to_all(path: Path) -> None:
    """Let everybody write a file."""
    path.chmod(0o666)


def linked(path: Path) -> None:
    """Put a link to the same content in a file's place."""
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def a_folder(path: Path) -> None:
    """Put a folder in a file's place."""
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    """Put a pipe in a file's place, which nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def another_kind(path: Path) -> None:
    """Put the whole file of another recipe in a file's place."""
    other = tables._packed("f" * 64, {"words": b"null"})
    path.write_bytes(other)


DAMAGE = {
    "first byte": flip(lambda size: 0),
    "digest": flip(lambda size: 20),
    "length of the header": flip(lambda size: 50),
    "header": flip(lambda size: 70),
    "content": flip(lambda size: size - 100),
    "last byte": flip(lambda size: size - 1),
    "empty": cut(0),
    "first line alone": cut(17),
    "last byte missing": cut(-1),
    "half": cut(200),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "of another recipe": another_kind,
    "open to all": open_to_all,
    "a link": linked,
    "a folder": a_folder,
    "a pipe": a_pipe,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_not_right_is_made_anew(
    kitchen: Kitchen, home: Path, damage: Callable[[Path], object]
) -> None:
    """Whatever became of the file, the answer is the same; and the file is right again where it can be."""
    kitchen.tables()
    damage(the_file(home))
    assert kitchen.tables() == CONTENT
    assert kitchen.made == 2
    assert kitchen.tables() == CONTENT
    assert kitchen.made == (3 if the_file(home).is_dir() else 2)


def test_another_user_s_file_is_not_read(
    kitchen: Kitchen, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even with the right digest it could hold what that user liked."""
    kitchen.tables()
    seen = os.fstat

    def theirs(handle: int) -> os.stat_result:
        found = seen(handle)
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:10]))

    monkeypatch.setattr("pipeline.core.files.tables.os.fstat", theirs)
    assert kitchen.tables() == CONTENT
    assert kitchen.made == 2


def test_another_user_s_home_is_left_alone(
    kitchen: Kitchen, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root with a user's home would leave files there that this user cannot replace."""
    there = os.geteuid()
    monkeypatch.setattr("pipeline.core.files.tables.os.geteuid", lambda: there + 1)
    assert kitchen.tables() == CONTENT
    assert not home.exists()


@pytest.mark.parametrize("change", ["source", "another source", "name", "python", "code"])
def test_stale_tables_are_made_anew(
    kitchen: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """What was compiled from other files, by other code or another Python is not taken, and comes back."""
    kitchen.tables()
    if change == "source":
        kitchen.source.write_text("two")
    elif change == "another source":
        kitchen.source = tmp_path / "other"
        kitchen.source.write_text("one")
    elif change == "python":
        monkeypatch.setattr("pipeline.core.files.tables.unicodedata.unidata_version", "1.0")
    elif change == "code":
        code = tmp_path / "tables.py"
        code.write_text(Path(tables.__file__).read_text(encoding="utf-8") + "\n# changed\n")
        monkeypatch.setattr(tables, "__file__", str(code))
    kitchen.tables("recounted" if change == "name" else "counted")
    assert kitchen.made == 2


@pytest.mark.parametrize("absent", [True, False])
def test_without_a_home_nothing_is_kept(
    kitchen: Kitchen, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: bool
) -> None:
    """An empty environment and relative names are no place; the working folder is left alone."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CACHE_HOME", "HOME"):
        if absent:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, "here")
    before = set(tmp_path.iterdir())
    assert kitchen.tables() == CONTENT
    assert kitchen.tables() == CONTENT
    assert kitchen.made == 2
    assert set(tmp_path.iterdir()) == before


def test_the_home_s_own_cache_folder_is_the_default(
    kitchen: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As other programs do; it is made where it is missing."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    kitchen.tables()
    assert the_file(tmp_path / ".cache" / "depeche" / "tables").name.startswith("counted-")


def test_a_cache_that_cannot_be_written_does_no_harm(kitchen: Kitchen, home: Path) -> None:
    """A file in the folder's place stands for read-only and full disks: also root cannot write there."""
    home.parent.parent.mkdir()
    home.parent.write_text("")
    assert kitchen.tables() == CONTENT
    assert kitchen.tables() == CONTENT
    assert kitchen.made == 2


def test_what_the_recipe_raises_is_raised(kitchen: Kitchen, home: Path) -> None:
    """And nothing is kept of it."""

    def fail() -> dict[str, bytes]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        compiled(Recipe(name="failing", sources=(kitchen.source,), make=fail))
    assert not home.exists()


def test_a_source_that_is_missing_is_the_recipe_s_business(kitchen: Kitchen, home: Path) -> None:
    """Nothing is kept then, and the recipe says what is wrong."""
    kitchen.source.unlink()
    assert kitchen.tables() == CONTENT
    assert not home.exists()


def test_the_cache_does_not_grow(kitchen: Kitchen, home: Path) -> None:
    """Few files of a kind are kept, the newest; other kinds stay, and so does what is being written."""
    kitchen.tables("other")
    old, new = home / f"{BESIDE}1-a", home / f"{BESIDE}2-b"
    old.write_text("")
    new.write_text("")
    os.utime(old, (1, 1))
    kept = None
    for number in range(6):
        kitchen.source.write_text(str(number))
        kitchen.tables()
        for age, path in zip(count(1), sorted(home.glob("counted-*"), key=lambda p: p.stat().st_mtime_ns)):
            os.utime(path, (age, age))
        kept = kitchen.source.read_text()
    assert len(list(home.glob("counted-*"))) == 3
    assert len(list(home.glob("other-*"))) == 1
    assert (old.exists(), new.exists()) == (False, True)
    made = kitchen.made
    kitchen.source.write_text(kept or "")
    kitchen.tables()
    assert kitchen.made == made


def test_several_processes_at_once_leave_one_whole_file(tmp_path: Path, home: Path) -> None:
    """Each gets the tables, whoever writes last."""
    source = tmp_path / "source"
    source.write_text("one")
    script = (
        "import sys, time; from pathlib import Path\n"
        "from pipeline.core.files.tables import Recipe, compiled\n"
        "def make(): time.sleep(.2); return {'big': bytes(3_000_000) + b'end'}\n"
        "found = compiled(Recipe(name='many', sources=(Path(sys.argv[1]),), make=make))\n"
        "print(len(found['big']), bytes(found['big'][-3:]))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(source)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert {process.communicate()[0] for process in running} == {"3000003 b'end'\n"}
    assert tables._read(the_file(home), the_key(source)) is not None


def the_key(source: Path) -> str:
    """Return the key of the tables that the processes made."""
    return tables._key(Recipe(name="many", sources=(source,), make=dict))
