"""A service and a timer of systemd. The service can read, write and reach what its job needs, and no more."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.jobs.schedule.plan import SEARCHED, Schedule

HIDDEN: Final = tuple(map(Path, ("/home", "/root", "/run/user", "/tmp", "/var/tmp")))  # noqa: S108
"""Folders in whose place the service has empty ones. What it needs of them is put back by name."""
MADE_BY: Final = "# Made by `depeche schedule` for the job {job} of {config}"
_SYSTEM = Path("/usr")
"""What lies here can be read anyway, and nobody writes it."""
_RETRY_MINUTES = 120
"""A job that is due again within this time is not tried again before."""
_MOST_HOURS = 12
"""The longest that a job without a timeout may take: one that hangs must not stop all that come after it."""
_DELIVERY_SECONDS = 30 * 60
"""Seconds for deliveries and pages after the run, which the job's timeout does not count."""
_SAFE = re.compile(r"[A-Za-z0-9_@+=,./-]+")

_SANDBOX = """NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=tmpfs
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
PrivateMounts=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM"""
"""MemoryDenyWriteExecute= is left out: libraries of neural models write code for the processor at hand.
ProcSubset=pid is, too: it hides /proc/cpuinfo, and a job must know its processor, for translations of another
kind of processor are made anew."""


def unit_name(job: str) -> str:
    """Return the name of a job's units, without the ending."""
    return f"depeche-{job}"


def timer(schedule: Schedule) -> str:
    """Return the timer unit."""
    name = unit_name(schedule.job)
    zone = schedule.calendar.zone or "this machine's"
    return f"""{_head(schedule)}
# The time zone is {zone}. A time that summer time leaves out is made up when it is over;
# of one that comes twice, the first counts, unless the job is due every hour or more often.
[Unit]
Description=Times of the depeche job {schedule.job}

[Timer]
OnCalendar={schedule.calendar.text}
# A time that passed while the machine was off is made up once. So is a run that was cut off when it went
# down. The job knows which time was due, and does nothing if that is done.
Persistent=true
OnStartupSec=3min
RandomizedDelaySec=0
AccuracySec=1s
Unit={name}.service

[Install]
WantedBy=timers.target
"""


def service(schedule: Schedule, *, user: str | None) -> str:
    """Return the service unit. ``user`` is who runs a system unit; None is a unit of a user's own systemd."""
    return "\n".join(
        (
            _head(schedule),
            "[Unit]",
            f"Description=depeche job {schedule.job}",
            *_start_limits(schedule),
            *_after_network(schedule, is_system=user is not None),
            "",
            "[Service]",
            "Type=oneshot",
            *(() if user is None else (f"User={user}",)),
            f"ExecStart={' '.join(map(_argument, schedule.command))}",
            *_environment(schedule, is_system=user is not None),
            *_endings(schedule),
            *_limits(),
            *_reach(schedule, user),
            _SANDBOX,
            *_network(schedule),
            "",
        )
    )


def _head(schedule: Schedule) -> str:
    return MADE_BY.format(job=schedule.job, config=schedule.config)


def _start_limits(schedule: Schedule) -> Iterator[str]:
    if schedule.shortest_gap >= _RETRY_MINUTES:
        yield "# The first start and two more; see Restart=."
        yield "StartLimitIntervalSec=1h"
        yield "StartLimitBurst=3"


def _after_network(schedule: Schedule, *, is_system: bool) -> Iterator[str]:
    if is_system and schedule.reach.is_networked:
        yield "Wants=network-online.target"
        yield "After=network-online.target"


def _environment(schedule: Schedule, *, is_system: bool) -> Iterator[str]:
    yield f"Environment=PATH={SEARCHED} LANG=C.UTF-8 LC_ALL=C.UTF-8"
    for name, value in schedule.places:
        yield f"Environment={_word(f'{name}={value}')}"
    if is_system:
        yield f"CacheDirectory={unit_name(schedule.job)}"
        yield f"Environment=XDG_CACHE_HOME=%C/{unit_name(schedule.job)}"
    elif cache := os.environ.get("XDG_CACHE_HOME"):
        yield f"Environment={_word(f'XDG_CACHE_HOME={cache}')}"
    if schedule.reach.variables:
        names = " ".join(schedule.reach.variables)
        yield f"# A file that others cannot read, with lines NAME=value for {names}."
        yield f"EnvironmentFile=-{_whole(_secrets_file(schedule))}"


