"""A schedule that is installed."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledSchedule:
    """What a scheduler of this machine has been told of a job."""

    kind: str
    """``systemd --user``, ``systemd --system`` or ``cron``."""
    place: str
    """The timer's file, or ``crontab``."""
    job: str
    config: Path | None
    """The configuration file that it names; None if it was not made by ``depeche schedule``."""
    times: str
    """As the scheduler has them."""
    is_whole: bool
    """Whether all of it is there: a timer does nothing without its service."""
