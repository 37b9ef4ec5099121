"""Messages with other words: new ones with the same sender, receivers and date, in reply to the old ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.core.ports import Received, Rewritten, TranslatedBlock
from pipeline.detect.detector import LangdetectDetector
from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.mail.message import header_line, message_parts
from pipeline.write.formats.page import declare, pacify
from pipeline.write.formats.trees import links_note, rebuild

if TYPE_CHECKING:
    from lxml.etree import _Element

_KEPT = ("From", "To", "Cc", "Date", "Reply-To")


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
        for name in _KEPT:
            if said := header_line(message, name.lower()):
                made[name] = said
        rows = [(part, _words(block)) for part, block in zip(parts, blocks, strict=True)]
        made["Subject"] = next((words for part, words in rows if part.kind == "title"), "")
        identifier = header_line(message, "message-id")
        digest = hashlib.sha256(content + language.encode()).hexdigest()[:32]
        made["Message-ID"] = f"<{digest}@depeche.invalid>"
        if identifier:
            made["In-Reply-To"] = made["References"] = identifier
        made.set_content("".join(_text(rows)))
        for root in _rebuilt(parts, blocks):
            pacify(root)
            declare(root, language)
            made.add_alternative(_markup(root), subtype="html")
            break  # a message of several texts in HTML has them all in its plain part
        made["Content-Language"] = language
        if made.is_multipart():
            made.set_boundary(digest[:24])
        notes = ["files that were attached, and pictures in it, are not in the new message"]
        has_more = any(part.get_content_maintype() not in ("text", "multipart") for part in message.walk())
        links = sum(part.anchor.links_left_out for part in parts if part.anchor is not None)
        return Rewritten(content=made.as_bytes(), notes=(*(notes if has_more else ()), *links_note(links)))


def _words(block: TranslatedBlock) -> str:
    if block.pieces is None:
        return block.text
    return "".join(piece for piece in block.pieces if isinstance(piece, str))


def _text(rows: Sequence[tuple[SourcePart, str]]) -> Iterator[str]:
    before = ""
    for part, words in rows:
        if part.kind == "title":
            continue
        if before:
            yield " | " if part.continues else "\n" if before == part.kind == "list_item" else "\n\n"
        yield f"{part.marker}{words}"
        before = part.kind
    yield "\n"


def _rebuilt(parts: Sequence[SourcePart], blocks: Sequence[TranslatedBlock]) -> Iterator[_Element]:
    """Yield the trees of HTML that the parts stand in, each once, with the words of the blocks."""
    roots: dict[int, _Element] = {}
    for part, block in zip(parts, blocks, strict=True):
        if part.anchor is not None:
            root = part.anchor.element.getroottree().getroot()
            roots[id(root)] = root
            if block.pieces is not None:
                rebuild(part.anchor, block.pieces)
    yield from roots.values()


def _markup(root: _Element) -> str:
    from lxml import etree

    return str(etree.tostring(root, method="html", encoding="unicode"))
