"""Changes the user's crontab, through the program ``crontab`` alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.core.errors import DepecheError, UsageError, WriteError
from pipeline.jobs.schedule.cron import block_span, markers, with_block
from pipeline.jobs.schedule.found import InstalledSchedule

_PROGRAM = "crontab"
_SECONDS = 60
"""The longest that the program is waited for."""


def install_lines(job: str, config: Path, block: tuple[str, ...], *, say: Callable[[str], None]) -> None:
    """Put a job's block into the crontab, in place of an older one.

    Raises ``UsageError`` if a block of this name is for another file or there is no crontab, and
    ``WriteError`` if it cannot be changed.
    """
    lines = _read()
    _require_of(lines, job, config)
    _write(with_block(lines, job, block))
    times = " ".join(block[-2].split()[:5])
    say(f"wrote    your crontab: {job} at {times}; crontab -l shows it")


def remove_lines(job: str, config: Path, *, say: Callable[[str], None]) -> bool:
    """Take a job's block out of the crontab; return whether there was one. Raises as ``install_lines``."""
    lines = _read()
    if block_span(lines, job) is None:
        return False
    _require_of(lines, job, config)
    _write(with_block(lines, job, ()))
    say(f"removed  the lines of {job} in your crontab")
    return True


def installed_lines(job: str) -> Iterator[InstalledSchedule]:
    """Yield the block of a job in the crontab; nothing if there is no crontab, or it cannot be read."""
    try:
        lines = _read()
    except DepecheError:
        return
    try:
        span = block_span(lines, job)
    except UsageError:
        yield InstalledSchedule(kind="cron", place="crontab", job=job, config=None, times="", is_whole=False)
        return
    if span is not None:
        block = [line.decode(errors="replace").rstrip("\n") for line in lines[span[0] : span[1]]]
        entry = next((line for line in block if line and not line.startswith("#")), "")
        yield InstalledSchedule(
            kind="cron",
            place="crontab",
            job=job,
            config=_config(lines[span[0]], job),
            times=" ".join(entry.split()[:5]),
            is_whole=bool(entry),
        )


def _config(line: bytes, job: str) -> Path:
    begin = markers(job)[0].encode()
    return Path(line.removeprefix(begin + b" of ").decode(errors="surrogateescape").rstrip("\n"))


def _require_of(lines: list[bytes], job: str, config: Path) -> None:
    span = block_span(lines, job)
    if span is not None and (other := _config(lines[span[0]], job)) != config:
        raise UsageError(f"your crontab has the job {job} of {other} already; rename one of the two jobs")


def _read() -> list[bytes]:
    """Return the lines of the crontab, with their ends."""
    done = _called("-l")
    if done.returncode == 0:
        return done.stdout.splitlines(keepends=True)
    if b"no crontab" in done.stderr.lower():
        return []
    raise WriteError(f"crontab -l: {_said(done)}")


def _write(lines: list[bytes]) -> None:
    """Replace the crontab. One that would be empty is removed: it was not there before, or is of no use."""
    done = _called("-", given=b"".join(lines)) if lines else _called("-r")
    if done.returncode:
        raise WriteError(f"crontab: {_said(done)}; it is as it was")


def _called(word: str, *, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            (_PROGRAM, word),
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise UsageError(
            "there is no crontab here; install cron (apt install cron), or use --systemd"
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WriteError(f"crontab: {error}") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    words = " ".join(done.stderr.decode(errors="replace").split())
    return words or f"ended with {done.returncode}"
