"""What is fuzzed: functions of bytes that do the work and assert what must hold, and inputs to begin with."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import languages
from pipeline.core.errors import DepecheError, printable
from tests.campaigns.fuzz.limits import LIMITS, Limits

Choice = TypeVar("Choice")

_MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - folders in it get names of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing to fuzz."""

    run: Callable[[bytes], None]
    """Raises whatever shows a defect; errors of ours (``DepecheError``) are answers, and caught within."""
    seeds: Callable[[], Sequence[bytes]]
    """Inputs to start from; made when asked for."""
    share: int
    """Of a campaign's cases, beside the shares of the others: cheap targets get most."""
    longest: int = 4096
    """Bytes of an input, at most, but for those that hypothesis makes."""
    limits: Limits = LIMITS
    """Of one case."""
    prepare: Callable[[], object] = lambda: None
    """Loads what all cases need, such as models, so that it counts for none of them."""


class Reader:
    """Takes values off the front of an input, so that few bytes can say much; past its end all is 0."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        """Return the next byte."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def choose(self, choices: Sequence[Choice]) -> Choice:
        """Return one of ``choices``."""
        return choices[(self.byte() << 8 | self.byte()) % len(choices)]

    def rest(self) -> bytes:
        """Return what is left."""
        return self._data[self._at :]

    @property
    def more(self) -> bool:
        """Whether anything is left."""
        return self._at < len(self._data)

    def language(self) -> str:
        """Return a code that ``languages/`` has a file for."""
        return self.choose(languages.codes())

    def text(self) -> str:
        """Return what is left as text: bytes that are no UTF-8 become halves of characters."""
        return text_of(self.rest())


def is_one_line(error: DepecheError) -> bool:
    """Say whether an error's message can be shown as it is."""
    return bool(error.message) and printable(error.message) == error.message


def text_of(data: bytes) -> str:
    """Return bytes as text: those that are no UTF-8 become halves of characters, which no file can hold."""
    return data.decode("utf-8", "surrogateescape")


@functools.cache
def place() -> Path:
    """Return a folder for this process, in memory where there is such a place: disks are slow to sync."""
    where = _MEMORY_DISK if _MEMORY_DISK.is_dir() else None
    return Path(tempfile.mkdtemp(prefix="depeche-fuzz-", dir=where))


@contextmanager
def folder() -> Iterator[Path]:
    """Make an empty folder for one case."""
    made = Path(tempfile.mkdtemp(dir=place()))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
