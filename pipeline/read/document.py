"""Reading of one input as a document, by the reader of its format."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import BinaryIO

from pipeline.core.errors import SourceError
from pipeline.core.ports import Detector, Received
from pipeline.core.records import Document, Published, SourceMetadata
from pipeline.read import plain_text
from pipeline.read.fetch.address import without_fragment
from pipeline.read.formats import sniff, table
from pipeline.read.formats.foreign import Foreign, not_read
from pipeline.read.formats.table import Format
from pipeline.read.receive import received
from pipeline.read.reference import Reference

_SLUG_LENGTH = 60
_OPENING = ("title", "heading", "credit")
"""Kinds of blocks before the text, among which a credit is a byline and names no source."""


def read_document(
    reference: Reference,
    detector: Detector,
    *,
    stdin: BinaryIO | None = None,
    all_text: bool = False,
    ocr: bool = False,
    with_marks: bool = False,
) -> Document:
    """Read one input.

    ``detector`` helps to tell encodings apart. ``stdin`` replaces standard input. ``all_text`` says whether
    all the words of a page are wanted, not the article's alone, ``ocr`` whether letters are to be
    recognised in pages that are pictures. ``with_marks`` says whether styles and links
    are wanted as marks, so that the format can be kept. Raises ``SourceError``.
    """
    content = received(reference, stdin=stdin)
    where = reference.where
    if not content.strip():
        raise SourceError(f"{where}: is empty")
    form = _format(reference, content, where)
    reader = table.open_reader(form, where=where)
    parsed = reader.read(
        Received(
            content=content,
            where=where,
            detector=detector,
            charset=_charset(reference),
            all_text=all_text,
            ocr=ocr,
            with_marks=with_marks,
        )
    )
    body, blocks = parsed.text, tuple(plain_text.with_bylines(parsed.text, parsed.blocks))
    if not any(body[block.start : block.end].strip() for block in blocks):
        raise SourceError(f"{where}: holds no text")
    own_title = next((body[block.start : block.end] for block in blocks if block.kind == "title"), None)
    title = own_title or reference.title
    opening = next((at for at, block in enumerate(blocks) if block.kind not in _OPENING), len(blocks))
    credits_found = [body[block.start : block.end] for block in blocks[opening:] if block.kind == "credit"]
    metadata = _completed(parsed.metadata, reference)
    if not metadata.authors:
        metadata = replace(metadata, authors=plain_text.authors(body, blocks))
    sha256 = hashlib.sha256(content).hexdigest()
    return Document(
        id=_id(slug(title or "") or slug(reference.stem) or "document", sha256, form),
        origin=reference.origin,
        extension=reference.ending if reference.ending in form.endings else form.name,
        format=form.name,
        content=content,
        sha256=sha256,
        encoding=parsed.encoding,
        text=body,
        title=" ".join(title.split()) if title else None,
        credit="; ".join(credits_found) or None,
        blocks=blocks,
        marks=parsed.marks,
        normalised=parsed.normalised,
        removed=parsed.removed,
        repairs=parsed.repairs,
        credentials=parsed.credentials,
        spoken=parsed.spoken,
        metadata=metadata,
        reader=", ".join(
            [reader.identity, *([parsed.recognised.program] if parsed.recognised is not None else [])]
        ),
        recognised=parsed.recognised,
        fetched=reference.fetched,
    )


def _format(reference: Reference, content: bytes, where: str) -> Format:
    """Return the format of a source of one document. Raises ``SourceError``."""
    head = content[: sniff.HEAD_BYTES]
    if reference.format is not None:
        signed = sniff.by_signature(head, reference.ending)
        form: Format | Foreign = signed or table.named(reference.format)
    else:
        form = sniff.decide(head, reference.ending)
    if isinstance(form, Foreign):
        raise not_read(form, where)
    if form.holds_many:
        raise SourceError(f"{where}: is {form.words}, which holds several documents; use depeche run")
    return form


def _charset(reference: Reference) -> str:
    """Return the encoding that a server said; what is one of several in a file is in one of its own."""
    if reference.fetched is None or reference.format is not None:
        return ""
    said = next((value for name, value in reference.fetched.headers if name == "content-type"), "")
    return next(iter(re.findall(r"charset=[\"']?([\w.:-]+)", said, re.IGNORECASE)), "")


def _completed(own: SourceMetadata, reference: Reference) -> SourceMetadata:
    """Return what a source states of itself; what it leaves out, as the feed that led to it has it.

    Its address is else the one that it was fetched from. That of a feed is none of its items.
    """
    feed = reference.stated or SourceMetadata()
    said = feed.published
    if said is None and reference.published:
        said = Published(time=reference.published, said_by="feed")
    came_from = ""
    if reference.fetched is not None and not reference.is_member:
        came_from = without_fragment(reference.fetched.final_url)
    return replace(
        own,
        url=own.url or feed.url or came_from or None,
        outlet=own.outlet or feed.outlet,
        authors=own.authors or feed.authors,
        published=own.published or said,
    )


def _id(words: str, sha256: str, form: Format) -> str:
    """Return a document's id: the same bytes read as text and as Markdown are two documents."""
    return "-".join([words, sha256[:8], *([form.name] if form is not table.PLAIN_TEXT else [])])


def slug(words: str) -> str:
    """Reduce words to lower-case ASCII letters, digits and single hyphens, 60 characters at most.

    Scripts other than Latin leave nothing.
    """
    spaced = re.sub(r"[^\w\s]", " ", words)  # before non-ASCII apostrophes and dashes vanish
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(whole) <= _SLUG_LENGTH:
        return whole
    return whole[: _SLUG_LENGTH + 1].rpartition("-")[0] or whole[:_SLUG_LENGTH]
