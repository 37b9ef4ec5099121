"""Messages with other words: new ones with the same sender, receivers and date, in reply to the old ones."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import getaddresses
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.core.errors import SourceError
from pipeline.core.ports import Received, Rewritten, TranslatedBlock
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.compose import SourcePart, between_parts, block_text
from pipeline.read.formats.mail.message import MALFORMED, header_line, message_parts
from pipeline.read.formats.parser_words import parser_words
from pipeline.read.formats.web.shown.quotations import take_out_quotation_marks
from pipeline.write.formats.page import declare, pacify
from pipeline.write.formats.trees import links_note, rebuild, struck_note

if TYPE_CHECKING:
    from lxml.etree import _Element

_ADDRESSED = ("From", "To", "Cc", "Reply-To")
_KEPT = (*_ADDRESSED, "Date")
_MOST_PICTURES = 10 * 2**20
"""Bytes of all pictures that are carried over; many servers take no larger message."""
_PICTURE = re.compile(r"image/(?!.*(?:svg|xml))([a-z0-9][a-z0-9.+-]{0,40})")
"""Types of pictures. One in SVG is a document, which may act."""
_CONTENT_ID = re.compile(r"(?!.*=\?)[!-;=?-~]{1,60}")
"""What a picture is called by: signs of ASCII, so few that the header stays on one line, and no words in code
(RFC 2047), which could hide a line end."""


class MessageRewriter:
    """Writes messages anew: as plain text, and as HTML too where the old one has it."""

    def rewrite(
        self,
        content: bytes,
        blocks: Sequence[TranslatedBlock],
        *,
        language: str,
        encoding: str,
        where: str,
    ) -> Rewritten:
        """Return a new message. Raises ``SourceError``."""
        received = Received(content=content, where=where, detector=LangdetectDetector(), with_marks=True)
        message, found = message_parts(received)
        parts = [part for part in found if block_text(part)]
        if [block_text(part) for part in parts] != [block.text for block in blocks]:
            raise SourceError(f"{where}: cannot be written again: it is not read the same way twice")
        made = EmailMessage(policy=SMTP)
        lost = [name for name in _KEPT if not _put(made, name, header_line(message, name.lower()))]
        rows = [(part, block.words or block.text) for part, block in zip(parts, blocks, strict=True)]
        _put(made, "Subject", next((words for part, words in rows if part.kind == "title"), ""))
        identifier = header_line(message, "message-id")
        digest = hashlib.sha256(content + language.encode()).hexdigest()[:32]
        made["Message-ID"] = f"<{digest}@depeche.invalid>"
        for name in ("In-Reply-To", "References"):
            _put(made, name, identifier)
        made.set_content("".join(_text(rows)))
        carried: list[Message] = []
        roots = list(_rebuilt(parts, blocks, language))
        for root in roots[:1]:  # a message of several texts in HTML has them all in its plain part
            take_out_quotation_marks(root)
            pacify(root)
            declare(root, language)
            made.add_alternative(_markup(root), subtype="html")
            carried = _carry_pictures(message, root, made)
        made["Content-Language"] = language
        layers = [part for part in made.walk() if part.is_multipart()]
        for number, part in enumerate(layers):  # one boundary must not begin with another
            part.set_boundary(digest[8 * number :][:24])
        left = sum(_is_file(part) for part in message.walk()) - len(carried)
        notes = (f"files that were attached, or pictures in it, are not in the new message: {left}",)
        unread = (f"malformed headers that are left out: {', '.join(lost)}",) if lost else ()
        more = (f"texts in HTML that are in the plain part alone: {len(roots) - 1}",) if roots[1:] else ()
        links = sum(part.anchor.links_left_out for part in parts if part.anchor is not None)
        try:
            content = made.as_bytes()
        except MALFORMED as error:
            raise SourceError(
                f"{where}: cannot be written again: its headers are malformed: {parser_words(error)}"
            ) from error
        return Rewritten(
            content=content,
            left=tuple(_unplaced(parts, blocks)),
            notes=(*(notes if left else ()), *more, *unread, *links_note(links), *struck_note(parts)),
        )


def _put(made: EmailMessage, name: str, said: str) -> bool:
    """Put a header into a message, unless it is empty: of names that are malformed the addresses alone.

    Returns False where nothing of it can be put.
    """
    addresses = ""
    with suppress(*MALFORMED):
        addresses = ", ".join(address for _, address in getaddresses([said]) if "@" in address)
    said = said.encode("utf-8", "replace").decode()  # it may have bytes that are none of a text
    for words in (said, addresses if name in _ADDRESSED else ""):
        with suppress(*MALFORMED):
            if words:
                made[name] = words
                return True
    return not said


def _unplaced(parts: Sequence[SourcePart], blocks: Sequence[TranslatedBlock]) -> Iterator[int]:
    """Yield the numbers of blocks that the text in HTML, if there is one, has in the source's language."""
    if any(part.anchor is not None for part in parts):
        for number, (part, block) in enumerate(zip(parts, blocks, strict=True)):
            if part.anchor is None and part.kind != "title" and block.pieces is not None:
                yield number


