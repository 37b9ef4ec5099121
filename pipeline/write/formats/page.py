"""Web pages with other words: the article's elements are built anew, and the page around them stays.

Scripts, frames, counters of visits and what runs when a page is opened are taken out: a saved page of
strangers must do nothing on the reader's machine but show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import languages
from pipeline.core.errors import SourceError
from pipeline.core.ports import Rewritten, TranslatedBlock
from pipeline.read.formats.compose import SourcePart, block_text
from pipeline.read.formats.web.html_text import take_out, without_controls
from pipeline.read.formats.web.page import ParsedPage, parsed_article, parsed_text
from pipeline.read.formats.web.shown.quotations import take_out_quotation_marks
from pipeline.read.formats.web.xhtml import is_xml_page, page_as_xml, plain_styles
from pipeline.write.formats.trees import links_note, rebuild, struck_note

if TYPE_CHECKING:
    from lxml.etree import _Element

_ACTIVE = (
    "script",
    "noscript",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "portal",
    "fencedframe",
    "frameset",
)
_FOREIGN = ("svg", "math")
"""Elements in which a parser takes as elements what another takes as text: so nothing but pictures may stand
in them."""
_TEXT_IN_FOREIGN = (
    "style",
    "title",
    "desc",
    "foreignobject",
    "annotation-xml",
    "mtext",
    "mi",
    "mo",
    "mn",
    "ms",
)
_FORMULA = ("mi", "mn", "mo", "ms", "mtext")
"""Signs of a formula, which hide nothing where nothing but text is in them."""
_CALLS = re.compile(r"@import\b[^;{}]*;?|url\(\s*[\"']?\s*(?:https?:)?//[^)]*\)", re.IGNORECASE)
"""What a style sheet fetches from elsewhere."""
_ACTIVE_LINKS = frozenset(("preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "import"))
_ACTIVE_SCHEMES = ("javascript:", "vbscript:", "data:text", "data:application", "data:image/svg")
_ACTIVE_ATTRIBUTES = ("ping", "srcdoc", "action", "formaction", "background", "manifest")
_NAMED = ("og:title", "twitter:title", "title", "dc.title")
"""Names of ``meta`` elements that repeat the title."""
_DESCRIBED = ("description", "og:description", "twitter:description", "dc.description")
_SAYING = ("alt", "title", "placeholder", "aria-label")
"""Attributes that are shown or read out."""
_NO_XML = "it is written as HTML, for what it has now cannot be written as XML"
_BEFORE, _AFTER = r"(^|[|·•»›]\s*|\s(?:[-–—]|::?)\s)", r"(?=$|\s*[|·•»›]|\s(?:[-–—]|::?)\s)"
"""What parts a title from the name of a site, or where the value begins or ends."""


class PageRewriter:
    """Writes web pages again."""

    def rewrite(
        self,
        content: bytes,
        blocks: Sequence[TranslatedBlock],
        *,
        language: str,
        encoding: str,
        where: str,
    ) -> Rewritten:
        """Return a page with other words, in UTF-8. Raises ``SourceError``."""
        html = content.decode(encoding, "replace")
        page, parts = _page_of(html, [block.text for block in blocks], where=where)
        left, links = [], 0
        labels = _Labels()
        for number, (part, block) in enumerate(zip(parts, blocks, strict=True)):
            if block.pieces is None:
                continue
            labels.add(block, is_title=part.kind in ("title", "heading"))
            if part.anchor is not None:
                rebuild(part.anchor, block.pieces, language=language)
                links += part.anchor.links_left_out
            elif part.kind != "title" and block.words != block.text:
                left.append(number)
        is_xml = is_xml_page(html, where)
        if is_xml:
            plain_styles(page.root)
            page.root.set("xml:lang", language)
        take_out_quotation_marks(page.root)
        pacify(page.root)
        labels.translate(page.root)
        _declare(page.root, language)
        made = page_as_xml(page.root, source=html) if is_xml else None
        return Rewritten(
            content=made or _serialised(page.root),
            left=tuple(left),
            notes=(
                *links_note(links),
                *struck_note(parts),
                *labels.notes(),
                *_left_note(page.left),
                *((_NO_XML,) if is_xml and made is None else ()),
            ),
        )


def _left_note(count: int) -> tuple[str, ...]:
    said = "lines beside the article's own, which were not read and stay in the source's language"
    return (f"{said}: {count}",) if count else ()


def _page_of(html: str, texts: Sequence[str], *, where: str) -> tuple[ParsedPage, list[SourcePart]]:
    """Return a page and its parts, read as the blocks with these texts were: the article, or all of it."""
    for parsed in (parsed_article, parsed_text):
        with suppress(SourceError):
            page = parsed(html, where=where, with_marks=True)
            parts = [part for part in page.parts if block_text(part)]
            if [block_text(part) for part in parts] == texts:
                return page, parts
    raise SourceError(f"{where}: cannot be written again: it is not read the same way twice")


def declare(root: _Element, language: str) -> None:
    """Say in an element in which language its words are, and from which side they are read."""
    for name in ("lang", "xml:lang"):
        if name == "lang" or name in root.attrib:
            root.set(name, language)
    if languages.get(language.partition("-")[0]).direction == "rtl":
        root.set("dir", "rtl")
    elif "dir" in root.attrib:
        root.set("dir", "ltr")


class _Labels:
    """Translates titles, descriptions and attributes of a page that repeat its text."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._stays = 0

    def add(self, block: TranslatedBlock, *, is_title: bool) -> None:
        """Take the translation of a block."""
        for said, words in ((block.text, block.words), *block.sentences):
            if words:
                self._words.setdefault(said, words)
        if is_title and block.words:
            self._titles.setdefault(block.text, block.words)

    def notes(self) -> Iterator[str]:
        """Yield what is said of those that stay in the source's language."""
        if self._stays:
            yield f"titles, descriptions and attributes that stay in the source's language: {self._stays}"

    def translate(self, root: _Element) -> None:
        """Translate those whose whole text was translated; a title between separators in a title too."""
        titles = "|".join(map(re.escape, sorted(self._titles, key=len, reverse=True)))
        repeated = re.compile(f"{_BEFORE}({titles or '(?!)'}){_AFTER}")
        for element, name, is_title in _labels(root):
            said = block_text(SourcePart(kind="paragraph", text=element.get(name) if name else element.text))
            new = self._words.get(said)
            if new is None and is_title and repeated.search(said):
                new = repeated.sub(lambda found: found[1] + self._titles[found[2]], said)
            if new is None:
                self._stays += any(map(str.isalpha, said))
            elif name:
                element.set(name, new)
            else:
                element.text = new


