"""XHTML that is to be written again, as XML: a parser of HTML would forget what XML has beside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACE = "{http://www.w3.org/1999/xhtml}"
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_OF_XML = frozenset(("lt;", "gt;", "amp;", "quot;", "apos;"))
_ENCODING = re.compile(r"(<\?xml[^>]{0,300}?)\s+encoding\s*=\s*[\"'][\w.:-]{2,40}[\"']")


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
    from lxml import etree

    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = _ENCODING.sub(r"\1", content.decode(encoding), count=1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(_ENTITY.sub(_sign, text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{_NAMESPACE}html":
        return None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(_NAMESPACE)
    return MarkedXhtml(root=root)


def _sign(found: re.Match[str]) -> str:
    """Return the sign that an entity of HTML stands for; XML knows five of them by itself."""
    return found[0] if found[1] in _OF_XML else html5.get(found[1], found[0])
