"""Time Apertium's programs alive between documents, and started for each: a table of performance.md.

    .venv/bin/python bench/apertium.py DOCUMENTS [--against DEPECHE] [--repeat 3]

DOCUMENTS holds ``<document>/<language>.txt``, one sentence a line. Stages: every document of a pair goes
through the engine, both ways in turn in this process, with two threads; the proof and the start are in the
time of those alive. Whole runs: ``depeche run`` over all documents, each a process of its own, against
the ``depeche`` of another checkout that ``--against`` names, in turn: the first with an empty cache, then
with what that one left there. The median of the repetitions counts. CPU seconds are those of all processes.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from machine import this_machine

from pipeline.core.processes.exchange import Patience
from pipeline.translate.engines.apertium import modes, stream
from pipeline.translate.engines.apertium.documents import translate_alone
from pipeline.translate.engines.apertium.engine import ApertiumEngine

PAIRS = (("fr", "ca"), ("ca", "es"), ("es", "ca"), ("en", "es"))
ROUTES = (*PAIRS, ("fr", "ca", "es"))
"""What the stages are timed on: each pair, and one route of two."""
RUNS = (("fr", "es"), ("en", "es"))
"""Whole runs; French to Spanish goes by Catalan."""
THREADS = 2
PATIENCE = Patience(stall_seconds=600, total_seconds=600, output_bytes=10**9)


@dataclass(slots=True)
class Cost:
    """What something took, in seconds."""

    cpu: float = 0
    wall: float = 0


@contextmanager
def measured() -> Iterator[Cost]:
    """Yield the cost of the block, which is filled in at its end."""
    cost = Cost(-_cpu(), -time.perf_counter())
    yield cost
    cost.cpu += _cpu()
    cost.wall += time.perf_counter()


def documents(folder: Path, language: str) -> list[list[str]]:
    """Return the sentences of the documents in a language."""
    paths = sorted(folder.glob(f"*/{language}.txt"))
    return [[line for line in path.read_text().splitlines() if line.strip()] for path in paths]


def stages(asked: Sequence[Sequence[str]], route: Sequence[str]) -> tuple[Cost, Cost]:
    """Return the costs of one route over documents, alone and alive. Each pair gets what the one before gave.

    Raises ``SystemExit`` if the answers differ.
    """
    pairs = list(pairwise(route))
    chains = modes.find_modes(Path("/usr/share/apertium"))
    read = [modes.read_mode(chains[pair], Path("/usr/bin")) for pair in pairs]

    def alone_by_all(texts: Sequence[str]) -> list[str]:
        answers = list(texts)
        for mode in read:
            answers = translate_alone(mode, [*map(stream.clean_text, answers)], PATIENCE)
        return answers

    with measured() as alone:
        expected = _all_by(alone_by_all, asked)
    with measured() as alive, tempfile.TemporaryDirectory() as proofs:
        engine = ApertiumEngine(proofs=Path(proofs))

        def alive_by_all(texts: Sequence[str]) -> list[str]:
            answers = list(texts)
            for pair in pairs:
                answers = [one.text for one in engine.translate(answers, *pair)]
            return answers

        found = _all_by(alive_by_all, asked)
        engine.close()
    if found != expected:
        sys.exit(f"{' > '.join(route)}: other answers")
    return alone, alive


def _all_by(one: Callable[[Sequence[str]], list[str]], asked: Sequence[Sequence[str]]) -> list[list[str]]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, asked))


def whole_run(depeche: Path, folder: Path, source: str, target: str, cache: Path) -> Cost:
    """Return the cost of a run over the documents into an empty folder. ``cache`` is the user's cache."""
    with tempfile.TemporaryDirectory() as place:
        news = Path(place, "news")
        news.mkdir()
        for path in sorted(folder.glob(f"*/{source}.txt")):
            shutil.copy(path, news / f"{path.parent.name}.txt")
        command = [str(depeche), "run", str(news), "--to", target, "--engine", "apertium", "--out", place]
        environment = os.environ | {"XDG_CACHE_HOME": str(cache), "HOME": place}
        with measured() as cost:
            subprocess.run(command, env=environment, cwd=place, capture_output=True, check=True)
        return cost


def runs(against: Path, folder: Path, cache: Path, source: str, target: str) -> tuple[Cost, Cost]:
    """Return the costs of a whole run by another ``depeche`` and by this one, with a cache each."""
    own = Path(sys.executable).with_name("depeche")
    return (
        whole_run(against, folder, source, target, cache / "against"),
        whole_run(own, folder, source, target, cache / "own"),
    )


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    print(f"{this_machine()}\n")
    print("| | alone: CPU-s | wall | alive: CPU-s | wall | CPU less | wall less |")
    print("|---|---|---|---|---|---|---|")
    for route in ROUTES:
        _row(
            f"stages {' > '.join(route)}",
            partial(stages, documents(given.documents, route[0]), route),
            given.repeat,
        )
    if given.against:
        with tempfile.TemporaryDirectory() as cache:
            for pair in RUNS:
                both = partial(runs, given.against, given.documents, Path(cache), *pair)
                _row(f"whole run {' > '.join(pair)}, first", both, 1)
                _row(f"whole run {' > '.join(pair)}, later", both, given.repeat)
    print(f"\n{len(PAIRS)} pairs alive: {memory(given.documents):.0f} MiB")


def memory(folder: Path) -> float:
    """Return the main memory, in MiB, of the programs of all pairs alive at the same time."""
    engine = ApertiumEngine()
    for source, target in PAIRS:
        for texts in documents(folder, source)[:8]:
            engine.translate(texts, source, target)
    found = engine.memory() / 2**20
    engine.close()
    return found


def _row(name: str, both: Callable[[], tuple[Cost, Cost]], repeat: int) -> None:
    rounds = [both() for _ in range(repeat)]
    before, after = (
        Cost(*(statistics.median(getattr(costs[at], part) for costs in rounds) for part in ("cpu", "wall")))
        for at in (0, 1)
    )
    print(
        f"| {name} | {before.cpu:.1f} | {before.wall:.1f} | {after.cpu:.1f} | {after.wall:.1f} "
        f"| {before.cpu / after.cpu:.1f} | {before.wall / after.wall:.1f} |",
        flush=True,
    )


def _cpu() -> float:
    return sum(
        sum(resource.getrusage(whose)[:2]) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


if __name__ == "__main__":
    main()
