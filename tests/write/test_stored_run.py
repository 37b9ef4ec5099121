"""A large ``run.json`` is read entry by entry, and says the same as one that is read as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core import codec, limits
from pipeline.core.canonical import is_canonical
from pipeline.core.contract import RunRecord
from pipeline.core.errors import RecordError
from pipeline.write import stored_run
from tests.core.test_limits import ENTRY, run_record

Change = Callable[[bytes], bytes]

RECORD = replace(
    run_record(0),
    documents=(
        replace(ENTRY, id=None, files=(), outcome="failed", message='no\u2028 "text"\n'),
        ENTRY,
        replace(ENTRY, id="b-01234567-txt", origin="news/b é.txt", checks=()),
        replace(ENTRY, files=ENTRY.files[:1]),
    ),
)
"""One that failed, two that were written, and one of them again."""
CONTENT = codec.encode_record(RECORD)

CHANGES: dict[str, Change] = {
    "nothing": lambda content: content,
    "no documents": lambda _: codec.encode_record(replace(RECORD, documents=())),
    "a blank": lambda content: content.replace(b'"outcome": ', b'"outcome":  ', 1),
    "a blank at the end of a line": lambda content: content.replace(b"{\n", b"{ \n", 2),
    "a line end": lambda content: content.replace(b"[]", b"[\n  ]", 1),
    "a line end of Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "an indent": lambda content: content.replace(b'      "id"', b'       "id"', 1),
    "no line end": lambda content: content[:-1],
    "bytes behind": lambda content: content + b"\n",
    "a record behind": lambda content: content + content,
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "an escape": lambda content: content.replace(b"news/a", b"news\\/a", 1),
    "a letter as a code": lambda content: content.replace(b"news/a", b"\\u006eews/a", 1),
    "a code as a sign": lambda content: content.replace(b"\\u2028", "\u2028".encode(), 1),
    "a sign as a code": lambda content: content.replace("é".encode(), b"\\u00e9", 1),
    "half a character": lambda content: content.replace(b"news/a", b"\\ud800", 1),
    "a number with a fraction": lambda content: content.replace(b'"value": 5.0', b'"value": 5.00', 1),
    "a number with an exponent": lambda content: content.replace(b'"value": 5.0', b'"value": 5e0', 1),
    "a whole number for a fraction": lambda content: content.replace(b'"value": 5.0', b'"value": 5', 1),
    "a number below nothing": lambda content: content.replace(b'"segments": 20', b'"segments": -0', 1),
    "a key twice": lambda content: content.replace(b'"segments"', b'"segments": 1,\n      "segments"', 1),
    "a field twice": lambda content: content.replace(b'  "started"', b'  "run_id": "run",\n  "started"', 1),
    "the documents twice": lambda content: content.replace(
        b'  "started"', b'  "documents": [],\n  "started"', 1
    ),
    "keys in another order": lambda content: content.replace(
        b'      "outcome": "done",\n      "id": "a-01234567-txt",\n',
        b'      "id": "a-01234567-txt",\n      "outcome": "done",\n',
        1,
    ),
    "fields in another order": lambda content: content.replace(
        b'  "run_id": "run",\n  "state": "finished",\n', b'  "state": "finished",\n  "run_id": "run",\n', 1
    ),
    "a comma too many": lambda content: content.replace(b"    },\n    {", b"    },,\n    {", 1),
    "a comma too few": lambda content: content.replace(b"    },\n    {", b"    }\n    {", 1),
    "a comma at the end": lambda content: content.replace(b"    }\n  ],", b"    },\n  ],", 1),
    "another key": lambda content: content.replace(b'"outcome"', b'"result"', 1),
    "a field that is missing": lambda content: content.replace(b'  "run_id": "run",\n', b"", 1),
}


def by_parts(content: bytes) -> bool:
    """Say whether a record is in form, looking at one part at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "FORM_AT_ONCE", 0)
        return is_canonical(content, RunRecord)


@pytest.mark.parametrize("what", CHANGES)
def test_the_form_is_the_same_by_parts_and_as_a_whole(what: str) -> None:
    """Whatever was changed in a record that was written, and whether that is seen or not."""
    changed = CHANGES[what](CONTENT)
    assert (changed != CONTENT) == (what != "nothing")
    whole = is_canonical(changed)
    assert by_parts(changed) == (whole and what != "a field that is missing")  # that is no run's record


