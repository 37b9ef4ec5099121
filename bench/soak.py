"""Run many short documents through Apertium in one go, and watch the memory and the pace.

    .venv/bin/python bench/soak.py [--documents 20000] [--short 1000] [--workers 2] [--pair es-pt]

Two runs, processes of their own as a user would start them: one of 1,000 documents and one of as many as
asked for. The long one must need at most 1.2 times the memory of the short one, and its last 1,000 documents
must go at .9 of the pace of its first 1,000 or faster. The documents are made of a few phrases, with a
number in each that makes it another text; memory is the largest resident set of the run's own processes,
those of Apertium left out, added up over its workers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

PHRASES = {
    "en": "The city will open {} new places in its schools from Monday on, the mayor said.",
    "es": "El ayuntamiento abrirá {} plazas nuevas en las escuelas de la ciudad a partir del lunes.",
    "fr": "La mairie ouvrira {} places nouvelles dans les écoles de la ville dès lundi.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The measurements of one run."""

    documents: int
    seconds: float
    memory: float
    """Memory in MiB."""
    first: float
    """Pace of the first documents, in documents a second."""
    last: float
    """Pace of the last documents, in documents a second."""
    code: int


def make(folder: Path, documents: int, language: str) -> None:
    """Write the documents, a thousand to a folder."""
    for number in range(documents):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}.txt").write_text(PHRASES[language].format(number + 2) + "\n", "utf-8")


def measure(folder: Path, documents: int, short: int, pair: tuple[str, str], workers: int) -> Measured:
    """Run over ``documents`` documents; the paces are those of the first ``short`` and of the last."""
    source, target = pair
    make(folder / "news", documents, source)
    command = [
        str(Path(sys.executable).with_name("depeche")),
        "run",
        "news",
        "--from",
        source,
        "--to",
        target,
    ]
    command += ["--engine", "apertium", "--workers", str(workers), "--log-format", "json", "--run-id", "soak"]
    started = time.perf_counter()
    times: list[float] = []
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    watch = _Watch(process.pid)
    watch.start()
    for line in process.stderr or ():
        if line.startswith("{") and json.loads(line)["outcome"] in ("done", "failed"):
            times.append(time.perf_counter())  # noqa: PERF401 - the time at which each line came
    code = process.wait()
    watch.stop()
    some = min(short, len(times) - 1)
    return Measured(
        documents=documents,
        seconds=time.perf_counter() - started,
        memory=watch.most / 1024,
        first=some / (times[some] - times[0]),
        last=some / (times[-1] - times[-1 - some]),
        code=code,
    )


class _Watch(threading.Thread):
    """A watch that adds up the resident memory of a process and its workers, ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._done = pid, threading.Event()
        self.most = 0
        """The most memory so far, in KiB."""

    def run(self) -> None:
        while not self._done.wait(0.1):
            self.most = max(self.most, sum(map(_resident, self._family())))

    def stop(self) -> None:
        self._done.set()
        self.join()

    def _family(self) -> list[int]:
        """Return the run's processes that run Python."""
        found = [self._pid]
        for pid in found:
            try:
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            except OSError:
                continue
            found += [int(child) for child in children if _is_python(int(child))]
        return found


def _is_python(pid: int) -> bool:
    try:
        return "python" in Path(f"/proc/{pid}/exe").readlink().name
    except OSError:
        return False


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--short", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pair", default="es-pt")
    given = parser.parse_args()
    source, _, target = given.pair.partition("-")
    rows = []
    for documents in (given.short, given.documents):
        with tempfile.TemporaryDirectory() as name:
            rows.append(measure(Path(name), documents, given.short, (source, target), given.workers))
    print(
        f"| documents | s | MiB | documents/s, first {given.short:,} | last {given.short:,} | exit |\n"
        + "|---" * 6
        + "|"
    )
    for row in rows:
        pace = f"{row.first:.1f} | {row.last:.1f}"
        print(f"| {row.documents:,} | {row.seconds:,.0f} | {row.memory:,.0f} | {pace} | {row.code} |")
    short, long = rows
    print(f"\nmemory {long.memory / short.memory:.2f} times, pace {long.last / long.first:.2f} times")


if __name__ == "__main__":
    main()
