"""Puts units of systemd into their place, takes them away, and finds those that are there."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.core.errors import UsageError, WriteError
from pipeline.core.files.replace import replace_file
from pipeline.jobs.schedule.found import InstalledSchedule
from pipeline.jobs.schedule.plan import Schedule
from pipeline.jobs.schedule.systemd import MADE_BY, own_cache, service, timer, unit_name

SYSTEM_FOLDER = Path("/etc/systemd/system")
_SECONDS = 60
"""The longest that systemd is waited for."""
_MADE = re.compile(
    re.escape(MADE_BY).replace(r"\{job\}", r"(?P<job>[\w-]+)").replace(r"\{config\}", r"(?P<config>.+)")
)
_CALENDAR = re.compile(r"^OnCalendar=(.+)$", re.MULTILINE)


def unit_folder(*, is_user: bool) -> Path:
    """Return the folder of the units of this user, or of the system's."""
    if not is_user:
        return SYSTEM_FOLDER
    named = os.environ.get("XDG_CONFIG_HOME", "")
    return Path(named if named.startswith("/") else Path.home() / ".config") / "systemd" / "user"


def unit_texts(schedule: Schedule, *, user: str | None) -> dict[str, str]:
    """Return the text of each unit by the name of its file; ``user`` is as for ``systemd.service``."""
    name = unit_name(schedule.job)
    return {f"{name}.service": service(schedule, user=user), f"{name}.timer": timer(schedule)}


def run_as(schedule: Schedule, named: str | None) -> str:
    """Return the user of a system unit: the one that is named, or whom the file's folder belongs to.

    Raises ``UsageError`` if that is nobody the system knows, or root without being named.
    """
    if named is not None:
        try:
            return pwd.getpwnam(named).pw_name
        except (KeyError, ValueError) as error:
            raise UsageError(f"--run-as {named}: there is no such user") from error
    owner = schedule.config.parent.stat().st_uid
    if owner == 0:
        raise UsageError(
            f"{schedule.config.parent} belongs to root; name the user who does the job with --run-as USER"
        )
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError as error:
        raise UsageError(f"{schedule.config.parent}: belongs to nobody; use --run-as USER") from error


def install_units(schedule: Schedule, *, user: str | None, say: Callable[[str], None]) -> None:
    """Write the units, make the folders that they need, and start the timer where systemd can be reached.

    Raises ``UsageError`` if units of this name are another's, and ``WriteError`` if they cannot be written.
    """
    folder = unit_folder(is_user=user is None)
    wanted = unit_texts(schedule, user=user)
    for name in wanted:
        _require_ours(folder / name, schedule)
    for path in (*schedule.reach.writes, *((own_cache(),) if user is None else ())):
        if path is not None:
            _make_folder(path, user)
    for name, text in wanted.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(folder / name, (text.encode(),))
        except OSError as error:
            raise WriteError(f"{folder / name}: cannot be written: {error.strerror}") from error
        say(f"wrote    {folder / name}")
    name = f"{unit_name(schedule.job)}.timer"
    _carry_out((("daemon-reload",), ("enable", "--now", name)), is_user=user is None, say=say)
    if user is None:
        say("note     loginctl enable-linger lets it work while you are not logged in")


def remove_units(job: str, config: Path, *, is_user: bool, say: Callable[[str], None]) -> bool:
    """Stop a job's timer and remove its units; return whether there were any.

    Raises ``UsageError`` if they are another's, and ``WriteError`` if they cannot be removed.
    """
    folder = unit_folder(is_user=is_user)
    names = [f"{unit_name(job)}.{ending}" for ending in ("timer", "service")]
    present = [folder / name for name in names if (folder / name).is_file()]
    if not present:
        return False
    for path in present:
        _require_of(path, job, config)
    _carry_out((("disable", "--now", names[0]),), is_user=is_user, say=say)
    for path in present:
        try:
            path.unlink()
        except OSError as error:
            raise WriteError(f"{path}: cannot be removed: {error.strerror}") from error
        say(f"removed  {path}")
    enabled = folder / "timers.target.wants" / names[0]  # where systemctl could not be asked
    if enabled.is_symlink():
        enabled.unlink()
    _carry_out((("daemon-reload",),), is_user=is_user, say=say)
    return True


def installed_units(job: str) -> Iterator[InstalledSchedule]:
    """Yield the units of a job in both places."""
    for is_user in (True, False):
        folder = unit_folder(is_user=is_user)
        path = folder / f"{unit_name(job)}.timer"
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        made, times = _MADE.match(text), _CALENDAR.search(text)
        yield InstalledSchedule(
            kind="systemd --user" if is_user else "systemd --system",
            place=str(path),
            job=job,
            config=Path(made["config"]) if made else None,
            times=times[1] if times else "",
            is_whole=(folder / f"{unit_name(job)}.service").is_file(),
        )


def _require_ours(path: Path, schedule: Schedule) -> None:
    with suppress(FileNotFoundError):
        _require_of(path, schedule.job, schedule.config)


def _require_of(path: Path, job: str, config: Path) -> None:
    """Raise ``UsageError`` unless a unit was made for this job of this file."""
    made = _MADE.match(path.read_text(encoding="utf-8", errors="replace"))
    if made is None:
        raise UsageError(f"{path}: was not made by depeche schedule; move it away, or rename the job")
    if (made["job"], Path(made["config"])) != (job, config):
        raise UsageError(
            f"{path}: is for the job {made['job']} of {made['config']}; rename one of the two jobs"
        )


def _make_folder(path: Path, user: str | None) -> None:
    """Make a folder that the job writes in, for the user who does the job."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        if user is not None and os.geteuid() == 0:
            who = pwd.getpwnam(user)
            for each in missing:
                os.chown(each, who.pw_uid, who.pw_gid)
    except OSError as error:
        raise WriteError(f"{path}: cannot be made: {error.strerror}") from error


def _carry_out(commands: tuple[tuple[str, ...], ...], *, is_user: bool, say: Callable[[str], None]) -> None:
    """Run commands of systemctl; name those that do not work here."""
    program = ("systemctl", "--user") if is_user else ("systemctl",)
    works = True
    for words in commands:
        works = works and _works((*program, *words))
        say(f"{'ran     ' if works else 'to do   '} {' '.join((*program, *words))}")


def _works(words: tuple[str, ...]) -> bool:
    try:
        done = subprocess.run(
            words, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
