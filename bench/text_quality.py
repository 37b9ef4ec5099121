"""Measure detection on news documents, and print the table of docs/quality.md.

    .venv/bin/python bench/text_quality.py DATA

DATA holds ``<document>/<language>.txt``, one sentence a line; ``pt-BR.txt`` counts as ``pt``.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import languages
from pipeline.detect import LangdetectDetector


def texts(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the language and the lines of every document."""
    for path in sorted(data.glob("*/*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield path.stem.partition("-")[0], lines


def units(kind: str, lines: list[str]) -> list[str]:
    """Return what is given to the detector: sentences, their beginnings, or whole documents."""
    if kind == "documents":
        return ["\n".join(lines)]
    return lines if kind == "sentences" else [line[:30] for line in lines]


def detection(data: Path) -> None:
    """Print coverage and accuracy in the known languages, false accepts in the others, and the speed."""
    detector = LangdetectDetector()
    detector.detect("Bonjour tout le monde, voici une phrase.")  # loads the models
    print("| | n | coverage | accuracy of what is accepted | other languages accepted | a CPU-second |")
    print("|---|---|---|---|---|---|")
    for kind in ("sentences", "first 30 characters", "documents"):
        counts: Counter[str] = Counter()
        started = time.process_time()
        for code, lines in texts(data):
            known = code in languages.codes()
            for unit in units(kind, lines):
                answer = detector.detect(unit).language
                verdict = "und" if answer == "und" else "right" if answer == code else "wrong"
                counts[verdict if known else f"other {verdict}"] += 1
        seconds = time.process_time() - started
        inside = counts["right"] + counts["wrong"] + counts["und"]
        accepted = counts["right"] + counts["wrong"]
        others = counts["other und"] + counts["other wrong"]
        print(
            f"| {kind} | {inside:,} | {accepted / inside:.1%} | {counts['right'] / accepted:.2%} "
            f"| {counts['other wrong']} of {others:,} | {counts.total() / seconds:,.0f} |"
        )


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data: Path = parser.parse_args().data
    detection(data)


if __name__ == "__main__":
    main()
