"""EPUB books with other words: their documents, the title, the language and the table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.core.ports import Rewritten
from pipeline.read.formats.compose import block_text
from pipeline.read.formats.office.epub import OpenBook
from pipeline.read.formats.office.safe_xml import bare, parsed_xml
from pipeline.read.formats.web.shown.quotations import take_out_quotation_marks
from pipeline.read.formats.web.xhtml import marked_xhtml
from pipeline.write.formats.confined import ConfinedRewriter, RewriteRequest, answering
from pipeline.write.formats.contents import BookLabels
from pipeline.write.formats.page import declare
from pipeline.write.formats.trees import links_note, rebuild, struck_note
from pipeline.write.formats.zipped import replaced_members

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NCX = "application/x-dtbncx+xml"


class BookRewriter(ConfinedRewriter):
    """Writes EPUB books again."""

    function = "book:rewrite_book"


def rewrite_book(packed: bytes) -> bytes:
    """Answer a packed request (``confined.answering``)."""
    return answering(packed, _rewritten)


def _rewritten(request: RewriteRequest) -> Rewritten:
    opened = OpenBook(request.content, with_marks=True)
    parts = [part for part in opened.titled_parts() if block_text(part)]
    if [block_text(part) for part in parts] != [block.text for block in request.blocks]:
        raise SourceError("cannot be written again: it is not read the same way twice")
    left, links = [], 0
    headings = {}
    for number, (part, block) in enumerate(zip(parts, request.blocks, strict=True)):
        if block.pieces is not None and part.anchor is not None:
            rebuild(part.anchor, block.pieces, language=request.language)
            links += part.anchor.links_left_out
            if part.kind in ("title", "heading"):
                headings[part.anchor.element] = block.words
        elif block.pieces is not None and part.kind != "title":
            left.append(number)
    members = {}
    words = {block.text: block.words for block in request.blocks if block.pieces is not None}
    labels = BookLabels(opened, words, headings)
    for name, page in opened.pages.items():
        labels.rename_head(page.root)
        take_out_quotation_marks(page.root)
        declare(page.root, request.language)
        page.root.set(_XML_LANGUAGE, request.language)
        members[name] = page.serialised()
    members.update(_contents(opened, labels))
    members[opened.main_name] = _main(opened, words, request.language)
    return Rewritten(
        content=replaced_members(request.content, members),
        left=tuple(left),
        notes=(*links_note(links), *struck_note(parts), *labels.notes()),
    )


def _contents(opened: OpenBook, labels: BookLabels) -> Iterator[tuple[str, bytes]]:
    """Yield the tables of contents, with the words that the headings have now."""
    for name, kind, properties in opened.book.items.values():
        if name not in opened.package:
            continue
        if kind == _NCX:
            root = parsed_xml(opened.package.read(name), name, doctype=True)
            labels.translate(root, name)
            yield name, _serialised(root)
        elif "nav" in properties.split():
            page = marked_xhtml(opened.package.read(name))
            if page is not None:
                labels.translate(page.root, name)
                yield name, page.serialised()


def _main(opened: OpenBook, words: Mapping[str, str], language: str) -> bytes:
    """Return the package document, with the title in other words and the language that they are in."""
    root = parsed_xml(opened.package.read(opened.main_name), opened.main_name, doctype=True)
    for each in root.iter():
        if bare(each.tag) == "title":
            each.text = words.get(" ".join((each.text or "").split()), each.text)
        elif bare(each.tag) == "language":
            each.text = language
    return _serialised(root)


def _serialised(root: _Element) -> bytes:
    from lxml import etree

    tree = root.getroottree()
    return bytes(
        etree.tostring(tree, xml_declaration=True, encoding="UTF-8", doctype=tree.docinfo.doctype or None)
    )
