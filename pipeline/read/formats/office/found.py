"""What was found in an office document, and its form on the way from the process that found it."""

from __future__ import annotations

import json
from typing import Any, cast, get_args

from pipeline.core.dataclass import dataclass
from pipeline.core.records import BlockKind, MarkRole, Published, Side, SourceMetadata
from pipeline.core.text.normalise import normalise
from pipeline.read.encodings.utf8 import in_utf8
from pipeline.read.formats.compose import PartMark, SourcePart
from pipeline.read.formats.office.tables import MOST_EMPTY

_LONGEST_MARKER = 40
"""So many characters of what stands before an item of a list are kept."""
_KINDS = frozenset(get_args(BlockKind))
_ROLES = frozenset(get_args(MarkRole))
_SIDES = frozenset(get_args(Side))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """The parts of a document, and what it says of itself."""

    parts: tuple[SourcePart, ...]
    authors: tuple[str, ...] = ()
    time: str = ""
    """When it was published or last changed, ISO 8601; empty where it does not say."""
    language: str = ""
    outlet: str = ""

    @property
    def metadata(self) -> SourceMetadata:
        """What the document says of itself, as a document's record has it."""
        return SourceMetadata(
            outlet=self.outlet or None,
            authors=self.authors,
            published=Published(time=self.time, said_by="document") if self.time else None,
            language=self.language or None,
        )


def packed_found(found: FoundText) -> bytes:
    """Return what was found as bytes."""
    parts = [
        [
            part.kind,
            part.text,
            part.marker,
            part.continues,
            [[mark.at, mark.role, mark.side, mark.pair, mark.kept] for mark in part.marks],
            part.language,
            part.is_parted,
            part.empty_before,
        ]
        for part in found.parts
    ]
    about = [list(found.authors), found.time, found.language, found.outlet]
    return in_utf8(json.dumps([parts, about], ensure_ascii=False, separators=(",", ":")))


def unpacked_found(content: bytes) -> FoundText:
    """Return what bytes say was found. Raises ``ValueError`` where they say something else.

    They come from a process that a document may have taken over, so each value is looked at.
    """
    try:
        parts, (authors, time, language, outlet) = json.loads(content)
        return FoundText(
            parts=tuple(_part(*row) for row in parts),
            authors=tuple(_text(name) for name in authors),
            time=_text(time),
            language=_text(language),
            outlet=_text(outlet),
        )
    except (TypeError, RecursionError) as error:
        raise ValueError("not what was asked for") from error


def _part(
    kind: Any,
    text: Any,
    marker: Any,
    continues: Any,
    marks: Any,
    language: Any,
    is_parted: Any,
    empty_before: Any,
) -> SourcePart:
    is_plain = isinstance(continues, bool) and isinstance(is_parted, bool)
    if kind not in _KINDS or not is_plain or "\n" in _text(marker):
        raise ValueError("no part of a document")
    if type(empty_before) is not int or not 0 <= empty_before <= MOST_EMPTY:
        raise ValueError("no cell of a row")
    return SourcePart(
        kind=cast("BlockKind", kind),
        text=_text(text),
        marker=_clean(marker),
        continues=continues,
        marks=tuple(_mark(*row) for row in marks),
        language=_text(language),
        is_parted=is_parted,
        empty_before=empty_before,
    )


def _mark(at: Any, role: Any, side: Any, pair: Any, kept: Any) -> PartMark:
    if type(at) is not int or at < 0 or role not in _ROLES or side not in _SIDES:
        raise ValueError("no mark of a part")
    if pair is not None and (type(pair) is not int or pair < 0):
        raise ValueError("no pair of marks")
    if type(kept) is not int or not 0 <= kept <= at:
        raise ValueError("no words of a mark")
    return PartMark(at=at, role=role, side=side, pair=pair, kept=kept)


def _clean(marker: str) -> str:
    """Return a marker without signs that nobody sees, a space at its end."""
    words = " ".join(normalise(marker).text.split())[:_LONGEST_MARKER]
    return f"{words} " if words else ""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
