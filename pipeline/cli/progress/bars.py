"""Bars on a terminal, one for each stage of a run. Apart, for rich takes long to load."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column
from rich.text import Text

from pipeline.cli import output
from pipeline.cli.progress.meter import STAGES, Meter, duration

_FOUND, _TOLD = "found", "told"
_WIDEST = 40
"""Columns of a bar on a wide terminal."""


class StageBars(Progress):
    """A bar for each stage, then the pace and what is waited for. At the end nothing of it is left."""

    def __init__(self, meter: Meter) -> None:
        """Show ``meter`` on standard error."""
        self._meter = meter
        self._bars: dict[str, TaskID] = {}  # rich asks what is to be shown at once
        console = Console(stderr=True, highlight=False)
        super().__init__(
            TextColumn("{task.description}", table_column=Column(no_wrap=True, min_width=10)),
            BarColumn(bar_width=max(4, min(_WIDEST, console.width // 2 - 12))),
            TextColumn("{task.fields[words]}", markup=False, table_column=Column(no_wrap=True)),
            console=console,
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        names = [_FOUND, *STAGES, *([_TOLD] if meter.is_told else [])]
        self._bars = {name: self.add_task(name, total=1, words="") for name in names}

    def print_above(self, words: str) -> None:
        """Print a line above the bars."""
        self.console.print(Text(words), soft_wrap=True)

    def get_renderables(self) -> Iterable[RenderableType]:
        """Yield the bars as they are now, and two lines."""
        if self._bars:
            self._look()
        yield self.make_tasks_table(self.tasks)
        meter = self._meter
        yield _line(", ".join(filter(None, (f"after {duration(meter.seconds)}", meter.pace_words()))))
        yield _line(f"waiting for {meter.waiting_for}" if meter.waiting_for else "")

    def _look(self) -> None:
        meter = self._meter
        count = len(meter.inputs)
        if not meter.is_found:
            self.update(self._bars[_FOUND], total=None)
            return
        self.update(self._bars[_FOUND], total=1, completed=1, words=f"{count} documents")
        translated, read = meter.sentences
        for stage in STAGES:
            words = f"{meter.through(stage)} of {count}"
            if stage == "translated" and read:
                words += f", {translated} of {read} sentences"
            self.update(
                self._bars[stage],
                total=max(1, count),
                completed=meter.through(stage) or not count,
                words=words,
            )
        if _TOLD in self._bars and meter.is_after:
            self.update(self._bars[_TOLD], total=None, words=meter.phase)


def _line(words: str) -> Text:
    return Text(output.visible(words), no_wrap=True, overflow="ellipsis")
