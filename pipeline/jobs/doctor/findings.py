"""What a finding is."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipeline.core.dataclass import dataclass

FindingLevel: TypeAlias = Literal["fact", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    topic: str
    """What it is about: ``software``, ``engine``, ``processor``, ``model``, ``machine``, ``job`` ..."""
    level: FindingLevel = "fact"
    message: str
    mend: str = ""
    """The command or the step that mends a problem; empty for a fact."""

    @property
    def line(self) -> str:
        """The finding in one line."""
        return f"{self.message}; {self.mend}" if self.mend else self.message


def problem(topic: str, message: str, mend: str) -> Finding:
    """Return a problem, with what mends it."""
    return Finding(topic=topic, level="problem", message=message, mend=mend)
