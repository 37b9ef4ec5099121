"""Measure how lines of plain text are told apart, for docs/measurements/quality.md, section "Lines".

    .venv/bin/python bench/lines.py DATA

DATA holds ``<document>/<language>.txt``, one sentence a line. Each two sentences are a paragraph, and are
filled to widths of 60, 72 and 78: all paragraphs of a document must come out as one block each. Each three
sentences without their last sign are lines, and must come out as three. No sentence is a byline, or has a
dateline.
"""

from __future__ import annotations

import argparse
import textwrap
from collections import Counter
from pathlib import Path

import languages
from pipeline.read.openings.bylines import byline_authors
from pipeline.read.openings.datelines import dateline
from pipeline.read.plain_text import find_blocks

WIDTHS = (60, 72, 78)


def filled(lines: list[str], width: int) -> tuple[int, int]:
    """Return how many filled paragraphs come out as one, and of how many."""
    texts = [
        textwrap.fill(" ".join(lines[at : at + 2]), width, break_long_words=False, break_on_hyphens=False)
        for at in range(1, len(lines) - 1, 2)
    ]
    whole = "\n\n".join(texts)
    found = {whole[block.start : block.end] for block in find_blocks(whole)}
    return sum(text in found or text.lstrip("—– ") in found for text in texts), len(texts)


def apart(lines: list[str]) -> tuple[int, int]:
    """Return how many groups of three lines come out as three blocks, and of how many."""
    groups = [lines[at : at + 3] for at in range(0, len(lines) - 2, 3)]
    texts = ["\n".join(line.rstrip('.!?"”»') for line in group) for group in groups]
    return sum(len(find_blocks(text)) == len(group) for text, group in zip(texts, groups, strict=True)), len(
        texts
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    counts: Counter[str] = Counter()
    for path in sorted(parser.parse_args().data.glob("*/*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        counts["sentences"] += len(lines)
        counts["bylines"] += sum(bool(byline_authors(line)) for line in lines)
        counts["datelines"] += sum(bool(dateline(line)) for line in lines)
        code = path.stem.partition("-")[0]
        if code not in languages.codes() or languages.get(code).separator != " ":
            continue
        for name, (right, number) in [
            *(("filled", filled(lines, width)) for width in WIDTHS),
            ("apart", apart(lines)),
        ]:
            counts[name] += right
            counts[f"{name}, of"] += number
    print(f"paragraphs that were filled: {counts['filled']:,} of {counts['filled, of']:,}")
    print(f"lines by themselves: {counts['apart']:,} of {counts['apart, of']:,}")
    print(
        f"bylines {counts['bylines']}, datelines {counts['datelines']}, in {counts['sentences']:,} sentences"
    )


if __name__ == "__main__":
    main()
