"""Measure how encodings are told, and print the table of docs/measurements/quality.md, section "Encodings".

    .venv/bin/python bench/text_encodings.py DATA [--step NUMBER]

DATA holds ``<document>/<language>.txt``, one sentence a line. Each language is written in each encoding of
its file, and in UTF-16 and UTF-32 without a byte order mark: whole documents, lines, and the first three
words of lines. Texts that are the same bytes in UTF-8 are left out, and those that an encoding cannot write.
``--step`` takes every so manieth line.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import languages
from pipeline.core.errors import SourceError
from pipeline.detect.detector import LangdetectDetector
from pipeline.read import encoding

PIECES = ("documents", "lines", "3 words")
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le")
CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
TONES = "\u0300\u0301\u0303\u0309\u0323"


def written(text: str, name: str) -> bytes:
    """Return a text in an encoding, as people write it there. Raises ``UnicodeEncodeError``."""
    if name == "cp1258":
        text = "".join(map(_apart, text))
    if name in ("cp1250", "iso8859-2", "mac-latin2", "cp852"):
        text = text.translate(CEDILLAS)
    return text.encode(name)


def _apart(letter: str) -> str:
    """Return a Vietnamese letter with its tone behind it, where Windows has it so."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in apart if mark in TONES)
        vowel = "".join(mark for mark in apart if mark not in TONES)
        return unicodedata.normalize("NFC", vowel) + tones
    return letter


def pieces(path: Path, step: int) -> Iterator[tuple[str, str]]:
    """Yield the texts of a document, with what they are."""
    lines = path.read_text(encoding="utf-8").splitlines()
    yield "documents", "\n".join(lines)
    for line in lines[::step]:
        yield "lines", line
        words = line.split()
        yield "3 words", " ".join(words[:3]) if len(words) > 3 else line[:12]


def is_told(text: str, name: str, detector: LangdetectDetector) -> bool | None:
    """Return whether a text comes out whole; None where that shows nothing, or it cannot be written."""
    try:
        content = written(text, name)
    except UnicodeEncodeError:
        return None
    if content.isascii() and b"\0" not in content and b"\x1b" not in content and b"~{" not in content:
        return None
    try:
        found = encoding.decode(content, detector, where="bench").text
    except SourceError:
        return False
    return plain(found) == plain(content.decode(name))


def plain(text: str) -> str:
    """Return a text in NFC, commas below as cedillas."""
    return unicodedata.normalize("NFC", text).translate(CEDILLAS)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--step", type=int, default=5)
    given = parser.parse_args()
    detector = LangdetectDetector()
    right: Counter[tuple[str, str]] = Counter()
    number: Counter[tuple[str, str]] = Counter()
    for path in sorted(given.data.glob("*/*.txt")):
        code = path.stem.partition("-")[0]
        if code not in languages.codes():
            continue
        for kind, text in pieces(path, given.step):
            for name in (*languages.get(code).encodings, *WIDE):
                told = is_told(text, name, detector)
                number[name, kind] += told is not None
                right[name, kind] += bool(told)
    print(f"| encoding | {' | '.join(PIECES)} |\n|---|{'---:|' * len(PIECES)}")
    for name in dict.fromkeys(name for name, _ in number):
        cells = (f"{right[name, kind]:,} of {number[name, kind]:,}" for kind in PIECES)
        print(f"| {name} | {' | '.join(cells)} |")
    for kind in PIECES:
        whole = sum(count for (_, each), count in right.items() if each == kind)
        of = sum(count for (_, each), count in number.items() if each == kind)
        print(f"{kind}: {whole:,} of {of:,}, {whole / of:.1%}")


if __name__ == "__main__":
    main()
