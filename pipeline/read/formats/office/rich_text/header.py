"""What an RTF document says before its text: names of styles, and times."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.read.formats.office.word.styles import kind_of_style

_MAX_CHAIN = 20
"""So many styles are followed, each based on the next."""
TIME_PARTS = (b"yr", b"mo", b"dy", b"hr", b"min", b"sec")
"""The control words of a time, in the order of ISO 8601."""


def named_styles(names: Mapping[int, str], bases: Mapping[int, int]) -> dict[int, str]:
    """Return the name of each style by its number, or that of a built-in one that it is based on.

    ``bases`` has the numbers of the styles that others are based on.
    """
    named = dict(names)
    for number in names:
        base = number
        for _ in range(_MAX_CHAIN):
            if kind_of_style(names.get(base, "")) is not None:
                named[number] = names[base]
                break
            if base not in bases:
                break
            base = bases[base]
    return named


def stated_time(parts: Mapping[bytes, int]) -> str:
    """Return a time in ISO 8601 from its parts; empty where there is none. It names no zone."""
    if not parts.get(b"yr"):
        return ""
    year, month, day, hour, minute, second = (parts.get(name, 0) for name in TIME_PARTS)
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
