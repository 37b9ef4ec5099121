"""Compare Apertium's programs alive between documents with programs started for each, for every pair.

    make alive
    .venv/bin/python -m tests.campaigns.alive.campaign [--documents FOLDER] [--data FOLDER] [--programs ...]

Every document of ``--documents`` (``<document>/<language>.txt``, one sentence a line) is translated alone.
Then an engine that keeps programs alive gets all of them, four at a time, in this order and, with the same
programs, in a random one. An answer that differs, or a pair of which nothing stays alive, is named, and the
exit code is 1. ``--data`` holds ``modes/``, and ``--programs`` the programs, by default those of Debian.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.core.errors import EngineError
from pipeline.core.records import Hop
from pipeline.translate.engines.apertium.engine import ApertiumEngine

NEWS = Path(__file__).parents[4] / "shared" / "data" / "ntrex-dev"
SIDE_BY_SIDE = 4

Answers = list[list[str] | str]
"""The answers to each document, or the message if it failed."""


def main() -> int:
    """Compare all pairs, and print a line for each. Returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=Path, default=NEWS)
    parser.add_argument("--data", type=Path, default=Path("/usr/share/apertium"))
    parser.add_argument("--programs", type=Path, default=Path("/usr/bin"))
    given = parser.parse_args()
    hops = ApertiumEngine(programs=given.programs, data=given.data).hops()
    _say("| pair | documents | segments | other answers | seconds alone | alive |\n|---|---|---|---|---|---|")
    good = True
    for hop in hops:
        documents = _documents(given.documents, hop.source)
        if documents:
            good &= _compare(hop, documents, given.programs, given.data)
        else:
            _say(f"| {hop.source} > {hop.target} | 0 | | | | |")
    return 0 if hops and good else 1


def _documents(folder: Path, language: str) -> list[list[str]]:
    paths = sorted(folder.glob(f"*/{language}.txt"))
    return [[line for line in path.read_text().splitlines() if line.strip()] for path in paths]


def _compare(hop: Hop, documents: Sequence[Sequence[str]], programs: Path, data: Path) -> bool:
    order = list(range(len(documents)))
    random.Random(1).shuffle(order)
    start = time.monotonic()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        alone: Answers = list(pool.map(lambda texts: _alone(hop, texts, programs, data), documents))
    between = time.monotonic()
    with tempfile.TemporaryDirectory() as proofs:
        engine = ApertiumEngine(programs=programs, data=data, proofs=Path(proofs))
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            alive: Answers = list(pool.map(lambda texts: _translated(engine, hop, texts), documents))
            end = time.monotonic()
            shuffled = list(pool.map(lambda at: _translated(engine, hop, documents[at]), order))
        notes = [note for note in engine.notes() if note.startswith(f"apertium {hop.source}>{hop.target}:")]
        engine.close()
    differ = sum(a != b for a, b in zip(alone, alive, strict=True))
    differ += sum(alone[at] != b for at, b in zip(order, shuffled, strict=True))
    segments = sum(map(len, documents))
    _say(
        f"| {hop.source} > {hop.target} | {len(documents)} | {segments} | {differ} "
        f"| {between - start:.1f} | {end - between:.1f} |",
        *notes,
    )
    return not differ and not notes


def _alone(hop: Hop, texts: Sequence[str], programs: Path, data: Path) -> list[str] | str:
    """Return the answers of an engine that has answered nothing before."""
    return _translated(ApertiumEngine(programs=programs, data=data), hop, texts)


def _translated(engine: ApertiumEngine, hop: Hop, texts: Sequence[str]) -> list[str] | str:
    try:
        return [answer.text for answer in engine.translate(texts, hop.source, hop.target)]
    except EngineError as error:
        return error.message


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
