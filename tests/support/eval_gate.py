"""Scores the sentence splitter on the project's own sentences, and keeps floors that it must not fall under.

    .venv/bin/python -m tests.support.eval_gate                          # print the scores
    .venv/bin/python -m tests.support.eval_gate --write                  # raise the floors to them
    .venv/bin/python -m tests.support.eval_gate --write --allow-lower    # lower them too: the commit says why

``tests/gold/sentences/<language>.txt`` has one sentence a line and an empty line between paragraphs. Lines of
a paragraph are joined with the language's separator and split again; the end of a paragraph is given, so it
does not count. The floors stand in ``tests/gold/sentences.toml`` together with a digest of the sentences, so
that neither can change without the other being looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import languages
from pipeline.split.splitter import sentence_spans

GOLD = Path(__file__).parents[1] / "gold" / "sentences"
FLOORS = GOLD.with_suffix(".toml")


class LowerFloorError(Exception):
    """A floor would be lowered, and nobody said that it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What is pinned."""

    digest: str
    """SHA-256 of all files with sentences, their names included."""
    f1: dict[str, float]
    """By language: harmonic mean of precision and recall of the boundaries, 0 to 100."""


def paragraphs(code: str) -> Iterator[list[str]]:
    """Yield the paragraphs of a language's file, each a list of its sentences."""
    for block in (GOLD / f"{code}.txt").read_text(encoding="utf-8").split("\n\n"):
        yield block.strip().split("\n")


def f1(code: str) -> float:
    """Return the score of a language, rounded down to two digits."""
    language = languages.get(code)
    right = total = 0
    for sentences in paragraphs(code):
        text, ends = "", set()
        for sentence in sentences:
            text += (language.separator if text else "") + sentence
            ends.add(len(text))
        found = {end for _, end in sentence_spans(text, language)}
        right += 2 * (len(found & ends) - 1)
        total += len(found) + len(ends) - 2
    return right * 10_000 // total / 100


def measure() -> Floors:
    """Return the digest and the scores as they are now."""
    digest = hashlib.sha256()
    scores = {}
    for path in sorted(GOLD.glob("*.txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        scores[path.stem] = f1(path.stem)
    return Floors(digest=digest.hexdigest(), f1=scores)


def read(path: Path = FLOORS) -> Floors:
    """Return what is pinned in ``path``; nothing where there is no such file."""
    if not path.exists():
        return Floors(digest="", f1={})
    return Floors(**tomllib.loads(path.read_text(encoding="utf-8")))


def write(now: Floors, path: Path = FLOORS, *, allow_lower: bool = False) -> None:
    """Pin ``now``. Raises ``LowerFloorError`` where a floor falls or goes without ``allow_lower``."""
    lower = [code for code, floor in read(path).f1.items() if now.f1.get(code, -1) < floor]
    if lower and not allow_lower:
        raise LowerFloorError(f"would lower the floors of {' '.join(lower)}; --allow-lower does")
    scores = "\n".join(f"{code} = {score:.2f}" for code, score in now.f1.items())
    path.write_text(f'digest = "{now.digest}"\n\n[f1]\n{scores}\n', encoding="utf-8")


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    options = parser.parse_args()
    now = measure()
    for code, score in now.f1.items():
        sys.stdout.write(f"{code} {score:.2f}\n")
    if options.write:
        try:
            write(now, allow_lower=options.allow_lower)
        except LowerFloorError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
