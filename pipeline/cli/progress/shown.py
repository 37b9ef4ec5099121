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
    from pipeline.cli.progress.meter import STAGES

    documents, sentences = meter.rates()
    output.json_message(
        {
            "outcome": "progress",
            "stage": meter.phase,
            "documents": len(meter.inputs),
            **{stage: meter.through(stage) for stage in STAGES},
            "done": meter.done,
            "skipped": meter.skipped,
            "failed": meter.failed,
            "sentences": meter.sentences[0],
            "documents_a_second": round(documents, 3),
            "sentences_a_second": round(sentences, 3),
            "seconds_left": meter.seconds_left(),
            "waiting_for": meter.waiting_for,
        }
    )


@contextmanager
def _bars(meter: Meter) -> Iterator[None]:
    """Show the meter on standard error's terminal; lines that are printed stay above."""
    from pipeline.cli.progress.bars import StageBars

    with (
        StageBars(meter) as bars,
        output.printing_by(bars.print_above),
        _now_and_then(BAR_SECONDS, bars.refresh),
    ):
        yield


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
