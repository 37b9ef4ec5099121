"""Names of files in records: one line each, and each the name of one file."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.text.file_names import escaped_name, real_name
from pipeline.core.text.invisible import IN_A_LINE

NAMES = st.binary(min_size=1, max_size=30).map(os.fsdecode) | st.text(
    st.sampled_from("a\\nxu0fé\n\r\t\x1b\x7f\x80\x9f\u2028\u202e\u2066\udc80\udcff日"),
    min_size=1,
    max_size=30,
)


@given(NAMES)
def test_a_name_comes_back_from_its_line(name: str) -> None:
    """So that the file can be found again by what a record says."""
    assert real_name(escaped_name(name)) == name


@given(NAMES)
def test_a_line_holds_nothing_that_a_line_must_not(name: str) -> None:
    """Whatever the name holds, neither a terminal nor a reader of lines meets it."""
    assert not IN_A_LINE.search(escaped_name(name))


@given(NAMES, NAMES)
def test_two_names_have_two_lines(one: str, other: str) -> None:
    """A line end and a backslash before an n are no longer the same."""
    assert (escaped_name(one) == escaped_name(other)) == (one == other)


def test_a_plain_name_is_left_as_it_is() -> None:
    """In whichever script."""
    for name in ("a b.txt", "Été à Mâcon.md", "ÿ", "日本語.txt", "خبر.txt"):
        assert escaped_name(name) == name
