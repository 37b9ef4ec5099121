"""Interrupts runs, each at another of the steps that its main thread makes while an engine works.

``python -m tests.support.interrupted_runs STEPS`` prints a number for each run that ended as it should. A run
whose main thread was interrupted with a lock in its hand hangs, and the process ends with 130 or 143.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType
from typing import Any

from pipeline.core import interrupt
from pipeline.core.errors import EngineError
from pipeline.core.records import LanguageCode, Translated
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from tests.run.test_job import stages
from tests.support.fakes import FakeEngine


class WaitingEngine(FakeEngine):
    """Answers nothing until it is ended."""

    begun: threading.Event

    def translate(
        self, texts: Sequence[str], source: LanguageCode, target: LanguageCode
    ) -> tuple[Translated, ...]:
        """Wait. Raises ``EngineError``."""
        over = threading.Event()
        with interrupt.ended_by(over.set):
            self.begun.set()
            over.wait()
        raise EngineError(f"ended {source} > {target}: {len(texts)}")


class _Steps:
    """Counts the lines that the main thread executes once the engine works, and sends a signal at one."""

    def __init__(self, engine: WaitingEngine, at: int, how: signal.Signals) -> None:
        self._engine, self._left, self._how = engine, at, how

    def __call__(self, frame: FrameType, event: str, _: Any) -> _Steps | None:
        if event == "line" and self._engine.begun.is_set():
            self._left -= 1
            if not self._left:
                sys.settrace(None)
                os.kill(os.getpid(), self._how)
                return None
        return self


def main(steps: int) -> None:
    """Do so many runs."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    vars(sys.modules["pipeline.run.workers.serial"])["LOOK_SECONDS"] = 0.01
    engine = WaitingEngine()
    parts = stages(engine)
    for number in range(steps):
        engine.begun = threading.Event()
        config = load_config(["news"], Options(out="out", run_id=str(number), source="fr", to=("es",)))
        with interrupt.stoppable(grace=60):
            sys.settrace(_Steps(engine, number + 1, (signal.SIGINT, signal.SIGTERM)[number % 2]))
            try:
                run(config, parts)
            except (KeyboardInterrupt, interrupt.Terminated):
                sys.stdout.write(f"{number}\n")
            finally:
                sys.settrace(None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
