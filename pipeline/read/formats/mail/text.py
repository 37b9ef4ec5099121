"""The plain text of a message, without what is quoted from older messages, and without its signature."""

from __future__ import annotations

import re

from pipeline.read import plain_text
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.mail.forwards import (
    begins_head,
    forwards,
    is_field,
    is_forward_line,
    is_original_line,
)

QUOTE_SIGN = ">"
"""Stands before each line that is quoted."""
SIGNATURE_LINE = "-- "
"""The line before a signature (RFC 3676, section 4.3)."""
_RULE = re.compile(r"_{20,}\s*$")
"""A line above a message that is answered, or above what a mailing list adds."""
HEAD_LINES = 8
"""So many lines are looked through for the head of a message."""
_ATTRIBUTION = re.compile(r"\d{1,2}:\d\d|\d{4}|@")


def parts_of_text(text: str, *, subject: str, first: bool) -> list[SourcePart]:
    """Return the blocks of a plain text: its own, and those of a message that it forwards.

    ``subject`` is its message's; ``first`` says whether nothing stands before it in that.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    clean = "\n".join(_own_lines(lines, forwards(subject), first))
    return [
        SourcePart(
            kind="heading" if block.kind == "title" else block.kind,
            text=clean[block.start : block.end],
            marker=block.marker,
        )
        for block in plain_text.find_blocks(clean)
    ]


def _own_lines(lines: list[str], may_forward: bool, first: bool) -> list[str]:
    """Return lines without quoted ones. ``may_forward`` says that the first answered message is forwarded."""
    kept: list[str] = []
    is_signed = False
    after = _following(lines)
    for number, line in enumerate(lines):
        begun = not first or any(before.strip() for before in kept)
        is_answer = is_original_line(line) or _RULE.match(line) is not None
        following = after[number]
        if (is_answer or line.rstrip().endswith((":", "：", "-"))) and _is_forward(
            line, following, may_forward and is_answer
        ):
            return [*kept, "", *_forwarded(lines[number + 1 :], following)]
        if any(before.strip() for before in kept) and _begins_head(lines, number):
            return [*kept, "", *_forwarded(lines[number:], line)] if may_forward else kept
        if is_answer and begun:
            break  # a message that begins so is forwarded, and its text is what follows
        is_signed |= line == SIGNATURE_LINE
        if is_signed:
            continue  # a message that is forwarded may stand below
        if line.startswith(QUOTE_SIGN):
            _drop_attribution(kept)
        elif not is_answer:
            kept.append(line)
    return kept


def _following(lines: list[str]) -> list[str]:
    """Return for each line the next one with words; empty behind the last."""
    found, last = [], ""
    for line in reversed(lines):
        found.append(last)
        last = line if line.strip(QUOTE_SIGN + " \t\r") else last
    return found[::-1]


def _begins_head(lines: list[str], number: int) -> bool:
    """Say whether the head of an older message begins with a line, behind an empty one."""
    is_apart = not number or not lines[number - 1].strip()
    return (
        is_apart and is_field(lines[number]) and begins_head("\n".join(lines[number : number + HEAD_LINES]))
    )


def _is_forward(line: str, following: str, may_forward: bool) -> bool:
    return is_forward_line(line, following) or (may_forward and is_field(following))


def _forwarded(lines: list[str], following: str) -> list[str]:
    """Return the lines of a forwarded message without what it quotes; some programs mark all of them."""
    if following.startswith(QUOTE_SIGN):
        lines = [
            line[1:].removeprefix(" ") for line in lines if not line.strip() or line.startswith(QUOTE_SIGN)
        ]
    return _own_lines(lines, False, False)


def _drop_attribution(kept: list[str]) -> None:
    """Drop the line above a quotation that says who wrote it: it ends in a colon, with a date or address."""
    at = len(kept) - 1
    while at >= 0 and not kept[at].strip():
        at -= 1
    if at < 0 or not kept[at].rstrip().endswith(":"):
        return
    first = at - 1 if at and kept[at - 1].rstrip().endswith(",") else at  # programs wrap it into two lines
    if _ATTRIBUTION.search(" ".join(kept[first : at + 1])):
        del kept[first:]
