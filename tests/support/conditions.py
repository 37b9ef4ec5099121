"""Commands under conditions that a machine may come to, each in a process of its own.

A mount namespace gives a small or read-only disk of one's own, where the system allows one. A container
without the right to mount has another disk to fill (the small ``/dev/shm`` that Docker gives it) and other
read-only places (``/sys``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAIN = "from pipeline.__main__ import main; main()"
SMALL = 256 * 2**20
"""Bytes; a larger ``/dev/shm`` is shared with others, who would notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Its messages; none of them is a traceback."""
        assert "Traceback" not in self.err, self.err
        return self.err.splitlines()


def command(*words: object, before: str = "") -> list[str]:
    """Return the command line of ``depeche`` with these words; ``before`` is Python that is run first."""
    return [sys.executable, "-c", f"{before}\n{MAIN}", *map(str, words)]


def bare() -> dict[str, str]:
    """Return the environment without what has programs measured, for that writes files of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def call(
    words: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdout: int | None = subprocess.PIPE,
) -> Ran:
    """Run a command to its end."""
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**bare(), **(env or {})},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
        timeout=1800,
    )
    return Ran(code=done.returncode, out=done.stdout or "", err=done.stderr)


@cache
def namespace() -> tuple[str, ...]:
    """Return the command that gives another command mounts of its own; empty where none does."""
    for words in (("unshare", "--mount"), ("unshare", "--map-root-user", "--mount")):
        probe = [*words, "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"]
        if (
            shutil.which("unshare")
            and subprocess.run(probe, capture_output=True, check=False).returncode == 0
        ):
            return words
    return ()


def unprivileged() -> tuple[str, ...]:
    """Return the command under which rights to files count for root too; empty for everybody else."""
    if os.geteuid() != 0:
        return ()
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


@contextmanager
def small_disk(folder: Path, *, kib: int) -> Iterator[tuple[Path, tuple[str, ...], Path] | None]:
    """Yield a place on a disk of ``kib``, the command that runs a script there, and a copy of what it left.

    The script is one for ``sh``; it finds the place as ``$DISK``. None where there is no way to a small disk.
    """
    kept = folder / "kept"
    if namespace():
        place = folder / "disk"
        place.mkdir()
        script = f'mount -t tmpfs -o size={kib}k none "$DISK"; eval "$0"; cp -a "$DISK/." "{kept}"'
        yield place, (*namespace(), "sh", "-c", script), kept
        return
    shared = Path("/dev/shm")  # noqa: S108 - the disk to be filled
    if not shared.is_mount() or shutil.disk_usage(shared).total > SMALL:
        yield None
        return
    place = Path(tempfile.mkdtemp(dir=shared))
    try:
        with (place.with_name(f"{place.name}.filler")).open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(shared).free - kib * 1024)
            yield place, ("sh", "-c", f'eval "$0"; cp -a "$DISK/." "{kept}"'), kept
            Path(filler.name).unlink()
    finally:
        shutil.rmtree(place)


def read_only_mount() -> Path | None:
    """Return a folder that the system has mounted read-only, as containers have; None where there is none."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, place, kind, options, *_ = line.split()
        if "ro" in options.split(",") and kind == "sysfs" and Path(place).is_dir():
            return Path(place)
    return None
