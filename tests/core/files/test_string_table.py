"""Strings by number, found where they lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.files import string_table
from pipeline.core.files.string_table import StringTable, string_parts

strings = st.lists(st.text(st.characters(), max_size=5), unique=True, max_size=60)


def table(content: list[str]) -> StringTable:
    """Return a table of these strings."""
    return StringTable("a", {name: memoryview(part) for name, part in string_parts("a", content).items()})


@given(content=strings, others=strings)
def test_each_string_has_its_number(content: list[str], others: list[str]) -> None:
    """In the order that they came in, lone surrogates among them; what is not there has none."""
    found = table(content)
    assert len(found) == len(content)
    assert [found.find(string) for string in content] == list(range(len(content)))
    assert {found.find(string) for string in others if string not in content} <= {-1}


def test_strings_with_the_same_checksum_are_told_apart() -> None:
    """They share a slot, and the next one is taken."""
    same = ["plumless", "buckeroo"]  # a known collision of CRC-32
    assert [table(same).find(string) for string in same] == [0, 1]
    assert table(same[:1]).find(same[1]) == -1


@pytest.mark.parametrize("last", [1, 3, 1_000])
def test_slots_go_on_at_the_beginning(last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all strings want one of the last few slots, most find theirs from the first slot on."""
    monkeypatch.setattr(string_table, "crc32", lambda content: 2**32 - 1 - len(content) % last)
    content = ["a" * length for length in range(40)]
    found = table(content)
    assert [found.find(string) for string in content] == list(range(40))
    assert found.find("b" * 7) == -1
