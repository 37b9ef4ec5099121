"""XML of strangers: no document type, so no entities; nothing outside is read; depth and size are limited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.core.errors import SourceError
from pipeline.read.formats.parser_words import parser_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

ARE_SPACES = str.maketrans("\t\n\r", "   ")
"""Tabs and line ends in the words of office files, where those that count are elements."""


def parsed_xml(content: bytes, part: str, *, doctype: bool = False) -> _Element:
    """Return the root of a document. ``part`` is its name in messages.

    ``doctype`` lets a document type stand, as books have one; its entities are not resolved all the same.
    Raises ``SourceError``.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"is damaged: its part {part} is no XML: {parser_words(error)}") from error
    if not doctype and (root.getroottree().docinfo.doctype or _DOCTYPE.search(content[:4096])):
        raise SourceError(f"has a document type in its part {part}, which is not read")
    return root


def bare(tag: object) -> str:
    """Return the name of an element or attribute without its namespace; empty where it is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(tag: object) -> str:
    """Return the namespace of an element or attribute; empty where it has none."""
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def make_spaces(root: _Element) -> None:
    """Make spaces of the tabs and line ends in the words of a tree."""
    for each in root.iter():
        if each.text:
            each.text = each.text.translate(ARE_SPACES)
        if each.tail:
            each.tail = each.tail.translate(ARE_SPACES)
