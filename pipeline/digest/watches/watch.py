"""A watch, as a user words it in ``[watch.NAME]``."""

from __future__ import annotations

from pipeline.core.dataclass import dataclass

MOST_WATCHES = 50
"""The most watches that one digest can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A watch as the user wrote it. ``opened.opened_watch`` checks it."""

    name: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    query: str = ""
    languages: tuple[str, ...] = ()
    """Languages of the texts that are looked through; none are all."""
