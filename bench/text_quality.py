"""Measure splitting on news documents, and print its table in docs/quality.md.

    .venv/bin/python bench/text_quality.py DATA

DATA holds ``<document>/<language>.txt``, one sentence a line; ``pt-BR.txt`` counts as ``pt``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import languages
from pipeline.split import sentence_spans

CLOSERS = "\"'”“»’)]」』 "
FINAL = ".!?…。！？؟।۔"


def texts(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the language and the lines of every document."""
    for path in sorted(data.glob("*/*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield path.stem.partition("-")[0], lines


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
    splitting(data)


if __name__ == "__main__":
    main()
