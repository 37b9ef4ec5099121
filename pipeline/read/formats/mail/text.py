"""The plain text of a message, without what is quoted from older messages, and without its signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from pipeline.read import plain_text
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.mail.forwards import (
    begins_head,
    forwards,
    is_field,
    is_forward_line,
    is_original_line,
)
from pipeline.read.formats.mail.replies import (
    QUOTE_SIGN,
    SIGNATURE_LINE,
    answers,
    drop_attribution,
    without_escapes,
)

_RULE = re.compile(r"_{20,}\s*$")
"""A line above a message that is answered, or above what a mailing list adds."""
HEAD_LINES = 8
"""So many lines are looked through for the head of a message."""


def parts_of_text(text: str, *, subject: str, first: bool, replies: bool) -> list[SourcePart]:
    """Return the blocks of a plain text: its own, and those of a message that it forwards.

    ``subject`` is its message's; ``first`` says whether nothing stands before it in that, ``replies`` whether
    its message answers another.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    kept = _own_lines(lines, forwards(subject), first, replies)
    parts: list[SourcePart] = []
    for is_said, group in groupby(kept, lambda line: line.startswith(QUOTE_SIGN)):
        parts += _blocks("\n".join(group), is_said=is_said)
    return parts


def _blocks(text: str, *, is_said: bool) -> Iterator[SourcePart]:
    """Yield the blocks of a text; ``is_said`` says whether all of it is a quotation."""
    if is_said:
        own = [line[1:] for line in text.split("\n")]
        for has_words, group in groupby(own, lambda line: bool(line.strip())):
            if has_words:
                yield SourcePart(kind="quotation", text=" ".join(map(str.strip, group)))
        return
    for block in plain_text.find_blocks(text):
        yield SourcePart(
            kind="heading" if block.kind == "title" else block.kind,
            text=text[block.start : block.end],
            marker=block.marker,
        )


def _own_lines(lines: list[str], may_forward: bool, first: bool, replies: bool) -> list[str]:
    """Return lines without those of older messages; lines that still begin with the sign are statements.

    ``may_forward`` says that the first answered message is forwarded.
    """
    kept: list[str] = []
    worded = 0
    lines = without_escapes(lines)
    has_statements = not (replies or answers(lines))
    is_signed = False
    after = _following(lines)
    for number, line in enumerate(lines):
        begun = not first or worded > 0
        is_answer = is_original_line(line) or _RULE.match(line) is not None
        following = after[number]
        if (is_answer or line.rstrip().endswith((":", "：", "-"))) and _is_forward(
            line, following, may_forward and is_answer
        ):
            return [*kept, "", *_forwarded(lines[number + 1 :], following)]
        if worded and _begins_head(lines, number):
            return [*kept, "", *_forwarded(lines[number:], line)] if may_forward else kept
        if is_answer and begun:
            break  # a message that begins so is forwarded, and its text is what follows
        is_signed |= line == SIGNATURE_LINE
        if is_signed:
            continue  # a message that is forwarded may stand below
        if line.startswith(QUOTE_SIGN) and not has_statements:
            worded -= drop_attribution(kept)
        elif not is_answer:
            kept.append(line)
            worded += bool(line.strip())
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
    return _own_lines(lines, False, False, False)


def unflowed(text: str, *, joins_words: bool) -> str:
    """Return a text whose lines were broken to be joined again, in whole lines (RFC 3676).

    ``joins_words`` says whether the space at the end of such a line is none of the text.
    """
    made: list[str] = []
    is_open = False
    for line in text.replace("\r\n", "\n").split("\n"):
        is_quoted = line.startswith(QUOTE_SIGN)
        own = line[1:] if line.startswith(" ") and not is_quoted else line  # which was stuffed
        flows = own.endswith(" ") and own != SIGNATURE_LINE and not is_quoted
        own = own[:-1] if flows and joins_words else own
        if is_open and not is_quoted and own != SIGNATURE_LINE:
            made[-1] += own
        else:
            made.append(own)
        is_open = flows
    return "\n".join(made)
