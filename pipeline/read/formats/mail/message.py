"""E-mail messages: the words of the best part, with subject, sender and date."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, MessageError, StartBoundaryNotFoundDefect
from email.message import Message
from email.policy import default
from email.utils import parseaddr
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.core.ports import Received
from pipeline.core.records import Parsed, Published, Repair, SourceMetadata
from pipeline.read.encoding import decode
from pipeline.read.formats.compose import SourcePart, composed
from pipeline.read.formats.libraries import require_extra
from pipeline.read.formats.mail.alternatives import best_form
from pipeline.read.formats.mail.beside import with_text_beside
from pipeline.read.formats.mail.footers import is_footer, without_footer
from pipeline.read.formats.mail.forwards import (
    begins_head,
    forwards,
    holds_forward,
    is_field,
    is_forward_line,
)
from pipeline.read.formats.mail.replies import is_reply
from pipeline.read.formats.mail.text import HEAD_LINES, parts_of_text, unflowed
from pipeline.read.formats.mail.titles import with_subject
from pipeline.read.formats.parser_words import parser_words
from pipeline.read.formats.web.stated import published_time

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOUNDARY = re.compile(rb"^--(\S[^\n]{0,69})$", re.MULTILINE)
_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
"""What the parser says of messages whose parts do not begin or do not end."""
MALFORMED = (
    *(MessageError, ValueError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError),
)
"""What the parser of the standard library raises at malformed messages, at the first look at a header."""


class MessageReader:
    """Reads messages (RFC 5322, MIME)."""

    identity = ""

    def read(self, received: Received) -> Parsed:
        """Return the words of a message without replies, footer and signature. Raises ``SourceError``."""
        repairs: list[Repair] = []
        message, parts = message_parts(replace(received, repaired=repairs.append))
        whole = composed(parts, metadata=_metadata(message), encoding="utf-8")
        if any(isinstance(defect, _CUT) for part in message.walk() for defect in part.defects):
            repairs.append(Repair(kind="cut_short", count=1, first=len(received.content)))
        return replace(whole, repairs=tuple(repairs))


def message_parts(received: Received) -> tuple[Message, list[SourcePart]]:
    """Return a message and its parts, the subject first. Raises ``SourceError``."""
    try:
        content = received.content.lstrip(b"\r\n")
        message = _with_boundary(message_from_bytes(content, policy=default), content)
        body = _body(message, _source(received, message))
    except MALFORMED as error:
        raise SourceError(
            f"{received.where}: is a message that cannot be read: {parser_words(error)}"
        ) from error
    if not body:
        raise SourceError(f"{received.where}: {_why_empty(message)}")
    return message, with_subject(without_footer(body), header_line(message, "subject"))


def _why_empty(message: Message) -> str:
    """Return why a message has no text: it is encrypted, or lies inside its signature."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "multipart/encrypted":
            return "is an encrypted message (PGP); decrypt it in the mail program and save it again"
        if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            if "signed" in str(part.get_param("smime-type", "")).lower():
                return (
                    "is a signed message with its text inside the signature (S/MIME); save it as plain text"
                )
            return "is an encrypted message (S/MIME); decrypt it in the mail program and save it again"
    return "is a message without text"


def _with_boundary(message: Message, content: bytes) -> Message:
    """Return a message whose header lacks the boundary of its parts, with the one that its lines show."""
    if message.get_content_maintype() != "multipart" or message.is_multipart():
        return message
    body = content.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    lines = _BOUNDARY.findall(body)
    found = next((line for line in lines if lines.count(line) > 1 or line + b"--" in lines), None)
    if found is None:
        return message
    del message["content-type"]
    whole = message.as_bytes().partition(b"\n\n")[0]
    kind = f"multipart/mixed; boundary={chr(34)}{found.decode('ascii', 'replace')}{chr(34)}"
    if b"text/plain" in body and b"text/html" in body:
        kind = kind.replace("mixed", "alternative")
    return message_from_bytes(
        b"Content-Type: " + kind.encode("ascii", "replace") + b"\n" + whole + b"\n\n" + body, policy=default
    )


