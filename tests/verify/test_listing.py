"""The list of a run's digests may be as long as a run can make it, and a foreign one takes little to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core import limits
from pipeline.verify.listing import FoundList, read_list

DIGEST = "0" * 64
DOCUMENT = f"{DIGEST}  documents/a-01234567/source.txt\n"
PAGE = f"{DIGEST}  reader/a-01234567.es.html\n"
RUN = f"{DIGEST}  run.json\n"


def read(folder: Path, text: str) -> FoundList | str:
    """Read a list with this text."""
    (folder / "SHA256SUMS").write_text(text)
    return read_list(folder, DIGEST)


def test_documents_do_not_count_towards_what_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of many documents has a long list, of which only the pages' lines are kept."""
    monkeypatch.setattr(limits, "SUMS_OF_PARTS", 2 * len(PAGE))
    found = read(tmp_path, DOCUMENT * 1000 + PAGE * 2 + RUN)
    assert isinstance(found, FoundList)
    assert found.parts == {"reader/a-01234567.es.html": DIGEST}
    assert found.names_run
    assert "SHA256SUMS: cannot be read: is larger than " in str(read(tmp_path, PAGE * 3 + RUN))


def test_short_lines_without_end_are_not_read_to_their_end(tmp_path: Path) -> None:
    """A gigabyte of line ends would take minutes; a few, as of a list that was cut up, change nothing."""
    few, many = read(tmp_path, "\n" * 1000 + RUN), read(tmp_path, "\n" * 1001 + RUN)
    assert isinstance(few, FoundList)
    assert isinstance(many, FoundList)
    assert (few.names_run, many.names_run) == (True, False)
