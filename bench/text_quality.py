"""Measure detection and splitting on news documents, and print the tables of docs/quality.md.

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
from pipeline.split import sentence_spans

CLOSERS = "\"'”“»’)]」』 "
FINAL = ".!?…。！？؟।۔"


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


def splitting(data: Path) -> None:
    """Print how many line ends with a final mark are found, and how many cuts fall inside lines."""
    found: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for code, lines in texts(data):
        if code not in languages.codes():
            continue
        language = languages.get(code)
        ends: dict[int, bool] = {}
        text = ""
        for line in lines:
            text += (language.separator if text else "") + line.strip()
            ends[len(text)] = line.rstrip(CLOSERS)[-1:] in FINAL
        cuts = {end for _, end in sentence_spans(text, language)}
        inner = [end for end in ends if end != len(text)]
        marked[code] += sum(ends[end] for end in inner)
        found[code] += sum(ends[end] and end in cuts for end in inner)
        extra[code] += len(cuts - set(ends))
    print("| language | line ends with a final mark | found | cuts inside lines |")
    print("|---|---|---|---|")
    for code in sorted(marked):
        print(f"| {code} | {marked[code]} | {found[code] / marked[code]:.2%} | {extra[code]} |")
    print(f"| all | {marked.total():,} | {found.total() / marked.total():.2%} | {extra.total()} |")


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data: Path = parser.parse_args().data
    detection(data)
    print()
    splitting(data)


if __name__ == "__main__":
    main()
