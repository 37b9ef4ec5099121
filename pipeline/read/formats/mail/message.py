"""E-mail messages: the words of the best part, with subject, sender and date."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from pipeline.core.errors import SourceError
from pipeline.core.ports import Received
from pipeline.core.records import Parsed, Published, SourceMetadata
from pipeline.read import plain_text
from pipeline.read.encoding import decode
from pipeline.read.formats.compose import SourcePart, composed
from pipeline.read.formats.libraries import require_extra
from pipeline.read.formats.web.html_text import codec_name

_QUOTED = ">"
_ANSWER = re.compile(
    r"^(?:-{2,}\s*(?:original|forwarded|ursprüngliche|message d'origine|mensaje original)|_{20,}\\s*$)",
    re.IGNORECASE,
)
"""A line after which all is quoted from another message, unmarked, as some programs do."""
_SIGNATURE = "-- "
"""The line before a signature (RFC 3676, section 4.3)."""
_LEAST_SHARE = 0.5
"""The plain part is read where it has at least this share of the words of the HTML part."""


class MessageReader:
    """Reads messages (RFC 5322, MIME)."""

    identity = ""

    def read(self, received: Received) -> Parsed:
        """Return the words of a message without quoted replies and signature. Raises ``SourceError``."""
        message = _parsed(received)
        body = _body(message, received)
        subject = " ".join(str(message.get("subject", "")).split())
        titled = [SourcePart(kind="title", text=subject)] if subject else []
        if not body:
            raise SourceError(f"{received.where}: is a message without text")
        return composed([*titled, *body], metadata=_metadata(message), encoding="utf-8")


def _parsed(received: Received) -> EmailMessage:
    try:
        message = message_from_bytes(received.content, policy=default)
        message.keys()
    except (MessageError, ValueError, LookupError) as error:
        raise SourceError(f"{received.where}: is a message that cannot be read: {error}") from error
    return message


def _body(message: EmailMessage, received: Received) -> list[SourcePart]:
    plain = _content(message, "plain", received)
    html = _content(message, "html", received)
    written = _of_text(plain)
    if not html.strip():
        return written
    require_extra("web", "a message in HTML", where=received.where)
    from pipeline.read.formats.web.markup import pieces_of

    marked = pieces_of(html, where=received.where)
    enough = _words(written) >= _LEAST_SHARE * _words(marked)
    return written if written and enough else marked


def _words(pieces: list[SourcePart]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _content(message: EmailMessage, kind: str, received: Received) -> str:
    part = message.get_body((kind,))
    raw = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(raw, bytes) or not raw.strip():
        return ""
    label = part.get_content_charset("us-ascii")
    named = None if label == "us-ascii" else codec_name(label)  # many programs do not say what they write
    for encoding in (named, "utf-8"):
        if encoding is not None:
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return decode(raw, received.detector, where=received.where)[0]


def _of_text(text: str) -> list[SourcePart]:
    """Return the blocks of a plain text, up to its signature, without lines quoted from other messages."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line == _SIGNATURE or (_ANSWER.match(line) and any(before.strip() for before in kept)):
            break  # a message that begins so is forwarded, and its text is what follows
        if not line.startswith(_QUOTED) and not _ANSWER.match(line):
            kept.append(line)
    clean = "\n".join(kept)
    return [
        SourcePart(
            kind="heading" if block.kind == "title" else block.kind,
            text=clean[block.start : block.end],
            marker=block.marker,
        )
        for block in plain_text.find_blocks(clean)
    ]


def _metadata(message: EmailMessage) -> SourceMetadata:
    name, address = parseaddr(str(message.get("from", "")))
    sender = name or address
    language = str(message.get("content-language", "")).partition(",")[0].strip()
    return SourceMetadata(
        outlet=" ".join(sender.split()) or None, published=_published(message), language=language or None
    )


def _published(message: EmailMessage) -> Published | None:
    try:
        found = parsedate_to_datetime(str(message.get("date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    stamp = found.isoformat(timespec="seconds")
    return Published(time=stamp if found.tzinfo else f"{stamp}+00:00", said_by="message")
