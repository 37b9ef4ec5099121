"""A configuration file that nobody named is obeyed only where nobody else can have put it there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.errors import UsageError
from pipeline.core.files import trusted_file
from pipeline.run.configuration.config import load_config, memory_file, model_places
from pipeline.run.configuration.options import Options

STRANGER = 12345
NAME = Path("depeche.toml")
CONTENT = b'[run]\nto = ["fr"]\nout = "there"\n'

Foreign = Callable[[Path], None]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a configuration file."""
    folder = tmp_path / "here"
    folder.mkdir()
    folder.chmod(0o755)
    monkeypatch.chdir(folder)
    NAME.write_bytes(CONTENT)
    NAME.chmod(0o644)
    return folder


@pytest.fixture
def to_stranger(monkeypatch: pytest.MonkeyPatch) -> Foreign:
    """Return what gives a file to another user; who may not do that becomes another user instead."""

    def give(path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, STRANGER, -1, follow_symlinks=False)
        else:
            monkeypatch.setattr(os, "geteuid", lambda: STRANGER)

    return give


def assert_refused(why: str) -> None:
    """By all that reads the file, in a line that says what to do; not where it is named."""
    for use in (lambda: load_config(["a"], Options()), lambda: memory_file(Options()), model_places):
        with pytest.raises(UsageError, match=why) as caught:
            use()
        assert (
            "read it, and name it (--config depeche.toml), or work in another folder" in caught.value.message
        )
        assert "\n" not in caught.value.message
    assert load_config(["a"], Options(), file=NAME).out == Path("there")


def test_ones_own_file_is_used_and_told_of(here: Path) -> None:
    """Once, by its whole name; a file that is named, or not there, is not told of."""
    told: list[Path] = []
    assert load_config(["a"], Options(), note=told.append).out == Path("there")
    memory_file(Options(), note=told.append)
    model_places(note=told.append)
    assert told == [here / "depeche.toml"] * 3
    load_config(["a"], Options(), file=NAME, note=told.append)
    NAME.unlink()
    load_config(["a"], Options(to=("es",)), note=told.append)
    assert len(told) == 3


def test_a_strangers_file_is_refused(to_stranger: Foreign) -> None:
    """Unless it is named."""
    to_stranger(NAME)
    assert_refused("it belongs to the user [0-9]+, neither to you nor to root")


def test_a_file_that_everybody_can_write_is_refused() -> None:
    """A group may: it is often the user's own."""
    NAME.chmod(0o664)
    assert trusted_file.read_trusted(NAME) == CONTENT
    NAME.chmod(0o646)
    assert_refused("everybody can write it")


def test_a_folder_that_everybody_can_write_to_is_refused(here: Path) -> None:
    """What lies there can be renamed by anybody, but where the sticky bit is set."""
    here.chmod(0o1777)
    assert trusted_file.read_trusted(NAME) == CONTENT
    here.chmod(0o777)
    assert_refused(f"everybody can write to the folder {here}")


def test_a_link_is_followed_where_all_of_its_way_can_be_trusted(
    here: Path, tmp_path: Path, to_stranger: Foreign
) -> None:
    """One's own link to one's own file; not a stranger's link, nor one that leads through an open folder."""
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    NAME.rename(tmp_path / "open" / "kept.toml")
    NAME.symlink_to("../between.toml")
    (tmp_path / "between.toml").symlink_to(tmp_path / "open" / "kept.toml")
    assert trusted_file.read_trusted(NAME) == CONTENT
    (tmp_path / "open").chmod(0o777)
    assert_refused("everybody can write to the folder")
    (tmp_path / "open").chmod(0o755)
    (tmp_path / "open" / "kept.toml").chmod(0o666)
    assert_refused("everybody can write it")
    (tmp_path / "open" / "kept.toml").chmod(0o644)
    to_stranger(tmp_path / "between.toml")
    assert_refused("it belongs to the user")


def test_what_is_no_file_is_none() -> None:
    """A folder, a pipe that nobody writes to, a link that leads nowhere; one in a circle is an error."""
    NAME.unlink()
    assert trusted_file.read_trusted(NAME) is None
    NAME.mkdir()
    assert trusted_file.read_trusted(NAME) is None
    NAME.rmdir()
    os.mkfifo(NAME)
    assert trusted_file.read_trusted(NAME) is None
    NAME.unlink()
    NAME.symlink_to("nowhere")
    assert trusted_file.read_trusted(NAME) is None
    NAME.unlink()
    NAME.symlink_to(NAME)
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(["a"], Options())


def test_a_folder_without_a_file_is_nobody_s_business(here: Path) -> None:
    """Everybody may write to it, as to shared folders; there is nothing that could have been planted."""
    NAME.unlink()
    here.chmod(0o777)
    assert trusted_file.read_trusted(NAME) is None
    assert load_config([], Options(to=("es",))).settings.targets == ("es",)
