"""See whether words are found well: how far a report's summary in each language is the English one.

    .venv/bin/python bench/summary_agreement.py DATA [--languages nl zh ...]

DATA holds ``<document>/<language>.txt`` and ``<document>/en.txt``, line for line the same. Four methods
choose 4 lines of each document that has 8 or more; what is printed is the share that they choose in
English too.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import languages
from pipeline.core.records import Hints, Segment
from pipeline.summarise import words
from pipeline.summarise.material import Material
from pipeline.summarise.methods.table import order

METHODS = ("lexrank", "textrank", "reduction", "luhn")
CHOSEN = 4
SHORTEST = 8
"""The fewest lines of a document that counts; of fewer nearly all would be chosen."""

Stems: TypeAlias = Sequence[Sequence[str]]


def chosen(method: str, stems: Stems, language: str) -> set[int]:
    """Return the lines that a method chooses."""
    segments = [
        Segment(id=str(i), block=0, start=0, end=0, text="-", language=language) for i in range(len(stems))
    ]
    given = Material(segments=segments, stems=stems, language=language, hints=Hints())
    return set(islice(order(method, given), CHOSEN))


def agreement(data: Path, language: str) -> tuple[float, int]:
    """Return the share of lines chosen in English too, and the number of documents."""
    shares = []
    for path in sorted(data.glob(f"*/{language}.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        english = path.with_name("en.txt").read_text(encoding="utf-8").splitlines()
        own: Stems = [words.stems(line, language) for line in lines]
        theirs: Stems = [words.stems(line, "en") for line in english]
        if len(lines) >= SHORTEST and all(map(any, own)) and all(map(any, theirs)):
            both = (chosen(m, own, language) & chosen(m, theirs, "en") for m in METHODS)
            shares.append(sum(map(len, both)) / len(METHODS) / CHOSEN)
    return (sum(shares) / len(shares) if shares else float("nan")), len(shares)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--languages", nargs="+", default=languages.codes())
    given = parser.parse_args()
    print("| language | documents | chosen in English too |")
    print("|---|---|---|")
    for language in given.languages:
        share, number = agreement(given.data, language)
        if number and language != "en":
            print(f"| {language} | {number} | {share:.2f} |", flush=True)


if __name__ == "__main__":
    main()