def header_line(message: Message, name: str) -> str:
    """Return a header in one line, as it stands where it is malformed; empty where there is none."""
    try:
        found = str(message.get(name, ""))
        if "\ufffd" in found:  # it has bytes that are not ASCII as they are
            raw = next(str(value) for key, value in message.raw_items() if key.lower() == name.lower())
            found = decode(raw.encode("utf-8", "surrogateescape"), None, where=name).text
    except MALFORMED:
        found = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    return " ".join(found.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What a part of a message is from."""

    received: Received
    subject: str
    """The subject of its message: it may say that this forwards another."""
    replies: bool
    """Whether its message answers another."""
    language: str
    """The language that its message declares, as a tag; empty where it declares none."""


def _body(part: Message, source: _Source, *, first: bool = True) -> list[SourcePart]:
    """Return the blocks of a message or a part of one, in the order of its parts.

    ``first`` says whether nothing stands before it: later parts may be what a mailing list adds.
    """
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return _forwarded(part, source)
    if part.get_content_disposition() == "attachment":
        return []
    if part.is_multipart():
        return _of_parts(kind, _inner(part), source)
    if kind == "text/plain" or kind.startswith("multipart/"):  # parts that no boundary divides
        text = _decoded(part, source.received)
        if str(part.get_param("format", "")).lower() == "flowed":
            text = unflowed(text, joins_words=str(part.get_param("delsp", "")).lower() == "yes")
        return parts_of_text(text, subject=source.subject, first=first, replies=source.replies)
    if kind == "text/html":
        return _of_html(_decoded(part, source.received), source)
    return []


def _of_parts(kind: str, parts: list[Message], source: _Source) -> list[SourcePart]:
    if kind == "multipart/alternative":
        return _best_read(parts, source)
    if kind in ("multipart/related", "multipart/report", "multipart/signed"):
        parts = parts[:1]  # what follows is pictures, what could not be delivered, or the signature
    found: list[list[SourcePart]] = []
    for part in parts:
        found.append(_body(part, source, first=not any(found)))
    return with_text_beside(found)


def _best_read(parts: list[Message], source: _Source) -> list[SourcePart]:
    """Return the best form of a text, of those that can be read here. Raises ``SourceError`` if none can."""
    forms, refused = [], None
    for part in parts:
        try:
            forms.append(_body(part, source))
        except SourceError as error:
            forms.append([])
            refused = error
    found = best_form(forms)
    if not found and refused is not None:
        raise refused
    return found


def _inner(part: Message) -> list[Message]:
    inner = part.get_payload()
    return [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []


def _forwarded(part: Message, source: _Source) -> list[SourcePart]:
    """Return the blocks of a message in a message, under its subject."""
    found: list[SourcePart] = []
    for inner in _inner(part):
        subject = header_line(inner, "subject")
        body = _body(inner, _source(source.received, inner))
        titled = [SourcePart(kind="heading", text=subject)] if subject and body else []
        found += with_text_beside([titled, body])
    return found


def _of_html(html: str, source: _Source) -> list[SourcePart]:
    if not html.strip():
        return []
    received = source.received
    require_extra("web", "a message in HTML", where=received.where)
    from pipeline.read.formats.web.marked import anchored, with_kept_words
    from pipeline.read.formats.web.markup import is_quoted, parts_and_root

    may_forward = forwards(source.subject)

    def is_left_out(element: _Element) -> bool:
        if is_footer(element):
            return True
        if not is_quoted(element):
            return False
        is_outermost = not any(map(is_quoted, element.iterancestors()))
        return not (holds_forward(element) or (may_forward and is_outermost))

    parts, root = parts_and_root(html, where=received.where, language=source.language, without=is_left_out)
    if not may_forward:
        parts = _without_older(parts)
    if root is None:
        return parts
    return list(anchored(parts, root) if received.with_marks else with_kept_words(parts, root))


def _without_older(parts: list[SourcePart]) -> list[SourcePart]:
    """Return parts up to the head of an older message that follows without any mark, as Outlook writes it."""
    for number in range(1, len(parts)):
        if is_field(parts[number].text) and begins_head(
            "\n".join(part.text for part in parts[number : number + HEAD_LINES])
        ):
            is_forward = is_forward_line(parts[number - 1].text, parts[number].text)
            return parts if is_forward else parts[:number]
    return parts


def _decoded(part: Message, received: Received) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw.strip():
        return ""
    label = part.get_content_charset("us-ascii")
    said = "" if label == "us-ascii" else label  # many programs do not say what they write
    decoded = decode(raw, received.detector, where=received.where, declared=(said,))
    for repair in decoded.repairs:
        received.repaired(repair)
    return decoded.text


def _metadata(message: Message) -> SourceMetadata:
    try:
        name, address = parseaddr(header_line(message, "from"))
    except RecursionError:  # remarks in remarks, hundreds deep
        name = address = ""
    sender = name or address
    return SourceMetadata(
        outlet=" ".join(sender.split()) or None,
        published=_published(message),
        language=_language(message) or None,
    )


def _source(received: Received, message: Message) -> _Source:
    subject = header_line(message, "subject")
    return _Source(
        received=received,
        subject=subject,
        replies=is_reply(subject) or bool(header_line(message, "in-reply-to")),
        language=_language(message),
    )


def _language(message: Message) -> str:
    return header_line(message, "content-language").partition(",")[0].strip()


def _published(message: Message) -> Published | None:
    # As it was sent: what the parser makes of it has no zone where the name of that is not in the standard.
    said = next((str(value) for key, value in message.raw_items() if key.lower() == "date"), "")
    time = published_time(" ".join(said.split()))
    return None if time is None else Published(time=time, said_by="message")
