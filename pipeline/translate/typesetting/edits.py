"""Replacing of stretches in a translation, whose items move with the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from pipeline.core.records import Item
from pipeline.translate.protect.restore import Restored

Edit: TypeAlias = tuple[int, int, str]
"""Start and end of a stretch, and what stands there instead."""


def in_items(restored: Restored) -> frozenset[int]:
    """Return the places of a translation that lie in its items, where nothing is changed."""
    return frozenset(at for item in restored.items for at in range(item.start, item.end))


def edited(restored: Restored, edits: Sequence[Edit]) -> Restored:
    """Return a translation with ``edits``, which are in order; items keep their places beside the words."""
    if not edits:
        return restored
    parts: list[str] = []
    items: list[Item] = []
    waiting = list(reversed(restored.items))
    at = shift = 0

    def pass_items(until: int) -> None:
        while waiting and waiting[-1].start < until:
            item = waiting.pop()
            items.append(replace(item, start=item.start + shift, end=item.end + shift))

    for start, end, new in edits:
        start = max(start, at)  # a space may have gone with the edit before
        pass_items(start + 1)
        parts += [restored.text[at:start], new]
        shift += len(new) - (end - start)
        at = end
    pass_items(len(restored.text) + 1)
    return Restored(text="".join([*parts, restored.text[at:]]), items=tuple(items))
