"""Below a folder no link is followed, and nothing but regular files is read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from pipeline.core.files import beneath, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a folder with a file three folders down, and the same once more outside of it."""
    for place in ("root", "outside"):
        (tmp_path / place / "a" / "b" / "c").mkdir(parents=True)
        (tmp_path / place / "a" / "b" / "c" / "file").write_text(place)
    return tmp_path / "root"


def test_a_file_is_read_however_deep_it_lies(root: Path) -> None:
    """And what stands there can be told."""
    assert beneath.read_below(root, "a/b/c/file") == b"root"
    assert stat.S_ISDIR(beneath.stat(root, "a/b").st_mode)
    assert beneath.is_folder(root, "a/b")
    assert beneath.is_file(root, "a/b/c/file")
    assert not beneath.is_file(root, "a/b")
    assert not beneath.is_there(root, "a/x/c")


def test_the_folder_itself_may_be_reached_by_links(root: Path, tmp_path: Path) -> None:
    """It is what the user named."""
    (tmp_path / "named").symlink_to(root)
    assert beneath.read_below(tmp_path / "named", "a/b/c/file") == b"root"
    assert [item.path for item in tree.walk(tmp_path / "named")] == ["a", "a/b", "a/b/c", "a/b/c/file"]


@pytest.mark.parametrize("place", ["a", "a/b", "a/b/c", "a/b/c/file"])
def test_a_link_in_any_place_is_named_and_not_followed(root: Path, tmp_path: Path, place: str) -> None:
    """By its path, whether it leads out of the folder or to another place in it."""
    for target in (tmp_path / "outside" / place, root / f"{place}.moved"):
        (root / place).rename(root / f"{place}.moved")
        (root / place).symlink_to(target)
        with pytest.raises(OSError, match=f"{place} is a symbolic link, which is not followed") as caught:
            beneath.read_below(root, "a/b/c/file")
        assert (caught.value.errno, caught.value.filename) == (errno.ELOOP, str(root / place))
        assert not beneath.is_file(root, "a/b/c/file")
        assert not beneath.is_folder(root, place)
        assert beneath.is_there(root, "a/b/c/file")  # who opens it is told why that is refused
        with pytest.raises(OSError, match=r"symbolic link|Not a directory"):
            tree.tree_entries(root, place)
        (root / place).unlink()
        (root / f"{place}.moved").rename(root / place)


def test_what_is_no_file_is_refused_at_once(root: Path) -> None:
    """A named pipe that nobody writes to is not waited for."""
    os.mkfifo(root / "pipe")
    for name in ("pipe", "a"):
        with pytest.raises(OSError, match="is not a regular file"):
            beneath.read_below(root, name)


@pytest.mark.parametrize("path", ["", "/etc/passwd", "..", "a/../a/b/c/file", "a//b", "./a", "a/", "a\0b"])
def test_a_path_that_is_none_below_a_folder_is_refused(root: Path, path: str) -> None:
    """Nothing is made of it: no step up, no absolute name."""
    with pytest.raises(OSError, match="is no path below a folder"):
        beneath.read_below(root, path)


def test_no_descriptor_is_left_open(root: Path) -> None:
    """Whether a file is read, missing, or behind a link."""
    (root / "link").symlink_to("a")
    os.mkfifo(root / "pipe")
    before = open_descriptors()
    for path in ("a/b/c/file", "a/b/c/none", "a/none/c", "link/b/c/file", "a/b/c/file/d", "a", "pipe"):
        beneath.is_file(root, path)
        try:
            beneath.read_below(root, path)
        except OSError:
            continue
    assert open_descriptors() == before


def open_descriptors() -> list[str]:
    """Return the numbers of the descriptors that this process has open."""
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())
