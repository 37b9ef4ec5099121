"""Measure what summaries repeat and how far into a report they go, for docs/measurements/summaries.md.

    .venv/bin/python bench/summary_spread.py DATA [--sentences 5] [--languages en fr de es zh ru ar]

DATA holds ``<document>/<language>.txt``, one sentence a line. Of each summary: the largest share of its
stems that a sentence has in common with another one, of the shorter of the two, and the place of the last
sentence, from 0 to 1.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from pipeline.core.records import LanguageCode, Length, Segment
from pipeline.summarise import Extractor, words

_REPEATED = 0.5
_SIXTH = 6


def main() -> None:
    """Print a row for each language and method."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--sentences", type=int, default=5)
    parser.add_argument("--languages", nargs="+", default=["en", "fr", "de", "es", "zh", "ru", "ar"])
    parser.add_argument("--methods", nargs="+", default=["news", "lead", "lexrank", "textrank"])
    given = parser.parse_args()
    print("| method | summaries | redundancy, mean | over a half | last sentence, mean | beyond the sixth |")
    print("|---|---:|---:|---:|---:|---:|")
    for method in given.methods:
        found = [
            looked_at(lines, method, language, given.sentences)
            for language in given.languages
            for path in sorted(given.data.glob(f"*/{language}.txt"))
            if len(lines := [line for line in path.read_text("utf-8").splitlines() if line]) > given.sentences
        ]
        number = len(found)
        repeated = sum(shared > _REPEATED for shared, _, _ in found)
        beyond = sum(last >= _SIXTH for _, last, _ in found)
        redundancy = sum(shared for shared, _, _ in found) / number
        place = sum(last / (size - 1) for _, last, size in found) / number
        print(
            f"| {method} | {number} | {redundancy:.2f} | {repeated / number:.0%} | {place:.2f}"
            f" | {beyond / number:.0%} |"
        )


def looked_at(
    lines: Sequence[str], method: str, language: LanguageCode, sentences: int
) -> tuple[float, int, int]:
    """Return the redundancy of a summary, the place of its last sentence, and the number of sentences."""
    segments = tuple(
        Segment(id=f"b{at}.1", block=at, start=0, end=0, text=line, language=language)
        for at, line in enumerate(lines, 1)
    )
    length = Length(unit="sentences", value=sentences)
    ids = set(Extractor(method).select(segments, length, language=language))
    places = [at for at, segment in enumerate(segments) if segment.id in ids]
    stems = [{stem for stem in words.stems(lines[at], language) if stem} for at in places]
    shared = (len(one & other) / max(1, min(len(one), len(other))) for one, other in combinations(stems, 2))
    return max(shared, default=0.0), max(places, default=0), len(lines)


if __name__ == "__main__":
    main()
