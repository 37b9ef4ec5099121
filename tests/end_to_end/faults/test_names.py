"""File names that people and programs come up with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import read_run
from pipeline.core.errors import UsageError, printable
from pipeline.verify.run import verify_run
from tests.end_to_end.faults.conftest import Site

NAMES = {
    "new\nline.txt": "new\\nline.txt",
    "🗞️ 👩\u200d💻.txt": "🗞️ 👩\u200d💻.txt",
    "colour\x1b[31m.txt": "colour\\x1b[31m.txt",
    "caf\udce9.txt": "caf\\xe9.txt",  # not UTF-8, as Python has it
    "turned\u202etxt.exe.txt": "turned\\u202etxt.exe.txt",
    "..two  dots.. & 'quotes' \"$HOME\".txt": "..two  dots.. & 'quotes' \"$HOME\".txt",
    "colon: and, comma.txt": "colon: and, comma.txt",
    "l" * 250 + ".txt": "l" * 250 + ".txt",
}
"""Names, and how messages and records have them."""


def test_odd_names_are_names(site: Site) -> None:
    """Each is done, named in a line of its own that no terminal obeys, and recorded; ``..`` leads upwards."""
    for seed, name in enumerate(NAMES):
        site.write(name, seed=seed, folder="odd")
    ran = site.run(*(f"odd/{name}" for name in NAMES), "news/../odd/../news/0.txt", "--out", "sorti\udce9")
    assert ran.code == 0
    shown = [*(f"odd/{shown}" for shown in NAMES.values()), "news/../odd/../news/0.txt"]
    for line, name in zip(ran.lines, shown, strict=False):
        assert line.startswith(f"done     {name}: "), line
    assert ran.lines[len(shown) :] == [f"{len(shown)} done, 0 skipped, 0 failed"]
    place = Path(str(site.folder), "sorti\udce9", "r")
    assert [document.record.origin for document in read_run(place).documents] == shown
    assert list(verify_run(place)) == []
    json.loads((place / "run.json").read_bytes())
    for folder in (place / "documents").iterdir():
        assert folder.name.isascii()
        assert len(folder.name) <= 70


def test_what_fails_under_an_odd_name_is_named_rightly(site: Site) -> None:
    """The record's origin is the whole name, colons and all, and a line is a line."""
    (site.folder / "bad: a\nb.txt").write_bytes(b"\0\1")
    ran = site.run("no: such\nfile.txt", "bad: a\nb.txt", "news/0.txt")
    assert (ran.code, len(ran.lines)) == (3, 4)
    assert ran.lines[0] == "failed   no: such\\nfile.txt: no such file or folder"
    assert ran.lines[1].startswith("failed   bad: a\\nb.txt: holds NUL bytes")
    entries = json.loads((site.place / "run.json").read_bytes())["documents"]
    assert [entry["origin"] for entry in entries] == ["no: such\\nfile.txt", "bad: a\\nb.txt", "news/0.txt"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x7f\x9b", "a\\x00b\\x7f\\x9b"),
        ("half \ud83d", "half \\ud83d"),
        ("é 日 👍🏽", "é 日 👍🏽"),
    ],
)
def test_what_a_line_must_not_hold_is_escaped(text: str, shown: str) -> None:
    """And letters of any script are left alone; every error's message is such a line."""
    assert printable(text) == shown
    assert UsageError(f"{text}\n\tnext").message == f"{shown} next"