def _is_file(part: Message) -> bool:
    """Say whether a part of a message is a file, as a picture is, and no text."""
    kind, disposition = _kind(part)
    is_text = kind.startswith(("text/", "message/"))
    return not part.is_multipart() and (not is_text or disposition == "attachment")


def _kind(part: Message) -> tuple[str, str | None]:
    """Return the type of a part and how it is to be shown; of one whose headers are malformed, as a file."""
    try:
        return part.get_content_type(), part.get_content_disposition()
    except MALFORMED:
        return "", "attachment"


def _carry_pictures(message: Message, root: _Element, made: EmailMessage) -> list[Message]:
    """Add the pictures that a text in HTML shows to the message that was made, and return their parts.

    They have no names, and no headers but those that are written here.
    """
    shown = {
        unquote(source[4:]): None
        for each in root.iter("img")
        if (source := (each.get("src") or "").strip())[:4].lower() == "cid:"
    }
    parts = {header_line(part, "content-id").strip(" <>"): part for part in reversed(list(message.walk()))}
    *_, html = made.iter_parts()
    carried, size = [], 0
    for name in filter(_CONTENT_ID.fullmatch, shown):
        part = parts.get(name)
        kind = _PICTURE.fullmatch(_kind(part)[0]) if part is not None else None
        content = part.get_payload(decode=True) if part is not None and kind is not None else None
        if part is None or kind is None or not isinstance(content, bytes):
            continue
        is_markup = content.lstrip()[:1] in (b"<", b"")
        if is_markup or size + len(content) > _MOST_PICTURES:
            continue
        size += len(content)
        html.add_related(content, "image", kind[1], cid=f"<{name}>", disposition="inline")
        carried.append(part)
    if carried:
        html.set_param("type", "text/html")
    return carried


def _text(rows: Sequence[tuple[SourcePart, str]]) -> Iterator[str]:
    before: SourcePart | None = None
    for part, words in rows:
        if part.kind == "title":
            continue
        yield f"{between_parts(before, part)}{part.marker}{words}"
        before = part
    yield "\n"


def _rebuilt(
    parts: Sequence[SourcePart], blocks: Sequence[TranslatedBlock], language: str
) -> Iterator[_Element]:
    """Yield the trees of HTML that the parts stand in, each once, with the words of the blocks."""
    roots: dict[int, _Element] = {}
    for part, block in zip(parts, blocks, strict=True):
        if part.anchor is not None:
            root = part.anchor.element.getroottree().getroot()
            roots[id(root)] = root
            if block.pieces is not None:
                rebuild(part.anchor, block.pieces, language=language)
    yield from roots.values()


def _markup(root: _Element) -> str:
    from lxml import etree

    return str(etree.tostring(root, method="html", encoding="unicode"))
