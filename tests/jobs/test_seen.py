"""What a job has told already is told by content, not by date."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.core.errors import RecordError
from pipeline.jobs import seen as module
from pipeline.jobs.seen import SEEN_FILE, at_first_sight, new_inputs, read_seen, write_seen
from pipeline.read.find import find_inputs
from pipeline.read.reference import Reference


def taken(tmp_path: Path, slot: str) -> list[str]:
    """Do what a run does, and return the names of the inputs that are new to it."""
    found = list(find_inputs([str(tmp_path / "drop")]))
    new, after = new_inputs(found, read_seen(tmp_path), slot)
    write_seen(tmp_path, after)
    return [Path(item.origin).name for item in new]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """Make a drop folder with a text."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.txt").write_text("one")
    return tmp_path / "drop"


def test_each_content_is_new_once(tmp_path: Path, drop: Path) -> None:
    """Whatever its name and its date; a run that is done again finds what it found."""
    assert taken(tmp_path, "1") == ["a.txt"]
    assert taken(tmp_path, "1") == ["a.txt"]
    assert taken(tmp_path, "2") == []
    (drop / "late.txt").write_text("two")
    os.utime(drop / "late.txt", (0, 0))  # came today, of long ago
    (drop / "copy.txt").write_text("one")
    assert taken(tmp_path, "2") == ["late.txt"]
    (drop / "a.txt").write_text("one, corrected")
    os.utime(drop / "late.txt")
    assert taken(tmp_path, "3") == ["a.txt"]
    (drop / "late.txt").unlink()
    assert taken(tmp_path, "4") == []
    (drop / "late.txt").write_text("two")
    assert taken(tmp_path, "5") == []


def test_a_content_keeps_the_time_that_its_file_had_first(tmp_path: Path, drop: Path) -> None:
    """Touched, moved or copied; what was only dated so is new to a job that tells what is new."""
    os.utime(drop / "a.txt", (0, 0))

    def filed() -> list[str]:
        items, after = at_first_sight(find_inputs([str(drop)]), read_seen(tmp_path))
        write_seen(tmp_path, after)
        return [item.filed for item in items if isinstance(item, Reference)]

    first = "1970-01-01T00:00:00Z"
    assert filed() == [first]
    (drop / "a.txt").touch()
    assert filed() == [first]
    (drop / "a.txt").rename(drop / "b.txt")
    (drop / "b.txt").touch()
    assert filed() == [first]
    (drop / "b.txt").write_text("another text")
    os.utime(drop / "b.txt", (60, 60))
    assert filed() == ["1970-01-01T00:01:00Z"]
    assert taken(tmp_path, "1") == ["b.txt"]
    assert filed() == ["1970-01-01T00:01:00Z"]
    assert taken(tmp_path, "2") == []


def test_of_a_feed_that_has_grown_the_new_items_are_told(tmp_path: Path, drop: Path) -> None:
    """The file is another, its older items are not."""
    (drop / "a.txt").unlink()
    feed = "<rss><channel><title>A feed</title>{}</channel></rss>"
    item = "<item><guid>{0}</guid><title>Item {0}</title><description>Words of {0}.</description></item>"
    older = "".join(item.format(name) for name in "ab")
    (drop / "feed.xml").write_text(feed.format(older))
    assert taken(tmp_path, "1") == ["feed.xml#a", "feed.xml#b"]
    (drop / "feed.xml").write_text(feed.format(item.format("c") + older))
    assert taken(tmp_path, "2") == ["feed.xml#c"]
    (drop / "feed.xml").write_text(feed.format(item.format("c").replace("Words", "New words") + older))
    assert taken(tmp_path, "3") == ["feed.xml#c"]


def test_what_has_not_changed_is_not_read_again(
    tmp_path: Path, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that grows for years would take longer every morning."""
    taken(tmp_path, "1")
    (drop / "b.txt").write_text("two")
    read: list[str] = []
    real = module._sha256

    def noted(path: Path) -> str:
        read.append(path.name)
        return real(path)

    monkeypatch.setattr(module, "_sha256", noted)
    assert taken(tmp_path, "2") == ["b.txt"]
    assert read == ["b.txt"]


def test_all_that_is_still_there_is_remembered(
    tmp_path: Path, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it is more than the limit; of the rest, the newest."""
    monkeypatch.setattr(module, "MOST_SEEN", 2)
    for number in range(4):
        (drop / f"{number}.txt").write_text(str(number))
    assert len(taken(tmp_path, "1")) == 5
    assert taken(tmp_path, "2") == []


def test_a_damaged_file_is_an_error(tmp_path: Path, drop: Path) -> None:
    """That says what moving it away would mean."""
    taken(tmp_path, "1")
    (tmp_path / SEEN_FILE).write_text("[]")
    with pytest.raises(RecordError, match="move it away, and all inputs are told again"):
        read_seen(tmp_path)