def _labels(root: _Element) -> Iterator[tuple[_Element, str, bool]]:
    """Yield elements with the attribute that is a label, "" for their text, and whether it is a title."""
    for each in root.iter():
        if each.tag == "title" and each.text:
            yield each, "", True
        elif each.tag == "meta" and each.get("content"):
            name = (each.get("property") or each.get("name") or "").lower()
            if name in _NAMED or name in _DESCRIBED:
                yield each, "content", name in _NAMED
        elif isinstance(each.tag, str) and each.tag not in ("link", "style"):
            yield from ((each, name, False) for name in _SAYING if each.get(name))


def pacify(root: _Element) -> None:
    """Take out what does something when a page is opened."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if _acts(element):
            take_out(element)
            continue
        for name, said in list(element.attrib.items()):
            key, plain = str(name).lower(), re.sub(r"[\s\x00-\x1f]", "", str(said)).lower()
            if key.startswith("on") or key in _ACTIVE_ATTRIBUTES or plain.startswith(_ACTIVE_SCHEMES):
                del element.attrib[name]
            elif key == "style":
                element.set(str(name), _calm(str(said)))
        if _bare(element) == "style":
            element.text = _calm(element.text or "").replace("<", "")


def _calm(style: str) -> str:
    """Return a style without what fetches, and without signs that no tree may be given, as ``&#1;`` makes."""
    return _CALLS.sub("", without_controls(style))


def _bare(element: _Element) -> str:
    """Return the name of an element without a prefix, which only a parser of XML knows."""
    return str(element.tag).lower().rpartition(":")[2]


def _acts(element: _Element) -> bool:
    """Say whether an element does something when a page is opened, or hides something that does."""
    name = _bare(element)
    is_refresh = name == "meta" and (element.get("http-equiv") or "").lower() == "refresh"
    is_hidden = (
        name in _TEXT_IN_FOREIGN
        and not (name in _FORMULA and len(element) == 0)
        and any(each.tag in _FOREIGN for each in element.iterancestors())
    )
    loads = not _ACTIVE_LINKS.isdisjoint((element.get("rel") or "").lower().split())
    return name in _ACTIVE or is_refresh or is_hidden or loads or _is_counter(element)


def _is_counter(element: _Element) -> bool:
    """Say whether an element is a picture that only tells somebody that the page was opened."""
    sizes = [(element.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    return element.tag == "img" and any(size in ("0", "1") for size in sizes)


def _declare(root: _Element, language: str) -> None:
    from lxml import etree

    declare(root, language)
    head = root.find("head")
    if head is None:
        head = etree.Element("head")
        root.insert(0, head)
    for each in list(head.iter("meta")):
        if each.get("charset") or (each.get("http-equiv") or "").lower() == "content-type":
            each.getparent().remove(each)
    head.insert(0, etree.Element("meta", charset="utf-8"))


def _serialised(root: _Element) -> bytes:
    from lxml import etree

    doctype = root.getroottree().docinfo.doctype or None
    text = etree.tostring(root, method="html", encoding="unicode", doctype=doctype)
    return bytes(text.encode("utf-8", "replace"))