def _secrets_file(schedule: Schedule) -> Path:
    return schedule.config.with_name(f"{schedule.job}.env")


def _endings(schedule: Schedule) -> Iterator[str]:
    yield "# 75: somebody else is doing the job at this moment."
    yield "SuccessExitStatus=75"
    if schedule.shortest_gap >= _RETRY_MINUTES:
        yield "# A failed run goes on where it stopped, and what was not delivered is sent again."
        yield "# 2: depeche.toml is wrong, which no other start mends."
        yield "Restart=on-failure"
        yield "RestartSec=10min"
        yield "RestartPreventExitStatus=2"
    if schedule.timeout is None:
        yield "# The job has no timeout of its own."
        yield f"TimeoutStartSec={_MOST_HOURS}h"
    else:
        yield "# The job's own timeout, and time for pages and deliveries."
        yield f"TimeoutStartSec={int(schedule.timeout) + _DELIVERY_SECONDS}s"
    yield "TimeoutStopSec=60s"


def _limits() -> tuple[str, ...]:
    return ("MemoryMax=75%", "MemorySwapMax=25%", "TasksMax=512", "CPUWeight=50", "IOWeight=50")


def _reach(schedule: Schedule, user: str | None) -> Iterator[str]:
    reach = schedule.reach
    yield "# What the job may write. These folders must be there (mkdir -p), or the service does not start."
    for path in reach.writes:
        yield f"{'BindPaths' if _is_hidden(path) else 'ReadWritePaths'}={_path(path)}"
    if user is None and (cache := own_cache()) is not None:
        yield f"{'BindPaths' if _is_hidden(cache) else 'ReadWritePaths'}={_path(cache, may_lack=True)}"
    yield "# What it may read beside the system:"
    places = (*reach.reads, *reach.secrets, *schedule.program_places, *_data(schedule, user))
    for path in dict.fromkeys(places):
        if path not in reach.writes and _SYSTEM not in path.parents:
            key = "BindReadOnlyPaths" if _is_hidden(path) else "ReadOnlyPaths"
            yield f"{key}={_path(path, may_lack=True)}"
    yield f"UMask={'0022' if reach.is_for_others else '0027'}"


def own_cache() -> Path | None:
    """Return the folder of this user's cache, for units of the user's own; None if there is no home."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    home = os.environ.get("HOME", "")
    place = named if named.startswith("/") else f"{home}/.cache" if home.startswith("/") else ""
    return Path(place, "depeche") if place else None


def _data(schedule: Schedule, user: str | None) -> Iterator[Path]:
    """Yield where models, packages and their settings lie for the user who runs the job."""
    places = dict(schedule.places)
    home = Path(pwd.getpwnam(user).pw_dir) if user else Path.home()
    data = Path(places.get("XDG_DATA_HOME") or home / ".local" / "share")
    settings = Path(places.get("XDG_CONFIG_HOME") or home / ".config")
    yield data / "depeche"
    yield data / "argos-translate"
    yield settings / "argos-translate"
    if named := places.get("ARGOS_PACKAGES_DIR"):
        yield Path(named)


def _network(schedule: Schedule) -> Iterator[str]:
    if not schedule.reach.is_networked:
        yield "# Nothing that this job does needs a network."
        yield "PrivateNetwork=yes"
        yield "IPAddressDeny=any"
        yield "RestrictAddressFamilies=AF_UNIX"
        return
    yield "# Inputs, deliveries or commands of this job may need a network."
    yield "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"
    if schedule.reach.is_local:
        yield "IPAddressDeny=any"
        yield "IPAddressAllow=localhost"


def _is_hidden(path: Path) -> bool:
    return any(path == hidden or hidden in path.parents for hidden in HIDDEN)


def _path(path: Path, *, may_lack: bool = False) -> str:
    return _word(f"{'-' if may_lack else ''}{path}")


def _argument(text: str) -> str:
    return _word(text.replace("$", "$$"))


def _word(text: str) -> str:
    """Return a word as it stands in a list of words of a unit."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if _SAFE.fullmatch(text) else f'"{escaped}"'


def _whole(path: Path) -> str:
    """Return a path that is the whole of a value, where quotation marks would be part of it."""
    return str(path).replace("%", "%%")
