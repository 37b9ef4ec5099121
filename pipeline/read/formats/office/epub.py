"""EPUB books and papers (EPUB 2 and 3): their documents in the order of reading, as one text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import SourceError
from pipeline.read.formats.compose import SourcePart
from pipeline.read.formats.office import stated
from pipeline.read.formats.office.found import FoundText, packed_found
from pipeline.read.formats.office.package import OfficePackage, joined
from pipeline.read.formats.office.safe_xml import bare, parsed_xml
from pipeline.read.formats.parser_words import parser_words
from pipeline.read.formats.web.html_text import as_standard, take_out
from pipeline.read.formats.web.marked import with_anchors, with_kept_words
from pipeline.read.formats.web.markup import pieces_in
from pipeline.read.formats.web.shown.quotations import write_quotation_marks
from pipeline.read.formats.web.xhtml import MarkedXhtml, marked_xhtml

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to obfuscate fonts, which are no encryption of the text."""
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_SPACE = 0x20
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff]")
_REFERENCE = re.compile("&#(?:[xX]0{0,9}([0-9a-fA-F]{1,6})|0{0,9}([0-9]{1,7}))(?![0-9a-fA-F]);?")
_MAX_DOCUMENTS = 2_000
_NO_TEXT = frozenset(
    ("toc", "cover", "landmarks", "page-list", "pagebreak", "noteref", "index", "loi", "lot")
)
"""Roles of parts that repeat the text, or refer to it (EPUB's structural semantics)."""
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_WITH_ROLES = ("nav", "span", "div", "section", "a", "sup", "hr", "aside", "p", "ol")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,300}\?>")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{2,40})")


