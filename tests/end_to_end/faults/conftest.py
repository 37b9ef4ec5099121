"""A folder with dispatches and the test models, for commands that fail in it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.conditions import Ran, call, command
from tests.support.corpus import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where commands are run."""

    folder: Path
    options: tuple[str, ...]
    """What makes a run quick: the test models, and no summary, detection or memory."""

    def write(self, name: str, *, seed: int, folder: str = "news") -> Path:
        """Write a dispatch of four sentences that the test models translate."""
        path = self.folder / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{' '.join(random.Random(seed).sample(phrases(), 4))}\n")
        return path

    def command(self, *words: object, before: str = "") -> list[str]:
        """Return the command line of a run with these inputs and options."""
        return command("run", *self.options, *words, before=before)

    def run(self, *words: object, before: str = "", under: tuple[str, ...] = ()) -> Ran:
        """Run ``depeche run`` under another command."""
        return call([*under, *self.command(*words, before=before)], cwd=self.folder)

    @property
    def place(self) -> Path:
        """The run's folder, unless ``--out`` says otherwise."""
        return self.folder / "outputs" / "r"


@pytest.fixture
def site(tmp_path: Path, argos_packages: Path) -> Site:
    """Return a folder with three dispatches in ``news``."""
    options = ("--to", "es", "--from", "fr", "--engine", "argos", "--packages", str(argos_packages))
    quick = ("--variants", "full", "--memory", "off", "--run-id", "r")
    made = Site(folder=tmp_path, options=(*options, *quick))
    for number in range(3):
        made.write(f"{number}.txt", seed=number)
    return made
