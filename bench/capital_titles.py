"""Measure titles in capitals through Apertium: a table of docs/measurements/quality.md.

    PYTHONPATH=. .venv/bin/python bench/capital_titles.py DATA

DATA holds ``<document>/<language>.txt``, one sentence a line. The first line of each document is written in
capitals, and translated with the seven lines behind it; chrF against people's titles in capitals.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from unittest.mock import patch

from pipeline.core.records import Hop, Segment
from pipeline.core.text.case import raised
from pipeline.run.evaluate import chrf
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator

LINES = 8
"""Lines of a document that are translated, the title among them."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    folders = sorted(path for path in parser.parse_args().data.iterdir() if path.is_dir())
    engine = ApertiumEngine()
    translator = Translator([engine], Routes([engine]))
    print("| pair | titles | as it comes | all in capitals | sent in small letters |")
    print("|---|---:|---:|---:|---:|")
    for hop in engine.hops():
        if all((folders[0] / f"{code}.txt").is_file() for code in (hop.source, hop.target)):
            print(row(translator, hop, folders))


def row(translator: Translator, hop: Hop, folders: list[Path]) -> str:
    """Return a pair's row."""

    def lines(folder: Path, code: str) -> list[str]:
        return (folder / f"{code}.txt").read_text("utf-8").splitlines()[:LINES]

    references = [raised(lines(folder, hop.target)[0], hop.target) for folder in folders]
    requests = [
        Request(target=hop.target, segments=segments(lines(each, hop.source), hop)) for each in folders
    ]

    def titles() -> list[str]:
        answers = translator.translate(requests)
        return [answer.texts["b1.1"].text for answer in answers if isinstance(answer, Rendering)]

    after = titles()
    with patch("pipeline.translate.translator.is_capital_title", lambda _: False):
        before = titles()
    made = (before, [raised(title, hop.target) for title in before], after)
    scores = " | ".join(f"{chrf(each, references).value:.2f}" for each in made)
    return f"| {hop.source} > {hop.target} | {len(references)} | {scores} |"


def segments(texts: list[str], hop: Hop) -> tuple[Segment, ...]:
    """Return lines as segments, the first in capitals."""
    title, *rest = texts
    return tuple(
        Segment(id=f"b{at}.1", block=at, start=0, end=len(text), text=text, language=hop.source)
        for at, text in enumerate((raised(title, hop.source), *rest), 1)
    )


if __name__ == "__main__":
    main()
