"""Compare ``cg-proc`` alive with ``cg-proc`` started for each document, for every grammar of constraints.

    .venv/bin/python -m tests.campaigns.alive.grammars [--rounds 20] [--documents FOLDER] [--data FOLDER] ...

``cg-proc`` remembers for some sentences which readings are in which set, and what it remembers is right for
some grammars only. So each grammar is proven by itself: in every round all sentences are dealt into other
documents, in another order. The output is ``grammars.toml`` of those without a difference; the others are
named in comments.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath

from pipeline.core.processes.exchange import Patience
from pipeline.core.processes.program_chain import ProgramChain
from pipeline.translate.engines.apertium import modes, stream
from pipeline.translate.engines.apertium.engine import ApertiumEngine
from tests.campaigns.alive.campaign import NEWS

PATIENCE = Patience(stall_seconds=600, total_seconds=3_600, output_bytes=10**9)
SENTENCES = 33
"""Sentences of a document."""


def main() -> None:
    """Try all grammars."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=Path, default=NEWS)
    parser.add_argument("--data", type=Path, default=Path("/usr/share/apertium"))
    parser.add_argument("--programs", type=Path, default=Path("/usr/bin"))
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    seen: set[str] = set()
    engine = ApertiumEngine(programs=given.programs, data=given.data)
    for source, target in [(hop.source, hop.target) for hop in engine.hops()]:
        mode = modes.read_mode(modes.find_modes(given.data)[source, target], given.programs)
        for at, command in enumerate(mode.commands):
            if PurePath(command[0]).name != "cg-proc":
                continue
            grammar = Path(command[-1])
            digest = hashlib.sha256(grammar.read_bytes()).hexdigest()
            sentences = [
                text
                for file in sorted(given.documents.glob(f"*/{source}.txt"))
                for line in file.read_text().splitlines()
                if (text := stream.clean_text(line))
            ]
            if digest in seen or not sentences:
                continue
            seen.add(digest)
            differ = _differences(mode.commands[:at], command, sentences, given.rounds)
            tried = f"{len(sentences) * given.rounds:,} sentences of {source}, {differ} other answers"
            say = "# " if differ else ""
            sys.stdout.write(
                f"# {grammar.name}: {tried}\n{say}{digest!r} = {grammar.name!r}\n".replace("'", '"')
            )
            sys.stdout.flush()


def _differences(
    before: Sequence[Sequence[str]], command: Sequence[str], sentences: Sequence[str], rounds: int
) -> int:
    """Return how many sentences get another answer from a live ``cg-proc``."""
    differ = 0
    dealt = list(sentences)
    with ProgramChain([command], name="cg-proc") as live:
        for number in range(rounds):
            random.Random(number).shuffle(dealt)
            for start in range(0, len(dealt), SENTENCES):
                texts = dealt[start : start + SENTENCES]
                payload = _fresh(before, stream.encode_stream(texts), len(texts))
                alone = _fresh([command], payload, len(texts)).split(b"\0")
                alive = live.ask(payload, len(texts), PATIENCE).split(b"\0")
                differ += sum(one != other for one, other in zip(alone, alive, strict=True))
    return differ


def _fresh(commands: Sequence[Sequence[str]], payload: bytes, answers: int) -> bytes:
    with ProgramChain(commands, name="the programs") as chain:
        return stream.first_answers(chain.converse(payload, PATIENCE), answers)


if __name__ == "__main__":
    main()
