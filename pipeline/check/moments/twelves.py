"""Noon and midnight, which another language may write as 12:00, 24:00 or 0:00."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.check.numbers.figures import Figure
from pipeline.check.numbers.sides import NumberedText

_NOONS, _MIDNIGHTS = frozenset({"12"}), frozenset({"0", "12", "24"})
_NAMES: tuple[Literal["noon", "midnight"], ...] = ("noon", "midnight")
_NO_MINUTES = ((), ("00",))


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
    # By the clock of 24 hours 12:00 is noon, and 0:00, 24:00 and 0 Uhr are midnight.
    bare = (("0",), ("24",)) if side.has("afternoon") else ()
    if not found and any(figure.parts in (("0", "00"), ("24", "00"), *bare) for figure in side.figures):
        return ["midnight"]
    return found
