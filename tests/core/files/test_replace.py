"""A file takes the place of an older one whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pipeline.core.files.replace import BESIDE, create_file, replace_file, replacing


def test_the_older_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """Whoever reads meanwhile reads the older one; nothing is left beside."""
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with replacing(target) as file:
        file.write(b"new")
        file.flush()
        assert target.read_bytes() == b"old"
        assert sum(path.name.startswith(BESIDE) for path in tmp_path.iterdir()) == 1
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


def test_where_writing_fails_the_older_file_stays(tmp_path: Path) -> None:
    """And what was begun is gone."""
    target = tmp_path / "a"
    target.write_bytes(b"old")
    pieces = (part if part else 1 / 0 for part in (b"half", b""))
    with pytest.raises(ZeroDivisionError):
        replace_file(target, pieces)  # type: ignore[arg-type]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_what_stands_beside_is_removed_and_never_written_through(tmp_path: Path) -> None:
    """A link that somebody put there leads nowhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    beside = tmp_path / ".beside"
    beside.symlink_to(elsewhere)
    replace_file(tmp_path / "a", (b"n", b"ew"), beside=beside)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert elsewhere.read_bytes() == b"mine"
    assert not beside.is_symlink()


def test_rights_are_kept_where_they_are_named(tmp_path: Path) -> None:
    """A file that only its owner may read stays one."""
    target = tmp_path / "a"
    with replacing(target, mode=0o640) as file:
        file.write(b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_of_two_that_create_a_file_the_first_counts(tmp_path: Path) -> None:
    """It is whole from the moment that it is there."""
    target = tmp_path / "key"
    create_file(target, b"first", mode=0o600)
    create_file(target, b"second", mode=0o600)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("key", b"first")]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
