"""A file in an archive as it is met, before anybody has decided whether it is read; and damage."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.core.dataclass import dataclass
from pipeline.core.records import Fetched


class DamagedFileError(Exception):
    """One file of an archive cannot be unpacked; the others can."""


class DamagedArchiveError(Exception):
    """An archive cannot be unpacked from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEntry:
    """A file in an archive. It can be read until the next one is asked for."""

    name: str
    read: Callable[[int], bytes] = lambda _: b""
    """Returns so many of its next bytes, fewer at its end. Raises one of the errors above."""
    problem: str = ""
    """Why it cannot be read, where that is known before: ``is encrypted``."""
    is_wanted: bool = True
    """Whether its content is looked at; what is not wanted is passed over."""
    is_alone: bool = False
    """Whether it is all that the archive packs, and cannot lie hidden in it."""
    is_file: bool = True
    """Whether it is a file; folders, links and devices are counted, and no more."""
    file_name: str = ""
    fetched: Fetched | None = None
    """As in ``ArchivedFile``."""
