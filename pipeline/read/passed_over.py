"""The files in folders that were passed over, because they hold nothing that is read."""

from __future__ import annotations

from collections import Counter

_MOST_NAMED = 8
"""So many kinds are named in the line; the rest are counted."""


class PassedOver:
    """Counts files that were passed over, by the endings of their names."""

    def __init__(self) -> None:
        """Count none at first."""
        self._endings: Counter[str] = Counter()

    def add(self, origin: str) -> None:
        """Count a file."""
        name = origin.rpartition("/")[2]
        dot = name.rfind(".")
        self._endings[name[dot:].lower() if dot > 0 else "without an ending"] += 1

    @property
    def count(self) -> int:
        """The number of files."""
        return self._endings.total()

    def line(self) -> str:
        """Return what was passed over in words, the commonest ending first; empty where nothing was.

        >>> passed = PassedOver()
        >>> [passed.add(name) for name in ("a/b.xlsx", "a/c.css", "a/d.css")] and passed.line()
        '3 passed over: .css 2, .xlsx 1'
        """
        if not self._endings:
            return ""
        ordered = sorted(self._endings.items(), key=lambda item: (-item[1], item[0]))
        named = [f"{ending} {count}" for ending, count in ordered[:_MOST_NAMED]]
        rest = sum(count for _, count in ordered[_MOST_NAMED:])
        return f"{self.count} passed over: {', '.join([*named, *([f'others {rest}'] if rest else [])])}"
