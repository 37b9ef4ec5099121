"""The files in folders that were passed over, because they hold nothing that is read."""

from __future__ import annotations

from collections import Counter

_MOST_NAMED = 8
"""So many kinds are named in the line; the rest are counted."""


class PassedOver:
    """Counts files that were passed over, by the endings of their names and by what they are."""

    def __init__(self) -> None:
        """Count none at first."""
        self._kinds: Counter[tuple[str, str]] = Counter()

    def add(self, origin: str, what: str = "") -> None:
        """Count a file; ``what`` says what it is, where the ending of its name does not say enough."""
        name = origin.rpartition("/")[2]
        dot = name.rfind(".")
        ending = name[dot:].lower() if dot > 0 else ""
        what = what.replace(f" ({ending})", "") if ending else what
        self._kinds[ending or "without an ending", f" ({what})" if what else ""] += 1

    @property
    def count(self) -> int:
        """The number of files."""
        return self._kinds.total()

    def line(self) -> str:
        """Return what was passed over in words, the commonest kind first; empty where nothing was.

        >>> passed = PassedOver()
        >>> [passed.add(name) for name in ("a/b.css", "a/c.css")] and passed.line()
        '2 passed over: .css 2'
        >>> passed.add("a/b.xlsx", "an Excel workbook (.xlsx)") or passed.line()
        '3 passed over: .css 2, .xlsx 1 (an Excel workbook)'
        """
        if not self._kinds:
            return ""
        ordered = sorted(self._kinds.items(), key=lambda item: (-item[1], item[0]))
        named = [f"{ending} {count}{what}" for (ending, what), count in ordered[:_MOST_NAMED]]
        rest = sum(count for _, count in ordered[_MOST_NAMED:])
        return f"{self.count} passed over: {', '.join([*named, *([f'others {rest}'] if rest else [])])}"
