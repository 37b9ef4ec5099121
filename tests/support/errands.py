"""Work for executors to do, and to die of; importable, so that any process can make it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


class Shout:
    """Answers with the words of a batch in capitals; some words do harm."""

    def __init__(self, folder: Path) -> None:
        """Note in ``folder`` that it was made, what it worked on, and that it was closed."""
        self._folder = folder
        self.tell: Callable[[str], None] = lambda _: None
        self._note("made")

    def __call__(self, batch: Sequence[str]) -> list[str]:
        """Answer."""
        for word in batch:
            self._note(f"got {word}")
            self.tell(word)
            self._suffer(word)
        return [word.upper() for word in batch]

    def close(self) -> None:
        """Note it."""
        self._note("closed")

    def _suffer(self, word: str) -> None:
        match word.partition("-")[0]:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "exit":
                os._exit(7)
            case "leave":
                sys.exit("leaving")
            case "raise":
                raise ZeroDivisionError("oh")
            case "hang":
                time.sleep(600)
            case "stop":
                os.kill(os.getpid(), signal.SIGSTOP)
            case "start":
                program = subprocess.Popen(["/bin/sleep", "600"], process_group=0)
                self._note(f"started {program.pid}")
                time.sleep(600)
            case "once" if not (self._folder / word).exists():
                (self._folder / word).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            case "slow":
                time.sleep(0.05)

    def _note(self, what: str) -> None:
        with (self._folder / "notes").open("a") as file:
            file.write(f"{os.getpid()} {what}\n")


def notes(folder: Path) -> list[tuple[int, str]]:
    """Return the process numbers and notes that were left."""
    lines = (folder / "notes").read_text().splitlines() if (folder / "notes").exists() else []
    return [(int(number), what) for number, _, what in (line.partition(" ") for line in lines)]


def refuse(reason: str) -> Shout:
    """Make nothing."""
    raise ValueError(reason)


def die(code: int) -> Shout:
    """Die as it is made."""
    os._exit(code)
