"""Time a run over many short documents: the first time, again unchanged, and anew from the memory.

    .venv/bin/python bench/rerun.py [--documents 1000] [--engine argos]

The documents are made of the phrasebook that the test models were trained on, with a seed; ``argos`` uses
these models, ``apertium`` the installed pairs. Every run is a process of its own, started as a user would, so
that the times include the start of Python. The unchanged run must take less than 3 s for 1,000 documents.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.packages import install_file

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures" / "argos"
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The measurements of one run."""

    name: str
    wall: float
    """Wall time in seconds."""
    cpu: float
    """CPU time in seconds, user and system, of all the run's processes."""
    said: str
    """The run's own count."""


def make_documents(folder: Path, count: int) -> None:
    """Write ``count`` documents, each with its own title and two paragraphs of four sentences."""
    with (FIXTURES / "phrasebook.toml").open("rb") as file:
        stories = tomllib.load(file)["story"]
    sentences = [row["fr"] for story in stories for row in story["sentence"]]
    choice = random.Random(SEED)  # noqa: S311 - no secret
    folder.mkdir()
    for number in range(count):
        body = choice.sample(sentences, 8)
        text = f"Dépêche numéro {number}\n\n{' '.join(body[:4])}\n\n{' '.join(body[4:])}\n"
        (folder / f"{number:05}.txt").write_text(text)


def measure(name: str, arguments: list[str], folder: Path) -> Measured:
    """Time ``depeche run`` with these arguments."""
    command = [str(Path(sys.executable).with_name("depeche")), "run", "news", "--to", "es", *arguments]
    before, start = _children(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    wall = time.perf_counter() - start
    said = next(line for line in done.stderr.splitlines() if " done, " in line)
    return Measured(name=name, wall=wall, cpu=_children() - before, said=said)


@contextmanager
def prepared(documents: int) -> Iterator[Path]:
    """Yield a folder with documents in ``news`` and the models of the tests in ``packages``."""
    with tempfile.TemporaryDirectory() as name:
        for model in sorted(FIXTURES.glob("*.argosmodel")):
            install_file(model, Path(name, "packages"))
        make_documents(Path(name, "news"), documents)
        yield Path(name)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--engine", choices=("argos", "apertium"), default="argos")
    options = parser.parse_args()
    with prepared(options.documents) as folder:
        common = ["--engine", options.engine, "--packages", "packages"]
        rows = [
            measure("first run", [*common, "--run-id", "a"], folder),
            *(measure(f"unchanged, {turn}", [*common, "--run-id", "a"], folder) for turn in (1, 2, 3)),
            measure("anew, from the memory", [*common, "--run-id", "b"], folder),
            measure("anew, without a memory", [*common, "--run-id", "c", "--memory", "off"], folder),
        ]
        size = (folder / "outputs" / ".memory.sqlite").stat().st_size / 2**20
    print(f"{options.documents} documents, {options.engine}, {os.cpu_count()} cores, {platform.machine()}")
    print(f"memory afterwards: {size:.1f} MiB\n")
    print("| run | wall s | CPU s | |\n|---|---:|---:|---|")
    for row in rows:
        print(f"| {row.name} | {row.wall:.2f} | {row.cpu:.2f} | {row.said} |")


if __name__ == "__main__":
    main()
