"""Shows how far a run is: bars on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.cli import output
from pipeline.core import address_space

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from pipeline.cli.progress.meter import Meter

LINE_SECONDS = 30.0
"""Seconds between lines where there is no terminal."""
BAR_SECONDS = 0.25
"""Seconds between two looks at the meter where there is one."""


@contextmanager
def progress_shown(meter: Meter, *, as_json: bool, quiet: bool) -> Iterator[None]:
    """Show the meter while the block runs.

    Nothing is shown if ``quiet``, nor where address space is limited, of which a thread takes 72 MiB.
    """
    if quiet or address_space.limit() is not None:
        yield
    elif sys.stderr.isatty() and not as_json:
        with _bars(meter):
            yield
    else:
        with _now_and_then(LINE_SECONDS, lambda: _say(meter, as_json=as_json)):
            yield


def _say(meter: Meter, *, as_json: bool) -> None:
    if not as_json:
        output.message(f"progress {meter.words()}")
        return
    documents, sentences = meter.rates()
    output.json_message(
        {
            "outcome": "progress",
            "stage": meter.stage,
            "documents": len(meter.inputs),
            "done": meter.done,
            "skipped": meter.skipped,
            "failed": meter.failed,
            "sentences": meter.sentences,
            "documents_a_second": round(documents, 3),
            "sentences_a_second": round(sentences, 3),
            "seconds_left": meter.seconds_left(),
            "waiting_for": meter.waiting_for,
        }
    )


@contextmanager
def _bars(meter: Meter) -> Iterator[None]:
    """Show a bar, and what is waited for, on standard error's terminal; lines that are printed stay above."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[words]}", markup=False),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(meter.stage, total=None, words="")
        with _now_and_then(BAR_SECONDS, lambda: _update(progress, task, meter)):
            yield


def _update(progress: Progress, task: TaskID, meter: Meter) -> None:
    total = len(meter.inputs) or None
    words = meter.words() if meter.inputs else ""
    progress.update(
        task, description=meter.stage, total=total, completed=meter.ended, words=output.visible(words)
    )


@contextmanager
def _now_and_then(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Call ``act`` every so many seconds from a thread of its own, until the block ends."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(seconds):
            act()

    thread = threading.Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=1)
