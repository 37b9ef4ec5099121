"""The title of a message: its subject, once, though its text begins with the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.formats.compose import SourcePart, block_text

_LOOKED_THROUGH = 4
"""So many parts at the beginning are compared with the subject: a link and a preview may stand before it."""
_SHORT = 120
"""Signs of what may stand before a title."""


def with_subject(body: Sequence[SourcePart], subject: str) -> list[SourcePart]:
    """Return the parts of a message with its subject as their title, which is then no part of its own.

    The title stands in the place of the part that repeats it, so that this is written again with its words.
    """
    if not subject:
        return list(body)
    title = SourcePart(kind="title", text=subject)
    at = _repeated(body, title)
    if at is None:
        return [title, *body]
    rest = [*body[:at], *body[at + 1 :]]
    if at < len(rest) and not any(map(str.isalnum, rest[at].text)) and rest[at].anchor is None:
        del rest[at]  # a line under the title
    return [_in_place_of(title, body[at]), *rest]


def _repeated(body: Sequence[SourcePart], title: SourcePart) -> int | None:
    """Return which part repeats the title, case and signs aside; None if that would leave nothing.

    It is the first one, or a heading behind some short ones.
    """
    wanted = _letters(title)
    for at, part in enumerate(body[:_LOOKED_THROUGH]):
        may_repeat = part.kind == "heading" or (not at and part.kind in ("paragraph", "cell"))
        if may_repeat and wanted and _letters(part) == wanted:
            return at if len(body) > 1 else None
        if len(block_text(part)) > _SHORT:
            break
    return None


def _letters(part: SourcePart) -> str:
    return "".join(filter(str.isalnum, block_text(part).casefold()))


def _in_place_of(title: SourcePart, part: SourcePart) -> SourcePart:
    """Return a title in the place of a part; with the marks in it, where its words are the same."""
    if block_text(part) == block_text(title):
        return replace(part, kind="title", marker="", continues=False, is_line=False, empty_before=0)
    if part.anchor is None:
        return title
    anchor = replace(part.anchor, text=title.text, full_text=title.text, marks=(), handles=(), shifts=())
    return replace(title, anchor=anchor)
