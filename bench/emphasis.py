"""Count marks around the right words in translations by Apertium: tables of docs/measurements/quality.md.

    PYTHONPATH=. .venv/bin/python bench/emphasis.py [DATA]

``tests/gold/emphasis.toml`` has sentences with marked words in five languages, and which words belong between
the marks in each. "before" is where the engine leaves the marks. DATA holds ``<document>/<language>.txt``,
one sentence a line: with it, one word of each fourth sentence is marked, and chrF against people's
translations says what the marks cost, before and after the words that they part are joined.
"""

from __future__ import annotations

import argparse
import random
import re
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from pipeline.core.records import Hop, Item, Segment
from pipeline.run.evaluate import chrf
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.request import Rendering, Request
from pipeline.translate.routes.finder import Routes
from pipeline.translate.translator import Translator
from tests.support.emphasis import LANGUAGES, marked

STEP = 4
"""Of how many sentences one is marked."""


def main() -> None:
    """Print the tables, and what is still wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?")
    data = parser.parse_args().data
    engine = ApertiumEngine()
    routes = Routes([engine])
    translator = Translator([engine], routes)
    hops = [hop for hop in engine.hops() if hop.source in LANGUAGES and hop.target in LANGUAGES]
    print("| pair | marks | right before | right after |\n|---|---:|---:|---:|")
    wrong: list[str] = []
    for hop in hops:
        with patch("pipeline.translate.translator.with_marks_moved", lambda translated, _, __: translated):
            before = list(marked(translator, hop.source, hop.target))
        after = list(marked(translator, hop.source, hop.target))
        right = [sum(is_right for _, is_right in found) for found in (before, after)]
        print(f"| {hop.source} > {hop.target} | {len(after)} | {right[0]} | {right[1]} |")
        wrong += [f"{hop.source} > {hop.target}: {words}" for words, is_right in after if not is_right]
    print("\n" + "\n".join(wrong))
    if data is not None:
        print("\n| pair | sentences | other words | chrF without marks | with, before | after |")
        print("|---|---:|---:|---:|---:|---:|")
        for hop in hops:
            print(joined(translator, hop, data))


def joined(translator: Translator, hop: Hop, data: Path) -> str:
    """Return a pair's row of the second table."""
    folders = sorted(path for path in data.iterdir() if path.is_dir())
    rows = [
        row
        for folder in folders
        for row in zip(
            *((folder / f"{code}.txt").read_text("utf-8").splitlines() for code in (hop.source, hop.target)),
            strict=True,
        )
    ][::STEP]
    references = [reference for _, reference in rows]
    segments = tuple(
        Segment(id=f"b{at}.1", block=at, start=0, end=len(text), text=text, language=hop.source)
        for at, (text, _) in enumerate(rows, 1)
    )
    request = Request(
        target=hop.target, segments=segments, items={each.id: one_mark(each.text) for each in segments}
    )

    def made(one: Request) -> list[str]:
        (answer,) = translator.translate([one])
        if not isinstance(answer, Rendering):
            raise answer
        return [answer.texts[each.id].text for each in segments]

    plain, after = made(replace(request, items={})), made(request)
    with patch("pipeline.translate.translator.with_plain_words", lambda translated, _: translated):
        before = made(request)
    changed = sum(one != other for one, other in zip(before, after, strict=True))
    scores = " | ".join(f"{chrf(texts, references).value:.2f}" for texts in (plain, before, after))
    return f"| {hop.source} > {hop.target} | {len(rows)} | {changed} | {scores} |"


def one_mark(text: str) -> tuple[Item, ...]:
    """Return marks around one word of a text, chosen at random and the same at every run."""
    words = list(re.finditer(r"(?<![\w'’-])[^\W\d_]{4,}(?![\w'’-])", text))
    if not words:
        return ()
    word = random.Random(text).choice(words)  # noqa: S311
    start, end = word.span()
    return (
        Item(kind="open", start=start, end=start, pair=0, replacement="**", droppable=True),
        Item(kind="close", start=end, end=end, pair=0, replacement="**", droppable=True),
    )


if __name__ == "__main__":
    main()
