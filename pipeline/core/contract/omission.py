"""The mark of a field that a record's JSON does not have where it says nothing."""

from __future__ import annotations

from typing import Literal

from pipeline.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Omitted:
    """A mark for ``Annotated``: a field with a default is left out ``when`` its value is of that kind."""

    when: Literal["empty", "none"]


WHEN_EMPTY, WHEN_NONE = Omitted("empty"), Omitted("none")
