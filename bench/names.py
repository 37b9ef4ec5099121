"""Count the names, dates and acronyms that rules get right, without protection and with it.

    .venv/bin/python bench/names.py DATA [--first 21] [--last 41] [--pairs en-es,fr-ca]

DATA holds ``<document>/<language>.txt``, one sentence a line, the same sentences in every language. What the
reference has decides. A name is a word with a capital inside a sentence that the source and the reference
have in the same letters. A date is a month that both have, with its day. An acronym is one that both have,
with full stops or without. Each is right if the translation has it too.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sacrebleu
from protect import translated

from pipeline.check.numbers.dates import months
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from pipeline.translate.protect.protection import Protection

_NAME = re.compile(r"(?<=[\w,;] )[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:-[^\W\d_]+)*")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b|\b(?:[A-Z]\.){2,}")
_KINDS = ("names", "dates", "acronyms")


@dataclass(slots=True)
class Counts:
    """What was right, of how much, and the translations."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)


def names(text: str) -> Counter[str]:
    """Return the words with a capital inside a sentence."""
    return Counter(word for word in _NAME.findall(text) if not word.isupper())


def acronyms(text: str) -> Counter[str]:
    """Return the acronyms, without full stops."""
    return Counter(word.replace(".", "") for word in _ACRONYM.findall(text))


def dates(text: str, language: str) -> Counter[str]:
    """Return the months, each with its day."""
    return Counter(f"{min(one.keys)} {one.day}" for one in months(text, language))


def count(
    pair: tuple[str, str], sources: Iterable[str], references: Iterable[str], answers: Sequence[str]
) -> Counts:
    """Count what is right in answers."""
    counts = Counts(texts=list(answers))
    for source, reference, answer in zip(sources, references, answers, strict=True):
        letters = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", answer)
        found = {
            "names": (names(source) & Counter(re.findall(r"[\w-]+", reference)), Counter(letters)),
            "dates": (dates(source, pair[0]) & dates(reference, pair[1]), dates(answer, pair[1])),
            "acronyms": (acronyms(source) & acronyms(reference), acronyms(answer)),
        }
        for kind, (wanted, there) in found.items():
            counts.total[kind] += wanted.total()
            counts.right[kind] += (wanted & there).total()
    return counts


def row(pair: tuple[str, str], sides: Sequence[Counts], references: Sequence[str]) -> str:
    """Return a row of the table."""
    before, after = sides
    changed = sum(one != other for one, other in zip(before.texts, after.texts, strict=True))
    cells = [f"{before.right[kind]} / {after.right[kind]} of {before.total[kind]}" for kind in _KINDS]
    scores = [sacrebleu.corpus_chrf(side.texts, [list(references)]).score for side in sides]
    return (
        f"| {pair[0]}>{pair[1]} | {changed} | {' | '.join(cells)} | {scores[0]:.2f} | {scores[1]:.2f} "
        f"| {scores[1] - scores[0]:+.2f} |"
    )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=1000)
    parser.add_argument("--pairs", default="")
    given = parser.parse_args()
    engine = ApertiumEngine()
    wanted = given.pairs.split(",") if given.pairs else []
    folders = sorted(path for path in given.data.iterdir() if path.is_dir())[given.first - 1 : given.last]
    print("| | sentences changed | names | dates | acronyms | chrF before | after | |")
    print("|---|---|---|---|---|---|---|---|")
    for hop in engine.hops():
        pair = hop.source, hop.target
        if wanted and "-".join(pair) not in wanted:
            continue
        sources, references = (
            [(folder / f"{code}.txt").read_text().splitlines() for folder in folders] for code in pair
        )
        flat = [line for lines in references for line in lines]
        asked = [line for lines in sources for line in lines]
        sides = [
            count(
                pair,
                asked,
                flat,
                [answer.text for answer in translated(engine, sources, pair, Protection(words=words))],
            )
            for words in (False, True)
        ]
        print(row(pair, sides, flat), flush=True)


if __name__ == "__main__":
    main()
