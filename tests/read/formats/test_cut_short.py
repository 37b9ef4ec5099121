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


@pytest.mark.parametrize(
    "times",
    [
        "00:00:0x,000 --> 00:00:05,000",
        "00:00:04,000 --> 00:00:O5,000",
        "00:00:04,000 -->",
        "--> 00:00:05,000",
        "00:00:04,000 00:00:05,000",
        "00:00:04,000 == 00:00:05,000",
        "00;00;04;000 --> 00;00;05;000",
        "00:00:04,000-->0O:0O:O5,000",
    ],
)
@pytest.mark.parametrize(("name", "head"), [("a.srt", ""), ("a.vtt", "WEBVTT\n\n")])
def test_a_subtitle_whose_times_are_damaged_stays_one_and_is_said(
    tmp_path: Path, name: str, head: str, times: str
) -> None:
    """Its number and times are no words of the one before, and its own words are read."""
    rows = [("00:00:01,000 --> 00:00:03,000", "The port is closed."), (times, "Nobody was hurt.")]
    rows.append(("00:00:05,500 --> 00:00:07,000", "Ferries wait."))
    cues = [f"{number}\n{time}\n{said}\n" for number, (time, said) in enumerate(rows, 1)]
    content = head + "\n".join(cues).replace(",", "." if head else ",")
    document = read(tmp_path, name, content.encode())
    assert document.text.strip().split("\n\n") == [said for _, said in rows]
    (said,) = reading_remarks(document)
    at = content.index("2\n") + 2
    assert said.startswith(f"has 1 subtitle whose times cannot be read, the first at byte {at};")


def test_hours_among_words_are_no_times(tmp_path: Path) -> None:
    """Also with an arrow between."""
    words = "Trains:\n10:30 -> 11:00\n7.30 --> 8.15 on Sundays"
    document = read(tmp_path, "a.srt", f"1\n00:00:01,000 --> 00:00:03,000\n{words}\n".encode())
    assert document.text.strip() == " ".join(words.split())
    assert list(reading_remarks(document)) == []