@dataclass(slots=True)
class _Book:
    """What the package document says (https://www.w3.org/TR/epub-33/#sec-package-doc)."""

    said: dict[str, list[str]] = field(default_factory=dict)
    """Metadata by the names of Dublin Core."""
    items: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Members by id: name, media type, properties."""
    spine: list[str] = field(default_factory=list)
    """The ids of the members in their order."""

    def first(self, name: str) -> str:
        """Return the first value of a name; empty where there is none."""
        return next(iter(self.said.get(name, [])), "")


def read_epub(content: bytes) -> bytes:
    """Return what is found in a book, packed. Raises ``SourceError`` with the end of a sentence."""
    return _packed(OpenBook(content))


def read_marked_epub(content: bytes) -> bytes:
    """Return what ``read_epub`` does, with marks."""
    return _packed(OpenBook(content, with_marks=True))


def _packed(opened: OpenBook) -> bytes:
    book = opened.book
    return packed_found(
        FoundText(
            parts=opened.titled_parts(),
            authors=stated.authors_of(book.said.get("creator", [])),
            time=stated.time_of(*book.said.get("date", []), book.first("dcterms:modified")),
            language=stated.language_of(*book.said.get("language", [])),
            outlet=" ".join(book.first("publisher").split()),
        )
    )


class OpenBook:
    """A book whose documents are read in their order."""

    def __init__(self, content: bytes, *, with_marks: bool = False) -> None:
        """Open it. ``with_marks`` says whether its parts have marks and anchors. Raises ``SourceError``."""
        self.package = OfficePackage.opened(content, "an EPUB book")
        _refuse_encrypted(self.package)
        self.main_name, self.book = _opened(self.package)
        self.pages: dict[str, MarkedXhtml] = {}
        """The documents that can be written again, by the names of their members; filled by reading."""
        self._with_marks = with_marks

    def titled_parts(self) -> tuple[SourcePart, ...]:
        """Return the parts of all documents, with the title that the book states."""
        title = self.book.first("title")
        parts = list(_without_title(self._parts(), stated.real_title(title)))
        found = stated.titled(parts, title, add=True)
        for page in self.pages.values():
            if found and found[0].kind == "title" and found[0].anchor is None:
                found = (*with_anchors(found[:1], page.root, _is_no_text), *found[1:])
        return found

    def _parts(self) -> Iterator[SourcePart]:
        language = self.book.first("language").strip()
        for identifier in dict.fromkeys(self.book.spine):
            name, kind, properties = self.book.items.get(identifier, ("", "", ""))
            is_contents = "nav" in properties.split()
            if kind in _PAGES and not is_contents and name in self.package:
                content = self.package.read(name)
                parts = _of_page(content, name, language)
                page = marked_xhtml(content) if self._with_marks else None
                if page is not None:
                    write_quotation_marks(page.root, language=language)
                    self.pages[name] = page
                    parts = with_anchors(parts, page.root, _is_no_text)
                yield from parts


def _refuse_encrypted(package: OfficePackage) -> None:
    content = package.read_if_there(_ENCRYPTION)
    if content is None:
        return
    ways = [
        each.get("Algorithm") or ""
        for each in parsed_xml(content, _ENCRYPTION).iter()
        if bare(each.tag) == "EncryptionMethod"
    ]
    if "META-INF/rights.xml" in package or not all(way in _FONTS for way in ways):
        raise SourceError("is an EPUB book that is encrypted (DRM), which cannot be read")


def _opened(package: OfficePackage) -> tuple[str, _Book]:
    """Return the name of the package document, and what it says."""
    container = parsed_xml(package.read(_CONTAINER), _CONTAINER)
    name = next(
        (each.get("full-path") or "" for each in container.iter() if bare(each.tag) == "rootfile"), ""
    )
    book = _Book()
    for each in parsed_xml(package.read(name), name, doctype=True).iter():
        tag = bare(each.tag)
        if tag == "item":
            book.items[each.get("id") or ""] = (
                joined(name, each.get("href") or ""),
                each.get("media-type") or "",
                each.get("properties") or "",
            )
        elif tag == "itemref":
            book.spine.append(each.get("idref") or "")
        elif tag == "meta" and each.get("property") == "dcterms:modified":
            book.said.setdefault("dcterms:modified", []).append(each.text or "")
        elif tag in ("title", "creator", "date", "language", "publisher"):
            book.said.setdefault(tag, []).append(each.text or "")
    if len(book.spine) > _MAX_DOCUMENTS:
        raise SourceError(f"is an EPUB book of more than {_MAX_DOCUMENTS} documents, which is not read")
    return name, book


def _of_page(content: bytes, name: str, language: str) -> Iterator[SourcePart]:
    from lxml import html as lxml_html
    from lxml.etree import ParserError, XMLSyntaxError

    said = _ENCODING.match(content)
    text = _decoded(_DECLARATION.sub(b"", content, count=1), said[1].decode("ascii") if said else "utf-8")
    if not text.strip():
        return
    try:
        root = lxml_html.document_fromstring(as_standard(text))
    except (ParserError, XMLSyntaxError, ValueError) as error:
        raise SourceError(
            f"is damaged: its part {posixpath.basename(name)} cannot be parsed: {parser_words(error)}"
        ) from error
    write_quotation_marks(root, language=language)
    _drop(root)
    _unwrap_cells(root)
    notes = _taken_notes(root)
    yield from with_kept_words(pieces_in(root), root)
    for note in notes:
        for part in with_kept_words(pieces_in(note), note):
            yield replace(part, kind="footnote", marker="", continues=False)


def _decoded(content: bytes, label: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        label = "utf-16"
    try:
        text = content.decode(label, "replace")
    except LookupError:
        text = content.decode("utf-8", "replace")
    return _REFERENCE.sub(_without_control, _CONTROLS.sub("", text))


def _without_control(reference: re.Match[str]) -> str:
    """Return a reference to a character as it is, or nothing where no tree may hold the character."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_control = code < _SPACE and chr(code) not in "\t\n\r"
    return "" if is_control or code in (0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 else reference[0]


def _roles(element: _Element) -> set[str]:
    said = f"{element.get('epub:type') or ''} {element.get('role') or ''}".lower()
    return {word.removeprefix("doc-") for word in said.split()}


def _is_no_text(element: _Element) -> bool:
    """Say whether an element in XHTML repeats the text, or refers to it."""
    said = f"{element.get(_EPUB_TYPE) or ''} {element.get('role') or ''}".lower()
    return any(word.removeprefix("doc-") in _NO_TEXT for word in said.split())


def _drop(root: _Element) -> None:
    """Take out what repeats the text or numbers its pages; what stands after it stays."""
    for element in list(
        root.iter("nav", "span", "div", "section", "a", "sup", "hr", "aside", "p", "ol", "rt")
    ):
        if element.tag == "rt" or _roles(element) & _NO_TEXT:
            take_out(element)


def _unwrap_cells(root: _Element) -> None:
    """Take out paragraphs that are all of a cell: a cell of one paragraph is one of data."""
    for cell in list(root.iter("td", "th")):
        if len(cell) == 1 and cell[0].tag in ("p", "div") and not (cell.text or "").strip():
            cell[0].drop_tag()


def _taken_notes(root: _Element) -> list[_Element]:
    """Take notes out of a page, and return them."""
    wanted = {"footnote", "endnote", "rearnote"}
    notes = [each for each in root.iter("aside", "li", "div", "p", "section") if _roles(each) & wanted]
    known = set(notes)
    outermost = [note for note in notes if known.isdisjoint(note.iterancestors())]
    for note in outermost:
        take_out(note)
    return outermost


def _without_title(parts: Iterator[SourcePart], title: str) -> Iterator[SourcePart]:
    """Yield the parts without headings at the beginning that repeat the title."""
    for index, part in enumerate(parts):
        is_repeated = " ".join(part.text.split()).casefold() == title.casefold()
        if index > 1 or part.kind not in ("heading", "paragraph") or not is_repeated:
            yield part
