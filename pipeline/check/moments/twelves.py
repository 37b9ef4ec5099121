"""Noon and midnight, which another language may write as 12:00, 24:00 or 0:00."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.check.numbers.figures import Figure
from pipeline.check.numbers.sides import NumberedText

_NOONS, _MIDNIGHTS = frozenset({"12"}), frozenset({"0", "12", "24"})
_NAMES: tuple[Literal["noon", "midnight"], ...] = ("noon", "midnight")
_NO_MINUTES = ((), ("00",))
_BARE = (("0",), ("24",))
"""Hours without minutes, where a word says that they are hours: 0 Uhr."""
_CLOCK = re.compile(r"(?<![\d.,:])(\d{1,2})\s?([:.hч時点點시])\s?00(?![\d]|[.,:]\d)")
"""A full hour with its minutes, by the clock of 24 hours: 12:00, 12.00, 12 h 00, 12時00分."""


def is_named_twelve(figure: Figure, other: NumberedText) -> bool:
    """Say whether a figure is an hour that the other text has as noon or midnight."""
    hour, *minutes = figure.parts
    if tuple(minutes) not in _NO_MINUTES or hour not in _MIDNIGHTS or figure.is_scaled:
        return False
    return (hour in _NOONS and other.has("noon")) or other.has("midnight")


def other_twelve(source: NumberedText, target: NumberedText) -> str:
    """Describe a noon that became midnight, or a midnight that became noon; empty where there is none."""
    before = _twelves(source)
    if len(before) == 1 and len(after := _twelves(target)) == 1 and before != after:
        return f"{before[0]} became {after[0]}"
    return ""


def _twelves(side: NumberedText) -> Sequence[str]:
    found = [name for name in _NAMES if side.has(name)]
    if found:
        return found
    by_day = side.has("afternoon")  # a word that goes with hours of 24, such as Uhr, or says which half it is
    times = [(match[1].lstrip("0"), match[2]) for match in _CLOCK.finditer(side.text)]
    hours = {hour for hour, sign in times if by_day or sign != "."}
    if not times and by_day:
        hours = {figure.parts[0].lstrip("0") for figure in side.figures if figure.parts in _BARE}
    if hours & {"", "24"}:
        return ["midnight"]
    return ["noon"] if by_day and "12" in hours else []
