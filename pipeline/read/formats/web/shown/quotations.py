"""The marks that browsers draw around ``q``: in the words of a text, and taken out where it is a page again.

A browser draws those of the language around the element, others inside another ``q``
(https://html.spec.whatwg.org/multipage/rendering.html#quotes, which takes them from Unicode's CLDR).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import languages
from languages.naming import known_code
from pipeline.read.formats.web.html_text import without_controls
from pipeline.read.formats.web.shown.declared import XML_LANGUAGE

if TYPE_CHECKING:
    from lxml.etree import _Element

_OF_NO_LANGUAGE = (("“", "”"), ("‘", "’"))
"""Marks where no language is said, or one without a file: those of CLDR's root."""
_WRITTEN = "data-depeche-marks"
"""The attribute of elements around which marks were written, until they are taken out again."""
_UNDRAWN = "quotes: none"
"""The style of an element around which a browser draws none."""


def write_quotation_marks(root: _Element, *, language: str = "") -> None:
    """Put marks around the quotations in lines of a tree, unless they have some in or around their words.

    ``language`` is a tag of the language of what declares none; empty where it is not known.
    """
    for each in root.iter("q"):
        parent = each.getparent()
        said = "".join(each.itertext()).strip()
        is_undrawn = "quotes:none" in (each.get("style") or "").replace(" ", "")
        around = _words_before(each).rstrip()[-1:], (each.tail or "").lstrip()[:1]
        has_marks = any(all(sign in _signs() for sign in pair) for pair in (around, (said[:1], said[-1:])))
        if parent is None or not said or is_undrawn or has_marks:
            continue
        depth = sum(1 for _ in each.iterancestors("q"))
        opening, closing = _pairs(_language(parent) or language)[min(depth, 1)]
        _put_before(each, _words_before(each) + opening)
        each.tail = closing + without_controls(each.tail or "")
        each.set(_WRITTEN, "")


def take_out_quotation_marks(root: _Element) -> None:
    """Take marks that were written out of a tree whose words may be others now; a browser draws them again.

    An element whose words have lost one of them is told to be shown without more.
    """
    for each in [each for each in root.iter("q") if _WRITTEN in each.attrib]:
        del each.attrib[_WRITTEN]
        before, after = _words_before(each).rstrip(), (each.tail or "").lstrip()
        if before[-1:] in _signs() and after[:1] in _signs():
            _put_before(each, before[:-1])
            each.tail = after[1:]
        else:
            each.set("style", "; ".join(filter(None, (each.get("style"), _UNDRAWN))))


def _words_before(element: _Element) -> str:
    """Return the text right before an element, up to the element before it."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return without_controls(before.tail or "")
    return without_controls(parent.text or "") if parent is not None else ""


def _put_before(element: _Element, words: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = words
    elif parent is not None:
        parent.text = words


def _language(element: _Element) -> str:
    around = (
        each.get("lang") or each.get("xml:lang") or each.get(XML_LANGUAGE)
        for each in (element, *element.iterancestors())
    )
    return next((said for said in around if said), "")


@cache
def _pairs(tag: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the marks of a language with the spaces inside them: the outer pair, and the nested one."""
    code = known_code(tag) if tag else None
    if code is None:
        return _OF_NO_LANGUAGE
    language = languages.get(code)
    (opening, closing), space = language.quotes[0], language.quote_space
    return (opening + space, space + closing), language.nested_quotes or language.quotes[1]


@cache
def _signs() -> frozenset[str]:
    """Return all marks of all languages."""
    found = {sign for each in languages.everyone() for pair in each.quotes for sign in pair}
    return frozenset(found | {sign for each in languages.everyone() for sign in each.nested_quotes or ()})