@given(
    place=st.integers(0, len(CONTENT) - 1), byte=st.sampled_from(b' \n",{}[]:\\0e.-a\xc3'), way=st.booleans()
)
def test_one_byte_never_makes_them_differ(place: int, byte: int, way: bool) -> None:
    """Put in, or in the place of another: no record of other bytes passes by its parts alone."""
    changed = CONTENT[:place] + bytes([byte]) + CONTENT[place + way :]
    if by_parts(changed):
        assert is_canonical(changed)
    elif is_canonical(changed):
        with pytest.raises(RecordError):
            codec.decode_record(RunRecord, changed, where="x")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a record that counts as large."""
    (tmp_path / "run.json").write_bytes(CONTENT)
    monkeypatch.setattr(limits, "AT_ONCE", len(CONTENT) - 1)
    return tmp_path


def test_a_large_record_says_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fields, its entries in their order, those written by id, and what is counted."""
    large = stored_run.read_stored(folder)
    monkeypatch.setattr(limits, "AT_ONCE", len(CONTENT))
    whole = stored_run.read_stored(folder)
    assert not isinstance(large.documents, tuple)
    assert isinstance(whole.documents, tuple)
    assert tuple(large.documents) == whole.documents == RECORD.documents
    assert large.documents[1:3] == list(RECORD.documents[1:3])
    assert dict(large.written) == whole.written == {entry.id: entry for entry in RECORD.documents[2:]}
    assert list(large.written) == list(whole.written)
    empty: dict[str, object] = {"documents": (), "written": {}}
    assert replace(large, **empty) == replace(whole, **empty)  # type: ignore[arg-type]
    assert whole.record == replace(RECORD, documents=())
    assert (whole.entries_with_files, whole.failed) == (3, 1)
    assert whole.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_what_is_not_in_form_is_told_or_refused(folder: Path) -> None:
    """``look`` tells; ``read``, which does not ask for it, takes none that it could not take as a whole."""
    (folder / "run.json").write_bytes(CHANGES["a comma too few"](CONTENT) + b" " * 10)
    with pytest.raises(RecordError, match="not as depeche writes it"):
        stored_run.read_stored(folder)
    (folder / "run.json").write_bytes(CHANGES["a letter as a code"](CONTENT))
    assert not stored_run.look(folder).is_canonical
    with pytest.raises(RecordError, match="not as depeche writes it"):
        stored_run.read_stored(folder)


def test_a_record_that_is_replaced_is_read_as_it_was(folder: Path) -> None:
    """Until it is asked for again: then the one that stands there is."""
    before = stored_run.read_stored(folder)
    assert stored_run.again(folder, before) is before
    other = folder / "other"
    other.write_bytes(codec.encode_record(replace(RECORD, run_id="other", documents=RECORD.documents[1:])))
    other.replace(folder / "run.json")
    assert tuple(before.documents) == RECORD.documents
    assert stored_run.again(folder, before).record.run_id == "other"
    (folder / "run.json").unlink()
    with pytest.raises(RecordError, match=r"run\.json: cannot be read: No such file"):
        stored_run.again(folder, before)


def test_no_descriptor_is_kept_longer_than_the_entries(folder: Path) -> None:
    """The file is closed with the last of what is read from it."""
    held = Path("/proc/self/fd")
    before = len([*held.iterdir()])
    for _ in range(3):
        assert len(stored_run.read_stored(folder).documents) == len(RECORD.documents)
    assert len([*held.iterdir()]) == before


def test_a_record_larger_than_other_files_may_be_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run of 80,000 documents writes such a one: ``verify``, ``site`` and ``read_run`` must take it."""
    monkeypatch.setattr(limits, "WHOLE", len(CONTENT) // 2)
    assert tuple(stored_run.look(folder).documents) == RECORD.documents
    assert codec.read_record_below(RunRecord, folder, "run.json") == RECORD
    monkeypatch.setattr(limits, "RUN_RECORD", len(CONTENT) - 1)
    with pytest.raises(OSError, match="is larger than"):
        stored_run.look(folder)
    with pytest.raises(RecordError, match=r"run\.json: cannot be read: is larger than"):
        codec.read_record_below(RunRecord, folder, "run.json")
