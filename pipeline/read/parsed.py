"""The result of parsing a source."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.records import Block, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A source's text with its parts; the fields are as in ``Document``."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
