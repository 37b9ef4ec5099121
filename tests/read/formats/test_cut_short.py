"""Sources that end before their format says that they may."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.read.remarks import reading_remarks
from tests.read.formats.test_office import read

_CUE = "00:00:01.000 --> 00:00:03.000\nThe bridge is closed.\n\n"
_MAIL = "Subject: Bridge\nContent-Type: multipart/mixed; boundary=xyz\n\n"
_PART = "--xyz\nContent-Type: text/plain\n\nThe bridge is closed.\n"


@pytest.mark.parametrize(
    ("name", "whole", "rest"),
    [
        *(
            ("a.vtt", f"WEBVTT\n\n{_CUE}", rest)
            for rest in ("00:00:04.0", "00:00:04.000 --", "00:00:04.000 --> 00:0", "00:04.000 -->")
        ),
        ("a.srt", f"1\n{_CUE}".replace(".0", ",0"), "2\n00:00:04,000 --> 00"),
        ("a.rtf", "{\\rtf1 The bridge is closed.\\par}\n", "cut"),
        ("a.eml", f"{_MAIL}{_PART}--xyz--\n", "cut"),
        ("b.eml", f"{_MAIL}{_PART}--xyz--\n", "none"),
    ],
)
def test_a_source_that_is_cut_short_says_so(tmp_path: Path, name: str, whole: str, rest: str) -> None:
    """A line says that words may be missing; the rest of a time is no words. Whole sources say nothing."""
    cut = {
        "a.rtf": whole.replace("}\n", ""),
        "a.eml": f"{_MAIL}{_PART}",
        "b.eml": f"{_MAIL}The bridge is closed.\n",
    }.get(name, whole + rest)
    document = read(tmp_path, name, whole.encode())
    assert list(reading_remarks(document)) == []
    short = read(tmp_path, name, cut.encode())
    assert short.text == document.text
    (said,) = reading_remarks(short)
    assert said.startswith("ends too early, at byte ")
