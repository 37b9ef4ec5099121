"""Measure what each command takes on one article, from the start of Python: CPU seconds, user and system.

    .venv/bin/python bench/startup.py [ARTICLE] [--times 5] [--against FOLDER]

``cold`` begins with an empty cache, which is compiled then; ``warm`` finds it. ``--against`` names another
checkout that has been set up: it is measured in turn with this one, on the same machine at the same time, and
the last column says how many times as much it takes. Figures are the least of several runs, since whatever
else runs can only add to them; they count all processes of a command. Commands that need Apertium are left
out where it is not installed.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from machine import this_machine

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "examples" / "en-hospital-cyberattack.txt"
RUN = (
    "run",
    "ARTICLE",
    "--to",
    "es,ca",
    "--engine",
    "apertium",
    "--out",
    "runs",
    "--run-id",
    "one",
    "--quiet",
)
COMMANDS: dict[str, tuple[str, ...]] = {
    "--help": ("--help",),
    "detect": ("detect", "ARTICLE"),
    "summarise": ("summarise", "ARTICLE"),
    "translate --to es": ("translate", "ARTICLE", "--to", "es", "--engine", "apertium"),
    "run --to es,ca": RUN,
    "the same run again, unchanged": RUN,
}
"""The commands, in an order in which the run is there when it is repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A checkout, and what was measured of it."""

    name: str
    program: Path
    keeps: bool
    """Whether the cache is kept from one turn to the next."""
    seconds: dict[str, list[float]] = field(default_factory=dict)


def cpu_seconds(command: list[str], folder: Path, cache: Path) -> float:
    """Return the CPU seconds of a command and all its children. Raises ``SystemExit`` where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def turn(side: Side, commands: dict[str, tuple[str, ...]], article: Path, cache: Path) -> None:
    """Give each command once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = folder / article.name
        shutil.copy(article, place)
        for label, words in commands.items():
            kept = cache
            if not side.keeps:
                kept = Path(tempfile.mkdtemp(dir=folder))
            command = [str(side.program), *(str(place) if word == "ARTICLE" else word for word in words)]
            side.seconds.setdefault(label, []).append(cpu_seconds(command, folder, kept))


def measure(article: Path, times: int, sides: list[Side]) -> None:
    """Give each side the commands in turn, and enter what they took."""
    installed = shutil.which("apertium") is not None
    commands = {label: words for label, words in COMMANDS.items() if installed or "apertium" not in words}
    with tempfile.TemporaryDirectory() as name:
        caches = [Path(name, str(number)) for number in range(len(sides))]
        for number in range(times + 1):  # the first turn fills the caches of files and tables
            for side, cache in zip(sides, caches, strict=True):
                turn(side, commands, article, cache)
                if not number:
                    side.seconds.clear()


def own_sides() -> list[Side]:
    """Return this checkout with an empty cache, and with a full one."""
    here = Path(sys.executable).with_name("depeche")
    return [Side(name="cold", program=here, keeps=False), Side(name="warm", program=here, keeps=True)]


def table(sides: list[Side]) -> list[str]:
    """Return the lines of the table."""
    last = " | ratio |" if len(sides) > 2 else " |"
    lines = ["| command | " + " | ".join(side.name for side in sides) + last]
    lines.append("|---|" + "---:|" * (len(sides) + (len(sides) > 2)))
    for label in sides[-1].seconds:
        least = [min(side.seconds[label]) for side in sides]
        ratio = f" | {least[0] / least[-1]:.1f} |" if len(sides) > 2 else " |"
        lines.append(f"| {label} | " + " | ".join(f"{seconds:.2f}" for seconds in least) + ratio)
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What each command takes on one article.")
    parser.add_argument("article", type=Path, nargs="?", default=ARTICLE)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--against", type=Path, help="another checkout, with its own .venv")
    given = parser.parse_args()
    sides = own_sides()
    if given.against is not None:
        other = given.against.absolute() / ".venv" / "bin" / "depeche"
        sides.insert(0, Side(name=given.against.name, program=other, keeps=True))
    print(f"{this_machine()}; CPU s, the least of {given.times}")
    measure(given.article.absolute(), given.times, sides)
    print()
    print("\n".join(table(sides)))


if __name__ == "__main__":
    main()
