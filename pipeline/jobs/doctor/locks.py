"""The locks that depeche takes: which are held and by whom, and what a process that was killed has left.

The kernel frees a lock with its process, so none is left behind. What can hold up others for ever is a
process that was stopped, or a file in a lock's place that cannot be used.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.core.dataclass import dataclass
from pipeline.core.files.holders import LockHolder, lock_holders
from pipeline.core.files.replace import BESIDE
from pipeline.jobs.configuration.opening import delivery_names, delivery_settings, job_memory_file
from pipeline.jobs.configuration.settings import Job
from pipeline.jobs.doctor.findings import Finding, problem
from pipeline.jobs.tell import span_words
from pipeline.packages.folder import FOLDER_LOCK, INSTALLING, REMOVING
from pipeline.publish.deliver.settings import FeedSettings, FolderSettings, SourcesSettings, with_paths_from
from pipeline.run.configuration.file import ConfigFile
from pipeline.write.paths import LOCK_FILE

_TOPIC = "lock"
_MOST_RUNS = 1000
"""So many runs of a folder are looked at, the newest ones."""
_LEFT_OVER = (BESIDE, INSTALLING, REMOVING)


@dataclass(frozen=True, slots=True)
class _Lock:
    """A file or folder that is locked, and what is kept from others by it."""

    what: str
    path: Path


def lock_findings(
    outputs: Path, packages: Sequence[Path], jobs: Sequence[Job], file: ConfigFile
) -> Iterator[Finding]:
    """Yield what is found of all locks: of runs, jobs, memories, deliveries and packages."""
    found = reversed(list(_locks(outputs, packages, jobs, file)))  # what comes first names a path
    locks = list({lock.path.absolute(): lock for lock in found}.values())
    there = [lock for lock in locks if os.path.lexists(lock.path)]
    held = lock_holders(lock.path for lock in there)
    for lock in there:
        yield from _unusable(lock)
        for holder in held.get(lock.path, ()):
            yield _told(lock, holder)
        if lock.path not in held:
            yield from _left(lock)
    if not held:
        yield Finding(topic=_TOPIC, message=f"no lock is held, of {len(there)} that are there")


def _locks(outputs: Path, packages: Sequence[Path], jobs: Sequence[Job], file: ConfigFile) -> Iterator[_Lock]:
    for folder in packages:
        yield _Lock(f"packages in {folder}", folder / FOLDER_LOCK)
    for job in jobs:
        yield _Lock(f"job {job.name}", job.folder / LOCK_FILE)
        yield from _of_runs(job.folder)
    for place in {outputs, *(job.outputs for job in jobs)}:
        yield from _of_runs(place)
    for job in jobs:
        memory = job_memory_file(job)
        if memory is not None:
            yield _Lock(f"memory {memory}", memory)
            yield _Lock(f"folder of the memory {memory}", memory.parent)
        for name in delivery_names(job):
            settings = with_paths_from(delivery_settings(file, name), Path.cwd())
            if isinstance(settings, FeedSettings | SourcesSettings | FolderSettings):
                yield _Lock(f"delivery {name}", Path(settings.folder))


def _of_runs(folder: Path) -> Iterator[_Lock]:
    """Yield the locks of the runs in a folder: that of who writes, and that of who reads."""
    with suppress(OSError):
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
        for name in names[-_MOST_RUNS:]:
            if (folder / name / LOCK_FILE).exists():
                yield _Lock(f"run {folder / name}", folder / name / LOCK_FILE)
                yield _Lock(f"run {folder / name}", folder / name)


def _told(lock: _Lock, holder: LockHolder) -> Finding:
    who = f"process {holder.pid}" if holder.pid else "a process of another container"
    if holder.command:
        who += f" ({holder.command})"
    verb = "read" if holder.is_shared else "held"
    words = f"{lock.what}: is {verb} by {who}"
    if holder.is_stopped:
        mend = f"let it go on: kill -CONT {holder.pid}; or end it: kill -KILL {holder.pid}"
        return problem(_TOPIC, f"{words}, which was stopped and holds up all others", mend)
    since = f", running for {span_words(holder.seconds)}" if holder.seconds is not None else ""
    return Finding(topic=_TOPIC, message=f"{words}{since}")


def _unusable(lock: _Lock) -> Iterator[Finding]:
    """Yield what keeps a lock from being taken by anybody, or by this user."""
    if lock.path.name not in (LOCK_FILE, FOLDER_LOCK):
        return
    if not stat.S_ISREG(lock.path.lstat().st_mode):
        yield problem(_TOPIC, f"{lock.what}: {lock.path} is no file, so nobody can hold it", "move it away")
    elif not os.access(lock.path, os.R_OK | os.W_OK):
        yield problem(
            _TOPIC,
            f"{lock.what}: {lock.path} belongs to another user, so this one cannot hold it",
            f"run: sudo chown -R {os.geteuid()} {lock.path.parent}; or do it as that user",
        )


def _left(lock: _Lock) -> Iterator[Finding]:
    """Yield what was being written when its process ended, where nobody writes now."""
    folder = lock.path if lock.path.is_dir() else lock.path.parent
    left: Iterable[str] = ()
    with suppress(OSError):
        left = sorted(name for name in os.listdir(folder) if name.startswith(_LEFT_OVER))  # noqa: PTH208
    if left and (lock.path.name in (LOCK_FILE, FOLDER_LOCK) or lock.what.startswith("delivery")):
        words = f"{lock.what}: a process that was ended has left {', '.join(left)}"
        yield Finding(topic=_TOPIC, message=words, mend="the next one removes it; you may, too")
