"""Mailboxes in the format of Unix (mbox, RFC 4155): messages in a row, each after a line ``From ``."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from email.parser import BytesHeaderParser
from email.policy import compat32

from pipeline.core.errors import SourceError
from pipeline.core.ports import Member
from pipeline.read.formats.sniff import FROM_LINE

MAX_MESSAGES = 10_000
"""The most messages of a mailbox."""
_BEGINNING = re.compile(rb"^" + FROM_LINE, re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


class MailboxContainer:
    """Opens mailboxes."""

    def members(
        self, content: bytes, *, where: str, base: str = "", note: Callable[[str], None] = lambda _: None
    ) -> Sequence[Member]:
        """Return the messages of a mailbox, in its order; ``base`` and ``note`` are of no use.

        Raises ``SourceError`` where there are too many.
        """
        content = content.removeprefix(codecs.BOM_UTF8)
        starts = list(_BEGINNING.finditer(content))
        if not starts:
            raise SourceError(f"{where}: is no mailbox; it has no line that begins with From and a sender")
        if len(starts) > MAX_MESSAGES:
            raise SourceError(f"{where}: is a mailbox of more than {MAX_MESSAGES} messages; split it first")
        ends = [*(start.start() for start in starts[1:]), len(content)]
        return [_member(content[start.end() : end]) for start, end in zip(starts, ends, strict=True)]


def _member(content: bytes) -> Member:
    own = _QUOTED_FROM.sub(rb"\1", content).rstrip(b"\r\n") + b"\n"
    identifier = str(BytesHeaderParser(policy=compat32).parsebytes(own).get("message-id", ""))
    return Member(name="".join(identifier.split()).strip("<>"), format="eml", content=own)
