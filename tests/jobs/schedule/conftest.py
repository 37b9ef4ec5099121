"""A folder with a job, and what schedulers are told of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.jobs.calendar import Calendar, parse_calendar
from pipeline.jobs.configuration.settings import job_named
from pipeline.jobs.schedule.plan import Schedule, plan_schedule
from pipeline.run.configuration.file import read_file

Planned = Callable[..., Schedule]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, with a name that every scheduler reads something into, and go there."""
    made = tmp_path / "50% of $HOME's news"
    made.mkdir()
    monkeypatch.chdir(made)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR"):
        monkeypatch.delenv(name, raising=False)
    return made


@pytest.fixture
def planned(place: Path) -> Planned:
    """Return what plans the job ``morning`` with more lines in its table, or tables after it."""

    def make(more: str = "", calendar: str | Calendar = "06:30", *, inputs: str = '["wire/"]') -> Schedule:
        (place / "depeche.toml").write_text(f'[job.morning]\ninputs = {inputs}\nto = ["es"]\n{more}\n')
        file = read_file(Path("depeche.toml"), lambda _: None)
        times = parse_calendar(calendar) if isinstance(calendar, str) else calendar
        return plan_schedule(job_named(file, "morning"), file, times, ("--calendar", times.text))

    return make
