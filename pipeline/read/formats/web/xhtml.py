"""XHTML that is to be written again, as XML: a parser of HTML would forget what XML has beside."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING
from xml.sax.saxutils import unescape

from pipeline.core.dataclass import dataclass

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACE = "{http://www.w3.org/1999/xhtml}"
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OF_XML = frozenset(("lt;", "gt;", "amp;", "quot;", "apos;"))
_ENCODING = re.compile(r"(<\?xml[^>]{0,300}?)\s+encoding\s*=\s*[\"'][\w.:-]{2,40}[\"']")
_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr"),
    )
)
_STYLE = re.compile(r"<!--.*?-->|<\?.*?\?>|(<style\b[^>]*>)([^<]*&[^<]*)(</style>)", re.DOTALL)
"""A style sheet with escapes; or a remark or instruction, in which none is one."""
_SECTION = re.compile(r"<!\[CDATA\[|\]\]>")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedXhtml:
    """A document as a tree, its elements without their namespace."""

    root: _Element

    def serialised(self) -> bytes:
        """Return the document in UTF-8, its elements in their namespace again."""
        from lxml import etree

        for element in self.root.iter():
            if isinstance(element.tag, str) and not element.tag.startswith("{"):
                element.tag = _NAMESPACE + element.tag
        doctype = self.root.getroottree().docinfo.doctype
        return bytes(
            etree.tostring(
                self.root.getroottree(), xml_declaration=True, encoding="UTF-8", doctype=doctype or None
            )
        )


def marked_xhtml(content: bytes) -> MarkedXhtml | None:
    """Return a document as a tree; None where it is no XHTML that is well-formed."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        root = _parsed(content.decode(encoding))
    except ValueError:
        return None
    if root is None:
        return None
    if root.tag != f"{_NAMESPACE}html":
        return None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(_NAMESPACE)
    return MarkedXhtml(root=root)


def is_xml_page(html: str, name: str) -> bool:
    """Say whether a page is XML: well-formed, and called so by its namespace, declaration or ``name``."""
    html = html.lstrip("\ufeff")
    if not (html.lstrip().startswith("<?xml") or "xmlns" in html or name.lower().endswith(".xhtml")):
        return False
    root = _parsed(html)
    if root is None or root.tag not in ("html", f"{_NAMESPACE}html"):
        return False
    return root.tag != "html" or html.startswith("<?xml") or name.lower().endswith(".xhtml")


def plain_styles(root: _Element) -> None:
    """Write the style sheets of a page in XML as a parser of HTML would take them, which knows no escapes."""
    for each in root.iter("style"):
        said = each.text or ""
        each.text = _SECTION.sub("", said) if _SECTION.search(said) else unescape(said)


def page_as_xml(root: _Element, *, source: str) -> bytes | None:
    """Return a page that was parsed as HTML as XML that is HTML too, in UTF-8; None where it cannot be."""
    from lxml import etree

    _restore_letters(root, source)
    for each in root.iter():
        if isinstance(each.tag, str) and each.tag not in _VOID and not len(each) and not each.text:
            each.text = ""  # so that it has a closing tag, which HTML asks for
    about = root.getroottree().docinfo
    doctype = about.doctype or None
    about.clear()  # libxml2 would write the namespace of some document types a second time
    made = etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=doctype).decode()
    made = _STYLE.sub(_section, made)
    return None if _parsed(made) is None else made.encode()


def _restore_letters(root: _Element, source: str) -> None:
    """Write the names in drawings with the large letters that they have in the source, as XML asks for."""
    parsed = _parsed(source.lstrip("\ufeff"))
    elements = [] if parsed is None else [each for each in parsed.iter() if isinstance(each.tag, str)]
    names = [str(name).rpartition("}")[2] for each in elements for name in (each.tag, *each.attrib)]
    large = {name.lower(): name for name in names if name != name.lower()}
    for each in root.iter():
        if not large or not isinstance(each.tag, str):
            continue
        if each.tag == "svg" or next(each.iterancestors("svg"), None) is not None:
            each.tag = large.get(each.tag, each.tag)
            said = [(str(name), value) for name, value in each.items()]
            each.attrib.clear()
            for name, value in said:
                each.set(large.get(name, name), value)


def _section(found: re.Match[str]) -> str:
    """Return a style sheet that reads the same in HTML and XML."""
    if found[1] is None:
        return found[0]
    words = _SECTION.sub("", unescape(found[2])).replace("<", "")
    return f"{found[1]}/*<![CDATA[*/{words}/*]]>*/{found[3]}"


def _parsed(text: str) -> _Element | None:
    """Return the root of a text in XML; None where it is not well-formed."""
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(_ENTITY.sub(_sign, _ENCODING.sub(r"\1", text, count=1)).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _sign(found: re.Match[str]) -> str:
    """Return the sign that an entity of HTML stands for; XML knows five of them by itself."""
    return found[0] if found[1] in _OF_XML else html5.get(found[1], found[0])
